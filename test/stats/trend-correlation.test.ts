import { describe, expect, it } from 'vitest'
import { mannKendallTest } from '../../src/stats/mann-kendall.ts'
import { seeded } from '../../src/stats/random.ts'
import { trendCorrelation } from '../../src/stats/trend-correlation.ts'
import { draw, populations } from './populations.ts'

const normal = populations.normal!

/** Each value keeps so much of the one before. */
function correlated(kept: number, count: number, random: () => number): number[] {
  let value = normal(random)
  return draw(count, normal, random).map((fresh) => {
    value = kept * value + Math.sqrt(1 - kept ** 2) * fresh
    return value
  })
}

describe('trendCorrelation', () => {
  it('is what the variance of S really is larger by', () => {
    const random = seeded('variance')
    const statistics: number[] = []
    let factor = 0
    for (let run = 0; run < 400; run++) {
      const values = correlated(0.6, 100, random)
      statistics.push(mannKendallTest(values).statistic)
      factor += trendCorrelation(values) / 400
    }
    const scatter = statistics.reduce((total, one) => total + one ** 2, 0) / statistics.length
    const real = scatter / mannKendallTest([...Array(100).keys()]).variance
    expect(real).toBeGreaterThan(3)
    expect(factor / real).toBeGreaterThan(0.9)
    expect(factor / real).toBeLessThan(1.5)
  })

  it('is never below 1, neither of values that alternate nor of equal ones', () => {
    const alternating = Array.from({ length: 50 }, (_, index) => index % 2)
    expect(trendCorrelation(alternating)).toBe(1)
    expect(trendCorrelation(alternating.map(() => 3))).toBeLessThan(1.1)
    for (const few of [[1], [1, 2], [3, 1, 2, 5]]) expect(trendCorrelation(few)).toBeGreaterThanOrEqual(1)
  })

  it('does not ask for the unit, nor for values far off', () => {
    const values = correlated(0.7, 60, seeded('unit'))
    const factor = trendCorrelation(values)
    expect(trendCorrelation(values.map((value) => 1024 * value))).toBe(factor)
    expect(trendCorrelation(values.map(Math.sinh))).toBe(factor)
  })

  it('refuses what is not finite', () => {
    expect(() => trendCorrelation([])).toThrow(RangeError)
    expect(() => trendCorrelation([1, Number.NaN])).toThrow(RangeError)
  })
})
