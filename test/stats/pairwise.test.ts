import { describe, expect, it } from 'vitest'
import { pairwiseDifferences, walshAverages } from '../../src/stats/pairwise.ts'

describe('walshAverages', () => {
  it('pairs every value with itself and with each later one', () => {
    expect(walshAverages([1, 5, 2])).toEqual([1, 1.5, 2, 3, 3.5, 5])
  })

  it('refuses values that have no average', () => {
    expect(() => walshAverages([])).toThrow(RangeError)
    expect(() => walshAverages([1, Number.POSITIVE_INFINITY])).toThrow('value 2 of 2 is Infinity')
  })
})

describe('pairwiseDifferences', () => {
  it('takes every base value from every head value', () => {
    expect(pairwiseDifferences([10, 1], [2, 3])).toEqual([-2, -1, 7, 8])
  })

  it('says which side is wrong', () => {
    expect(() => pairwiseDifferences([], [1])).toThrow('head values must have at least one value')
    expect(() => pairwiseDifferences([1], [Number.NaN])).toThrow('base values must be finite numbers')
  })
})
