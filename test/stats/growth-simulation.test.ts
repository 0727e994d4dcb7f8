import { describe, expect, it } from 'vitest'
import { policy } from '../../src/model/config.ts'
import { excessGrowth, type GrowthForm, logGrowth } from '../../src/stats/growth.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { populations } from './populations.ts'

const rules = { ...policy.growth, alpha: 0.01 }
/** Families of a scene, of which one in a hundred may be false. A longer run, of ten times as many, finds none of most scenes. */
const [families, mostFalse] = [200, 2]
const normal = populations.normal!

const forms = {
  '1': { power: 0, log: false },
  n: { power: 1, log: false },
  'n log n': { power: 1, log: true },
  'n²': { power: 2, log: false },
} as const satisfies Record<string, GrowthForm>
type Name = keyof typeof forms

/** What is measured: forks that differ, now and then by far, fixed costs, and steps where caches end. */
type Scene = {
  readonly sizes: readonly number[]
  readonly forks: number
  /** Standard deviation of a fork's logarithm. */
  readonly noise: number
  /** Fixed costs, as a part of what the smallest size costs without them. */
  readonly offset?: number
  /** How often the cost rises by 1.3, at places drawn on a logarithmic scale. */
  readonly steps?: number
  /** Share of forks that take half as much time again. */
  readonly slow?: number
  readonly population?: (random: Random) => number
}

function sizesOf(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, place) => Math.round(from * (to / from) ** (place / (count - 1))))
}

function measure(grows: Name, scene: Scene, random: Random) {
  const { sizes, forks, noise, offset = 0, steps = 0, slow = 0, population = normal } = scene
  const [first, last] = [sizes[0]!, sizes.at(-1)!]
  const edges = Array.from({ length: steps }, () => first * (last / first) ** random())
  const cost = (n: number) => Math.exp(logGrowth(forms[grows], n))
  return sizes.map((size) => {
    const passed = edges.filter((edge) => edge < size).length
    const centre = (cost(size) + offset * cost(first)) * 1.3 ** passed
    const values = Array.from({ length: forks }, () => {
      const scatter = Math.exp(noise * population(random))
      return centre * scatter * (random() < slow ? 1.5 : 1)
    })
    return { size, values }
  })
}

/** Of so many families, how many are found beyond what they declare. */
function countBeyond(declared: Name, grows: Name, scene: Scene): number {
  const random = seeded(`${declared} ${grows} ${JSON.stringify(scene)}`)
  let found = 0
  for (let family = 0; family < families; family++) {
    if (excessGrowth(measure(grows, scene, random), forms[declared], rules)!.isBeyond) found++
  }
  return found
}

const spans: [string, number[]][] = [
  ['3 sizes over × 8', sizesOf(100, 800, 3)],
  ['4 sizes over × 16', sizesOf(100, 1600, 4)],
  ['9 sizes over × 16', sizesOf(100, 1600, 9)],
  ['4 sizes over × 1000', sizesOf(10, 10_000, 4)],
  ['5 sizes over × 10,000', sizesOf(100, 1_000_000, 5)],
]
const noises = [0.02, 0.05, 0.1]

describe.each(spans)('growth as declared, %s', (_, sizes) => {
  // Many sizes take long, and say the same.
  it.each(sizes.length < 9 ? noises : [0.05])(
    'is called faster at most once in a hundred, with forks that differ by %d',
    (noise) => {
      for (const forks of [3, 12]) {
        for (const declared of ['1', 'n log n'] as const) {
          for (const steps of [0, 1, 2]) {
            const scene = { sizes, forks, noise, steps, offset: steps === 1 ? 1 : 0, slow: 0.1 }
            expect(countBeyond(declared, declared, scene), JSON.stringify(scene)).toBeLessThanOrEqual(
              mostFalse,
            )
          }
        }
      }
    },
  )

  it('is called so as seldom where forks are heavy-tailed', () => {
    const heavy = { sizes, forks: 5, noise: 0.05, steps: 2, population: populations['Student t3']! }
    expect(countBeyond('n log n', 'n log n', heavy)).toBeLessThanOrEqual(mostFalse)
  })
})

describe('at the worst of what is allowed', () => {
  it('the error is the one that was asked for, and not far less', () => {
    // The limit itself, spread over all steps but one, of the same height.
    const sizes = sizesOf(100, 1600, 4)
    const random = seeded('the limit')
    const limit = Math.log(rules.step) * (1 + Math.log(16) / Math.log(rules.every))
    let found = 0
    for (let family = 0; family < 2000; family++) {
      const measured = sizes.map((size, place) => ({
        size,
        values: Array.from(
          { length: 5 },
          () => size * Math.exp((place * limit) / 2 + (place === 3 ? 1 : 0) + 0.05 * normal(random)),
        ),
      }))
      if (excessGrowth(measured, forms.n, rules)!.isBeyond) found++
    }
    expect(found / 2000).toBeLessThanOrEqual(0.015)
    expect(found / 2000).toBeGreaterThanOrEqual(0.004)
  })
})

describe('n² that is declared n log n', () => {
  it.each(noises)('is always found in 4 sizes over × 16, with forks that differ by %d', (noise) => {
    for (const forks of [3, 5, 12]) {
      for (const offset of forks === 3 ? [0] : [0, 0.5]) {
        for (const steps of [0, 1, 2]) {
          const scene = { sizes: sizesOf(100, 1600, 4), forks, noise, offset, steps }
          expect(countBeyond('n log n', 'n²', scene), JSON.stringify(scene)).toBe(families)
        }
      }
    }
  })
})

describe('n log n that is declared n', () => {
  it('is not called faster over × 16, where a cache could explain it', () => {
    const scene = { sizes: sizesOf(100, 1600, 4), forks: 12, noise: 0.02 }
    expect(countBeyond('n', 'n log n', scene)).toBe(0)
  })

  it('is always found over × 1000 from 10 on, with forks that differ by 2 %', () => {
    const scene = { sizes: sizesOf(10, 10_000, 4), forks: 5, noise: 0.02 }
    expect(countBeyond('n', 'n log n', scene)).toBe(families)
  })
})
