import { describe, expect, it } from 'vitest'
import { mean, standardDeviation } from '../../src/stats/moments.ts'

describe('mean', () => {
  it('of 2 4 4 4 5 5 7 9 is 5', () => {
    expect(mean([2, 4, 4, 4, 5, 5, 7, 9])).toBe(5)
  })

  it('does not lose small values beside a large one', () => {
    expect(mean([1e16, 1, 1, -1e16])).toBe(0.5)
  })

  it.each([[[]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY]]])('refuses %j', (values) => {
    expect(() => mean(values)).toThrow(RangeError)
  })
})

describe('standardDeviation', () => {
  it('divides by n - 1', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
  })

  it('of equal values is 0', () => {
    expect(standardDeviation([3, 3, 3])).toBe(0)
  })

  it.each([[[]], [[1]], [[1, Number.NaN]]])('refuses %j', (values) => {
    expect(() => standardDeviation(values)).toThrow(RangeError)
  })
})
