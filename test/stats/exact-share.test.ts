import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mostWithin, rankOfQuantile } from '../../src/stats/exact-share.ts'

describe('mostWithin', () => {
  it.each([
    { share: 0.001, total: 10_000, most: 10, below: 9 },
    { share: 0.1, total: 10, most: 1, below: 0 },
    { share: 0.3, total: 10, most: 3, below: 2 },
    { share: 0.07, total: 100, most: 7, below: 6 },
    { share: 1e-9, total: 10, most: 0, below: 0 },
    { share: 0, total: 10, most: 0, below: -1 },
    { share: 1, total: 10, most: 10, below: 9 },
    { share: 5e21, total: 10, most: 10, below: 10 },
    { share: 0.5, total: 0, most: 0, below: -1 },
  ])('of $total up to $share are $most, and less are $below', ({ share, total, most, below }) => {
    expect(mostWithin(share, total, false)).toBe(most)
    expect(mostWithin(share, total, true)).toBe(below)
  })

  it('is the last one that counting finds, of any share of thousandths', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(500), fc.boolean(), (thousandths, total, isStrict) => {
        const fitting = Array.from({ length: total + 1 }, (_, count) => count).filter((count) =>
          isStrict ? count * 1000 < thousandths * total : count * 1000 <= thousandths * total,
        )
        expect(mostWithin(thousandths / 1000, total, isStrict)).toBe(fitting.at(-1) ?? -1)
      }),
    )
  })

  it('refuses what is no share or no total', () => {
    for (const share of [-0.1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => mostWithin(share, 1, false)).toThrow(RangeError)
    for (const total of [-1, 0.5, Number.NaN]) expect(() => mostWithin(0.5, total, false)).toThrow(RangeError)
  })
})

describe('rankOfQuantile', () => {
  it.each([
    { p: 0.99, total: 10_000, rank: 9_900 },
    { p: 0.9995, total: 10_000, rank: 9_995 },
    { p: 0.999, total: 500, rank: 500 },
    { p: 0.5, total: 3, rank: 2 },
    { p: 0.07, total: 100, rank: 7 },
    { p: 0, total: 9, rank: 1 },
    { p: 1, total: 9, rank: 9 },
  ])('of the $p-quantile of $total is $rank', ({ p, total, rank }) => {
    expect(rankOfQuantile(p, total)).toBe(rank)
  })

  it('refuses what is no quantile, and no value', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => rankOfQuantile(p, 9)).toThrow(RangeError)
    expect(() => rankOfQuantile(0.5, 0)).toThrow(RangeError)
  })
})
