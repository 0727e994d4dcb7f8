import { describe, expect, it } from 'vitest'
import { compareShapes, shapeProbabilities } from '../../src/stats/distribution-shape.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { sorted } from '../../src/stats/sample.ts'
import { populations } from './populations.ts'

const [normal, heavy] = [populations.normal!, populations['Student t3']!]
const pairs = 10

/** Latencies: e to 0.3 of a draw from the population, times what changes from pair to pair, from trial to trial, and at head. */
type Scene = {
  readonly requests: number
  readonly population?: (random: Random) => number
  /** Standard deviations of logarithms: of what both sides share, and of what each has for itself. */
  readonly drift?: number
  readonly own?: number
  /** Of how far the latencies of a trial scatter. */
  readonly spread?: number
  readonly head?: (latency: number, random: Random) => number
}

function measure(scene: Scene, random: Random) {
  const { requests, population = normal, drift = 0, own = 0, spread = 0, head = (latency) => latency } = scene
  const trial = (centre: number, change: (latency: number, random: Random) => number) => {
    const scatter = 0.3 * Math.exp(spread * normal(random))
    const values = Array.from({ length: requests }, () =>
      change(Math.exp(centre + scatter * population(random)), random),
    )
    const ordered = sorted(values)
    return shapeProbabilities.map((p) => quantile(ordered, p))
  }
  return Array.from({ length: pairs }, () => {
    const shared = drift * normal(random)
    const centre = () => shared + own * population(random)
    return { base: trial(centre(), (latency) => latency), head: trial(centre(), head) }
  })
}

function compareOften(name: string, scene: Scene, runs: number) {
  const random = seeded(name)
  return Array.from({ length: runs }, () =>
    compareShapes(measure(scene, random), { probabilities: shapeProbabilities, alpha: 0.01, random }),
  )
}

describe('at 0.01, shapes that do not differ', () => {
  const runs = 500
  it.each([
    ['where all is equal', {}],
    ['with heavy tails, which drift together and apart', { population: heavy, drift: 0.2, own: 0.05 }],
    ['whose spread changes from trial to trial', { drift: 0.2, own: 0.05, spread: 0.3 }],
    ['of which one is slower by 5 %%', { drift: 0.1, own: 0.02, head: (latency: number) => 1.05 * latency }],
  ] as const)('are called different in one of a hundred, %s', (name, scene) => {
    const found = compareOften(name, { requests: 150, ...scene }, runs)
    process.stderr.write(`${name} ${found.filter(({ isDifferent }) => isDifferent).length}\n`)
    // Of 500 at 0.01, 12 are 3 standard deviations too many.
    expect(found.filter(({ isDifferent }) => isDifferent).length).toBeLessThan(12)
    const held = found.filter(({ quantiles }) => quantiles.every(({ low, high }) => low <= 1 && 1 <= high))
    expect(held.length / runs).toBeGreaterThan(0.97)
  })
})

describe('a third of the requests that takes twice as long', () => {
  const head = (latency: number, random: Random) => (random() < 1 / 3 ? 2 : 1) * latency
  it.each([
    ['light tails', {}],
    ['heavy tails', { population: heavy }],
    ['trials that drift together and apart', { drift: 0.2, own: 0.05 }],
  ] as const)('is found in 95 of a hundred, in the slow half: %s', (name, scene) => {
    const found = compareOften(name, { requests: 1000, head, ...scene }, 60)
    const right = found.filter(({ ranges }) =>
      ranges.some(({ to, largest }) => to >= 0.8 && largest.factor > 1),
    )
    expect(right.length / found.length).toBeGreaterThanOrEqual(0.95)
  })
})
