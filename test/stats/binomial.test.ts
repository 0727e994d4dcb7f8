import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantileRankBounds, shareBounds } from '../../src/stats/binomial.ts'

const alpha = 0.025

describe('shareBounds', () => {
  // R's binom.test(682, 925), an example of its manual; the others by scipy's beta.ppf.
  it.each([
    { count: 682, total: 925, low: 0.7076683, high: 0.7654066 },
    { count: 5, total: 10, low: 0.187086, high: 0.812914 },
    { count: 1, total: 1, low: 0.025, high: 1 },
  ])('of $count of $total are [$low, $high]', ({ count, total, low, high }) => {
    const bounds = shareBounds(count, total, alpha)
    expect(bounds.low).toBeCloseTo(low, 6)
    expect(bounds.high).toBeCloseTo(high, 6)
  })

  it.each([10, 3688, 1e7])('of none of %d are what the n-th power says', (total) => {
    const { low, high } = shareBounds(0, total, alpha)
    expect(low).toBe(0)
    expect(high / (1 - alpha ** (1 / total))).toBeCloseTo(1, 4)
    expect(shareBounds(total, total, alpha).low).toBeCloseTo(1 - high, 9)
  })

  it('enclose the share, leave it out at most as often as alpha, and are no wider than that needs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }).chain((total) => fc.tuple(fc.nat(total), fc.constant(total))),
        ([count, total]) => {
          const { low, high } = shareBounds(count, total, alpha)
          expect(low).toBeLessThanOrEqual(count / total)
          expect(high).toBeGreaterThanOrEqual(count / total)
          if (count > 0) expect(sum(count, total, total, low)).toBeCloseTo(alpha, 9)
          if (count < total) expect(sum(0, count, total, high)).toBeCloseTo(alpha, 9)
        },
      ),
    )
  })

  it('refuse what is no sample', () => {
    for (const [count, total] of [
      [1, 0],
      [2, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
    ] as const)
      expect(() => shareBounds(count, total, alpha)).toThrow(RangeError)
    expect(() => shareBounds(1, 2, 0)).toThrow(RangeError)
  })
})

describe('quantileRankBounds', () => {
  it('of the median of 6 values are the first and the last', () => {
    expect(quantileRankBounds(6, 0.5, alpha)).toEqual({ low: 1, high: 6 })
    expect(quantileRankBounds(5, 0.5, alpha)).toEqual({ low: undefined, high: undefined })
  })

  it('of the 99.9th percentile have an upper one from 3,688 values on', () => {
    expect(quantileRankBounds(3687, 0.999, alpha).high).toBeUndefined()
    expect(quantileRankBounds(3688, 0.999, alpha).high).toBe(3688)
  })

  it('are the narrowest that leave the quantile out at most as often as alpha', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (total, p) => {
          const { low, high } = quantileRankBounds(total, p, alpha)
          const errorOfLow = (rank: number) => sum(0, rank - 1, total, p)
          const errorOfHigh = (rank: number) => sum(rank, total, total, p)
          if (low !== undefined) expect(errorOfLow(low)).toBeLessThanOrEqual(alpha + 1e-9)
          expect(errorOfLow((low ?? 0) + 1)).toBeGreaterThan(alpha - 1e-9)
          if (high !== undefined) expect(errorOfHigh(high)).toBeLessThanOrEqual(alpha + 1e-9)
          expect(errorOfHigh((high ?? total + 1) - 1)).toBeGreaterThan(alpha - 1e-9)
        },
      ),
    )
  })

  it('refuse what is no quantile', () => {
    for (const p of [0, 1, Number.NaN]) expect(() => quantileRankBounds(9, p, alpha)).toThrow(RangeError)
    expect(() => quantileRankBounds(0, 0.5, alpha)).toThrow(RangeError)
  })
})

/** P(from ≤ X ≤ to) of a binomial variable, term by term. */
function sum(from: number, to: number, total: number, p: number): number {
  let [term, all] = [(1 - p) ** total, 0]
  for (let i = 0; i <= to; i++) {
    if (i >= from) all += term
    term *= ((total - i) / (i + 1)) * (p / (1 - p))
  }
  return all
}
