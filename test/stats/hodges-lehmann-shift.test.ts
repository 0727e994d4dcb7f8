import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type OrderedPairs, walshAverages } from '../../src/stats/hodges-lehmann.ts'
import { pairwiseDifferences } from '../../src/stats/hodges-lehmann-shift.ts'
import { type Sorted, sorted } from '../../src/stats/sample.ts'

const all = ({ length, at }: OrderedPairs) => Array.from({ length }, (_, rank) => at(rank))
/** Coarse values, too, of which many pairs are equal. */
const sample = fc.oneof(
  fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 }),
  fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 40 }),
)
/** By size alone: 0 and −0 are the same. */
const expectSame = (found: readonly number[], expected: Sorted) =>
  expect(found.map((value) => value + 0)).toEqual(expected.map((value) => value + 0))

describe('walshAverages', () => {
  it('pairs every value with itself and with each later one', () => {
    expect(all(walshAverages([1, 5, 2]))).toEqual([1, 1.5, 2, 3, 3.5, 5])
  })

  it('has at every rank what all of them, made and sorted, have there', () => {
    fc.assert(
      fc.property(sample, (values) => {
        const made = values.flatMap((one, i) => values.slice(i).map((other) => (one + other) / 2))
        expectSame(all(walshAverages(values)), sorted(made))
      }),
    )
  })

  it('refuses values that have no average', () => {
    expect(() => walshAverages([])).toThrow(RangeError)
    expect(() => walshAverages([1, Number.POSITIVE_INFINITY])).toThrow('value 2 of 2 is Infinity')
  })
})

describe('pairwiseDifferences', () => {
  it('takes every base value from every head value', () => {
    expect(all(pairwiseDifferences([10, 1], [2, 3]))).toEqual([-2, -1, 7, 8])
  })

  it('has at every rank what all of them, made and sorted, have there', () => {
    fc.assert(
      fc.property(sample, sample, (head, base) => {
        const made = head.flatMap((mine) => base.map((theirs) => mine - theirs))
        expectSame(all(pairwiseDifferences(head, base)), sorted(made))
      }),
    )
  })

  it('says which side is wrong', () => {
    expect(() => pairwiseDifferences([], [1])).toThrow('head values must have at least one value')
    expect(() => pairwiseDifferences([1], [Number.NaN])).toThrow('base values must be finite numbers')
  })
})
