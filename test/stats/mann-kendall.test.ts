import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mannKendallTest } from '../../src/stats/mann-kendall.ts'
import { nile, seeding } from './published.ts'

const series = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 25 })

describe('mannKendallTest', () => {
  // Hollander, Wolfe & Chicken 2014, §9.1: C = −6.
  it('counts what others count', () => {
    expect(mannKendallTest(seeding).statistic).toBe(-6)
    expect(mannKendallTest(seeding).variance).toBeCloseTo(50 / 3, 12)
  })

  // SciPy 1.17.1: kendalltau, variance with ties; normal with a correction for continuity.
  it('finds that the Nile has fallen', () => {
    const { statistic, variance, falling, rising, either } = mannKendallTest(nile)
    expect(statistic).toBe(-1387)
    expect(variance).toBeCloseTo(112_728.333333333, 8)
    expect(either).toBeCloseTo(3.658262921664327e-5, 12)
    expect(falling).toBeCloseTo(either / 2, 12)
    expect(rising).toBeGreaterThan(0.9999)
  })

  it('has a smaller variance with ties', () => {
    // Of 5 values, 2 and 2 are equal.
    const { statistic, variance } = mannKendallTest([1, 1, 2, 3, 3])
    expect(statistic).toBe(8)
    expect(variance).toBeCloseTo((5 * 4 * 15 - 2 * 2 * 1 * 9) / 18, 12)
  })

  it('turns round with the series, and does not ask for the size of steps', () => {
    fc.assert(
      fc.property(series, (values) => {
        const test = mannKendallTest(values)
        const turned = mannKendallTest(values.toReversed())
        expect(turned.rising).toBe(test.falling)
        expect(turned.either).toBe(test.either)
        expect(mannKendallTest(values.map((value) => value ** 3))).toEqual(test)
      }),
      { seed: 5 },
    )
  })

  it('is less sure the more a value depends on the one before', () => {
    const free = mannKendallTest(nile).falling
    expect(mannKendallTest(nile, { correction: 4 }).falling).toBeGreaterThan(100 * free)
  })

  it('finds nothing in equal values, nor in one', () => {
    for (const values of [[7], [7, 7, 7]]) {
      expect(mannKendallTest(values)).toMatchObject({ statistic: 0, variance: 0, rising: 1, either: 1 })
    }
  })

  it('refuses what has no answer', () => {
    expect(() => mannKendallTest([])).toThrow(RangeError)
    expect(() => mannKendallTest([1, Number.NaN])).toThrow(RangeError)
    expect(() => mannKendallTest([1, 2], { correction: 0.5 })).toThrow(/larger, not 0.5/u)
  })
})
