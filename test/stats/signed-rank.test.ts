import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hodgesLehmann } from '../../src/stats/hodges-lehmann.ts'
import { signedRankBounds, signedRankCritical, signedRankTest } from '../../src/stats/signed-rank.ts'
import { forks, level, reordered, untiedForks } from './arbitraries.ts'
import { depression } from './published.ts'

const improvement = depression.before.map((value, i) => value - depression.after[i]!)
const slowdown = fc.double({ min: 0, max: 100, noNaN: true })

describe('signedRankTest', () => {
  it('of the depression data gives W = 40 and p = 0.01953125 (Hollander, Wolfe & Chicken 2014, §3.1)', () => {
    expect(signedRankTest(improvement)).toEqual({ statistic: 40, n: 9, p: 0.01953125 })
  })

  // scipy.stats.wilcoxon(v, alternative='greater', method='exact'), SciPy 1.17.1.
  it.each([
    [25, 209, 0.10999318957328796],
    [60, 1266, 0.0045904667571149416],
  ])('of %i untied values gives W = %i and p = %f', (n, statistic, p) => {
    const values = Array.from({ length: n }, (_, i) => (((i + 1) * 37) % 101) - 40.5 + 0.001 * (i + 1))
    const result = signedRankTest(values)
    expect(result).toMatchObject({ statistic, n })
    expect(result.p).toBeCloseTo(p, 12)
  })

  it.each([
    { name: 'drops zeros', values: [0, 0, 1, 2, 3], expected: { statistic: 6, n: 3, p: 1 / 8 } },
    { name: 'shares ranks', values: [1, 1, 1, -1], expected: { statistic: 7.5, n: 4, p: 5 / 16 } },
    { name: 'takes one value', values: [3], expected: { statistic: 1, n: 1, p: 1 / 2 } },
    { name: 'takes nothing but zeros', values: [0, 0], expected: { statistic: 0, n: 0, p: 1 } },
    { name: 'takes equal values', values: [2, 2, 2, 2], expected: { statistic: 10, n: 4, p: 1 / 16 } },
  ])('$name', ({ values, expected }) => {
    expect(signedRankTest(values)).toEqual(expected)
  })

  it('tests against a shift', () => {
    expect(signedRankTest([3, 4, 5], { shift: 3.9 })).toEqual(signedRankTest([3 - 3.9, 4 - 3.9, 5 - 3.9]))
  })

  it('gives a p that does not rise when a slowdown is added to untied values', () => {
    fc.assert(
      fc.property(untiedForks, slowdown, (values, added) => {
        const before = signedRankTest(values)
        const after = signedRankTest(values.map((value) => value + added))
        fc.pre(after.n === values.length && Number.isInteger(after.statistic))
        expect(after.p).toBeLessThanOrEqual(before.p)
      }),
    )
  })

  it('does not know in which order the forks ran', () => {
    fc.assert(
      fc.property(reordered, ([one, other]) => {
        expect(signedRankTest(one)).toEqual(signedRankTest(other))
      }),
    )
  })

  it('refuses what cannot be ranked', () => {
    expect(() => signedRankTest([])).toThrow(RangeError)
    expect(() => signedRankTest([1, Number.NaN])).toThrow(
      'values must be finite numbers: value 2 of 2 is NaN',
    )
    expect(() => signedRankTest([1], { shift: Number.NaN })).toThrow('the shift must be finite')
  })
})

describe('signedRankCritical', () => {
  // Computed with SciPy 1.17.1; n = 25 is the table of Wilcoxon & Wilcox (1964): 325 less 100, 76, 68.
  it.each([
    [12, [61, 69, 71, 77]],
    [16, [101, 113, 117, 128]],
    [20, [150, 167, 173, 189]],
    [25, [225, 249, 257, 280]],
    [30, [314, 345, 356, 387]],
  ])('for %i values at .05, .01, .005 and .0005 is %j', (n, expected) => {
    expect([0.05, 0.01, 0.005, 0.0005].map((alpha) => signedRankCritical(n, alpha))).toEqual(expected)
  })

  it('exists from the n at which all signs equal is rare enough', () => {
    expect(signedRankCritical(4, 0.05)).toBeUndefined()
    expect(signedRankCritical(5, 0.05)).toBe(15)
    expect(signedRankCritical(10, 2 ** -10)).toBe(55)
    expect(signedRankCritical(9, 2 ** -10)).toBeUndefined()
    expect(signedRankCritical(0, 0.05)).toBeUndefined()
  })

  it('goes on smoothly where the expansion takes over', () => {
    const standardized = (n: number) => {
      const sd = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
      return (signedRankCritical(n, 0.01)! - (n * (n + 1)) / 4) / sd
    }
    expect(Math.abs(standardized(61) - standardized(60))).toBeLessThan(0.01)
  })

  it.each([
    [-1, 0.05],
    [2.5, 0.05],
    [5, 0],
    [5, 1],
  ])('refuses n = %f at alpha = %f', (n, alpha) => {
    expect(() => signedRankCritical(n, alpha)).toThrow(RangeError)
  })
})

describe('signedRankBounds', () => {
  it('of the depression data are 0.010 and 0.786 (Hollander, Wolfe & Chicken 2014, §3.3)', () => {
    const { low, high } = signedRankBounds(improvement, 0.0196)
    expect(low).toBeCloseTo(0.01, 12)
    expect(high).toBeCloseTo(0.786, 12)
  })

  it('are infinite when so few values cannot reach the level', () => {
    expect(signedRankBounds([1, 2, 3], 0.05)).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
    expect(signedRankBounds([1], 0.5)).toEqual({ low: 1, high: 1 })
  })

  it('of equal values coincide', () => {
    expect(signedRankBounds(new Array(12).fill(0.25), 0.01)).toEqual({ low: 0.25, high: 0.25 })
  })

  it('contain the estimate and nest with alpha', () => {
    fc.assert(
      fc.property(forks, level, level, (values, one, other) => {
        const wide = signedRankBounds(values, Math.min(one, other))
        const narrow = signedRankBounds(values, Math.max(one, other))
        const estimate = hodgesLehmann(values)
        expect(wide.low).toBeLessThanOrEqual(narrow.low)
        expect(narrow.low).toBeLessThanOrEqual(estimate)
        expect(estimate).toBeLessThanOrEqual(narrow.high)
        expect(narrow.high).toBeLessThanOrEqual(wide.high)
      }),
    )
  })

  it('swap and change sign with head and base', () => {
    fc.assert(
      fc.property(forks, level, (values, alpha) => {
        const { low, high } = signedRankBounds(values, alpha)
        const swapped = signedRankBounds(
          values.map((value) => -value),
          alpha,
        )
        expect([swapped.low === -high, swapped.high === -low]).toEqual([true, true])
      }),
    )
  })

  it('never fall when a slowdown is added, ties and zeros or not', () => {
    fc.assert(
      fc.property(forks, slowdown, level, (values, added, alpha) => {
        const before = signedRankBounds(values, alpha)
        const after = signedRankBounds(
          values.map((value) => value + added),
          alpha,
        )
        expect(after.low).toBeGreaterThanOrEqual(before.low)
        expect(after.high).toBeGreaterThanOrEqual(before.high)
      }),
    )
  })

  it('end where the test stops rejecting', () => {
    fc.assert(
      fc.property(untiedForks, level, (values, alpha) => {
        const { low, high } = signedRankBounds(values, alpha)
        fc.pre(Number.isFinite(low))
        const mirrored = values.map((value) => -value)
        expect(signedRankTest(values, { shift: low - 1e-9 }).p).toBeLessThanOrEqual(alpha)
        expect(signedRankTest(values, { shift: low + 1e-9 }).p).toBeGreaterThan(alpha)
        expect(signedRankTest(mirrored, { shift: -high - 1e-9 }).p).toBeLessThanOrEqual(alpha)
        expect(signedRankTest(mirrored, { shift: -high + 1e-9 }).p).toBeGreaterThan(alpha)
      }),
    )
  })

  it('refuse a level above one half, where they would leave the estimate out', () => {
    expect(() => signedRankBounds([1, 2], 0.6)).toThrow(RangeError)
    expect(() => signedRankBounds([], 0.05)).toThrow(RangeError)
  })
})
