import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, quantile } from '../../src/stats/quantile.ts'
import { sorted } from '../../src/stats/sample.ts'
import { forks } from './arbitraries.ts'

describe('quantile', () => {
  // numpy.quantile, whose default is type 7.
  it.each([
    [0, 2],
    [0.1, 2.5],
    [0.25, 3.5],
    [0.5, 6],
    [0.75, 10],
    [0.95, 12.5],
    [1, 13],
  ])('at %f of 2 3 5 7 11 13 is %f', (p, expected) => {
    expect(quantile(sorted([2, 3, 5, 7, 11, 13]), p)).toBeCloseTo(expected, 12)
  })

  it('of a single value is that value at every p', () => {
    for (const p of [0, 0.3, 0.5, 1]) expect(quantile(sorted([4.2]), p)).toBe(4.2)
  })

  it('of equal values is exactly that value', () => {
    for (const p of [0, 0.1, 0.7, 1]) expect(quantile(sorted([0.1, 0.1, 0.1, 0.1]), p)).toBe(0.1)
  })

  it('stands next to infinities without becoming NaN', () => {
    expect(quantile(sorted([1, 2, Number.POSITIVE_INFINITY]), 0.5)).toBe(2)
    expect(quantile(sorted([1, Number.POSITIVE_INFINITY]), 0.5)).toBe(Number.POSITIVE_INFINITY)
  })

  it('rises with p and stays inside the sample', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(forks, share, share, (values, one, other) => {
        const ordered = sorted(values)
        const lower = quantile(ordered, Math.min(one, other))
        const upper = quantile(ordered, Math.max(one, other))
        expect(ordered[0]!).toBeLessThanOrEqual(lower)
        expect(lower).toBeLessThanOrEqual(upper + 1e-12)
        expect(upper).toBeLessThanOrEqual(ordered.at(-1)!)
      }),
    )
  })

  it.each([-0.01, 1.01, Number.NaN])('refuses p = %f', (p) => {
    expect(() => quantile(sorted([1, 2]), p)).toThrow(
      new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`),
    )
  })
})

describe('median', () => {
  it.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7, 7, 7, 7], 7],
  ])('of %j is %f', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it('changes its sign exactly with the values', () => {
    fc.assert(
      fc.property(forks, (values) => {
        expect(Math.abs(median(values.map((value) => -value)) + median(values))).toBe(0)
      }),
    )
  })

  it('of many values is that of all of them in order', () => {
    const value = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -2, max: 2 }))
    fc.assert(
      fc.property(fc.array(value, { minLength: 60, maxLength: 400, size: 'max' }), (values) => {
        expect(median(values) + 0).toBe(quantile(sorted(values), 0.5) + 0)
      }),
    )
  })

  it('refuses no value and NaN', () => {
    expect(() => median([])).toThrow(RangeError)
    expect(() => median([1, Number.NaN])).toThrow(RangeError)
    expect(() => median([...Array(99).fill(1), Number.NaN])).toThrow('value 100 of 100 is NaN')
  })
})
