import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { theilSen } from '../../src/stats/theil-sen.ts'

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
