import { describe, expect, it } from 'vitest'
import { type Claim, minimumDetectable } from '../../../src/core/doctor/detectable.ts'
import { interdecileSpread } from '../../../src/stats/interdecile.ts'
import { mannWhitneyBounds } from '../../../src/stats/mann-whitney.ts'
import { quantile } from '../../../src/stats/quantile.ts'
import { type Random, seeded } from '../../../src/stats/random.ts'
import { sorted } from '../../../src/stats/sample.ts'
import { populations } from '../../stats/populations.ts'

/**
 * The doctor's claim, held against the test that decides: what it calls provable with 80 % power is the slowdown
 * at which 80 % of simulated comparisons prove more than the tolerance.
 */

const claim: Claim = { tolerance: 0.01, level: 0.01, power: 0.8 }
/** Standard deviation of the logarithm of a fork's time. */
const SPREAD = 0.02
/** Forks of one kernel in the two minutes of a doctor. */
const CONTROL_FORKS = 66

const noises = {
  normal: populations.normal!,
  'Student t3': populations['Student t3']!,
  /** One fork in twenty is out of line, by far: what a busy machine shows. */
  'far forks': (random: Random) => populations.normal!(random) + (random() < 0.05 ? 25 : 0),
}

const cases = Object.keys(noises).flatMap((noise) => {
  // Of fewer than a dozen forks a single one out of line decides, and no spread tells how often.
  const few = noise === 'far forks' ? [] : [5, 6, 8]
  return [...few, 12, 22, 60, 133].map((n) => ({ noise, n }))
})

describe('the stated slowdown is proven with 80 % power, within a quarter', () => {
  it.each(cases)('$n, $noise', ({ noise, n }) => {
    const random = seeded(`claim ${noise} two-sample ${n}`)
    const draw = drawer(noise as keyof typeof noises, random)
    const stated = minimumDetectable(n, populationSpread(noise as keyof typeof noises), claim)!
    const true80 = proven(n, draw)
    expect(stated / true80).toBeGreaterThan(0.75)
    expect(stated / true80).toBeLessThan(1.25)
  })

  it.each(cases.filter(({ noise }) => noise === 'normal'))(
    'to 16 % beyond the tolerance where noise is normal: $n',
    ({ n }) => {
      const draw = drawer('normal', seeded(`normal two-sample ${n}`))
      const beyond = (effect: number) => Math.log1p(effect) - Math.log1p(claim.tolerance)
      const stated = beyond(minimumDetectable(n, SPREAD, claim)!)
      const ratio = stated / beyond(proven(n, draw))
      expect(ratio).toBeGreaterThan(0.9)
      expect(ratio).toBeLessThan(n < 12 ? 1.16 : 1.1)
    },
  )

  it.each(Object.keys(noises) as (keyof typeof noises)[])(
    'in nine of ten doctors, who know the spread of %s forks from one A/A only',
    (noise) => {
      const random = seeded(`doctor ${noise}`)
      const draw = drawer(noise, random)
      const true80 = proven(22, draw)
      const ratios = Array.from({ length: 200 }, () => {
        const spread = interdecileSpread(Array.from({ length: CONTROL_FORKS }, draw))
        return minimumDetectable(22, spread, claim)! / true80
      })
      const within = ratios.filter((ratio) => ratio > 0.75 && ratio < 1.25).length
      expect(within).toBeGreaterThanOrEqual(180)
    },
  )

  it('would be caught by this very simulation if the spread were taken for a standard error', () => {
    const draw = drawer('normal', seeded('wrong'))
    const wrong = minimumDetectable(22, SPREAD / Math.sqrt(2), claim)!
    expect(wrong / proven(22, draw)).toBeLessThan(0.8)
  })
})

/** Logarithms of a fork's time, around 0. */
function drawer(noise: keyof typeof noises, random: Random): () => number {
  return () => SPREAD * noises[noise](random)
}

/** The spread that very many forks would show. */
function populationSpread(noise: keyof typeof noises): number {
  const draw = drawer(noise, seeded(`population ${noise}`))
  return interdecileSpread(Array.from({ length: 50_000 }, draw))
}

/**
 * The slowdown that 80 % of comparisons prove, as ratio − 1. A comparison proves it when its lower bound lies above
 * the tolerance, and its bound moves with the slowdown: so the slowdown that it takes is known from one draw.
 */
function proven(n: number, draw: () => number): number {
  const many = (size: number) => Array.from({ length: size }, draw)
  const needed = Array.from({ length: n < 60 ? 1000 : 300 }, () => {
    const { low } = mannWhitneyBounds(many(n), many(n), claim.level)
    return Math.log1p(claim.tolerance) - low
  })
  return Math.expm1(quantile(sorted(needed), claim.power))
}
