import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianInterval } from '../../src/stats/median-interval.ts'
import { median } from '../../src/stats/quantile.ts'
import { forks } from './arbitraries.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

describe('medianInterval', () => {
  // scipy.stats.binom(n, 0.5), SciPy 1.17.1; n = 6 … 25 as in the tables of the sign test.
  it.each([
    [5, 0.9, 1, 0.9375],
    [6, 0.95, 1, 0.96875],
    [9, 0.95, 2, 0.9609375],
    [10, 0.95, 2, 0.978515625],
    [10, 0.99, 1, 0.998046875],
    [15, 0.95, 4, 0.96484375],
    [20, 0.95, 6, 0.9586105346679688],
    [25, 0.99, 6, 0.9959226846694946],
    [30, 0.9, 11, 0.901262853294611],
    [100, 0.95, 40, 0.9647997997822951],
    [2000, 0.99, 942, 0.9911251389760948],
  ])('of %i values at %f goes from rank %i, with coverage %f', (n, confidence, rank, coverage) => {
    const interval = medianInterval(upTo(n), confidence)
    expect(interval).toMatchObject({ estimate: (n + 1) / 2, low: rank, high: n + 1 - rank })
    expect(interval.coverage).toBeCloseTo(coverage, 11)
  })

  it.each([
    [1, 0],
    [2, 0.5],
    [5, 0.9375],
  ])('of only %i values is their range with coverage %f', (n, coverage) => {
    expect(medianInterval(upTo(n), 0.95)).toEqual({ estimate: (n + 1) / 2, low: 1, high: n, coverage })
  })

  it('of equal values has no width', () => {
    expect(medianInterval(new Array(10).fill(3), 0.95)).toMatchObject({ estimate: 3, low: 3, high: 3 })
  })

  it('contains the median, nests with the confidence, and says the coverage that it has', () => {
    const confidence = fc.double({ min: 0.01, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(forks, confidence, confidence, (values, one, other) => {
        const narrow = medianInterval(values, Math.min(one, other))
        const wide = medianInterval(values, Math.max(one, other))
        expect(wide.low).toBeLessThanOrEqual(narrow.low)
        expect(narrow.low).toBeLessThanOrEqual(narrow.estimate)
        expect(narrow.estimate).toBe(median(values))
        expect(narrow.estimate).toBeLessThanOrEqual(narrow.high)
        expect(narrow.high).toBeLessThanOrEqual(wide.high)
        const reachable = 1 - 2 ** (1 - values.length)
        expect(narrow.coverage).toBeGreaterThanOrEqual(Math.min(Math.min(one, other), reachable) - 1e-9)
      }),
    )
  })

  it('refuses no value, NaN, and a confidence that is none', () => {
    expect(() => medianInterval([], 0.95)).toThrow(RangeError)
    expect(() => medianInterval([1, Number.NaN], 0.95)).toThrow(RangeError)
    for (const confidence of [0, 1, 95, Number.NaN]) {
      expect(() => medianInterval([1, 2], confidence)).toThrow(
        `confidence must lie between 0 and 1, not ${confidence}`,
      )
    }
  })
})
