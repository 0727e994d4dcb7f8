import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mannKendallTest } from '../../src/stats/mann-kendall.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { pairSlopes, slopeBounds, theilSen } from '../../src/stats/theil-sen.ts'
import { nile, seeding } from './published.ts'

const yearly = (values: readonly number[]) => values.map((value, time) => ({ time, value }))

describe('the trend of a series', () => {
  it('is its line, where it is one', () => {
    expect(theilSen([3, 5, 7, 9])).toEqual({ slope: 2, intercept: 3 })
  })

  // The 15 slopes: −0.5 0.5 0.5 ⅔ 0.75 0.875 1 | 1.25 | 1.5 2 3.8 4.375 6 8 15.5.
  it('is hardly moved by one value far off', () => {
    expect(theilSen([1, 2.5, 2, 4, 4.5, 20])).toEqual({ slope: 1.25, intercept: 0.625 })
  })

  it('turns round with the series', () => {
    const whole = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(whole, (values) => {
        expect(theilSen(values.toReversed()).slope).toBeCloseTo(-theilSen(values).slope, 12)
      }),
      { seed: 3 },
    )
  })

  it('needs two values', () => {
    expect(() => theilSen([1])).toThrow('a trend needs at least two values')
  })
})

describe('the slopes between readings', () => {
  it('are per unit of time, which need not pass evenly', () => {
    const readings = [
      { time: 10, value: 1 },
      { time: 12, value: 5 },
      { time: 20, value: 6 },
    ]
    expect(pairSlopes(readings)).toEqual([0.125, 0.5, 2])
  })

  it('refuse times that stand still, and what is not finite', () => {
    const at = (...times: number[]) => times.map((time) => ({ time, value: time }))
    expect(() => pairSlopes(at(1, 2, 2))).toThrow('reading 3 of 3 is not after the one before')
    expect(() => pairSlopes(at(1, Number.NaN))).toThrow(RangeError)
    expect(() => pairSlopes(at(1))).toThrow('at least two')
    expect(() => pairSlopes([])).toThrow(RangeError)
  })
})

describe('the bounds of a trend', () => {
  const slopes = pairSlopes(yearly(nile))
  const { variance } = mannKendallTest(nile)

  // SciPy 1.17.1: theilslopes, which rounds a rank to the nearest one where this goes outwards.
  it.each([
    [0.025, -3.627906976744186, -1.4285714285714286],
    [0.01, -3.871794871794872, -1.16],
  ])('at %d are those that others find for the Nile', (alpha, low, high) => {
    const bounds = slopeBounds(slopes, variance, alpha)
    expect(bounds.low).toBeCloseTo(low, 2)
    expect(bounds.high).toBeCloseTo(high, 2)
    expect(quantile(slopes, 0.5)).toBeCloseTo(-2.6, 12)
  })

  it('are wider the larger the variance, and the smaller alpha', () => {
    const [usual, strict, larger] = [
      slopeBounds(slopes, variance, 0.05),
      slopeBounds(slopes, variance, 0.01),
      slopeBounds(slopes, 3 * variance, 0.05),
    ]
    for (const wider of [strict, larger]) {
      expect(wider.low).toBeLessThan(usual.low)
      expect(wider.high).toBeGreaterThan(usual.high)
    }
  })

  it('of few values are infinite', () => {
    const few = pairSlopes(yearly(seeding))
    const bounds = slopeBounds(few, mannKendallTest(seeding).variance, 0.01)
    expect(bounds).toEqual({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY })
    expect(quantile(few, 0.5)).toBeCloseTo(-0.05625, 12)
  })
})
