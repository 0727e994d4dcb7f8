import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../../../bench/kernels/random.ts'
import {
  introsort,
  isAscending,
  mergeSort,
  radixSort,
  randomIntegers,
  reshuffled,
  sameNumbers,
} from '../../../bench/kernels/sort.ts'

const floatSorts: readonly (readonly [string, (values: Float64Array) => Float64Array])[] = [
  ['introsort', introsort],
  ['introsort that may not partition, which is heapsort', (values) => introsort(values, 0)],
  ['introsort that may partition twice', (values) => introsort(values, 2)],
  ['merge sort', mergeSort],
]

const sorts: readonly (readonly [string, (values: readonly number[]) => number[]])[] = [
  ...floatSorts.map(
    ([name, sort]) => [name, (values: readonly number[]) => [...sort(Float64Array.from(values))]] as const,
  ),
  ['radix sort', (values) => [...radixSort(Int32Array.from(values))]],
]

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index)

const lists: readonly (readonly [string, readonly number[]])[] = [
  ['no value', []],
  ['one value', [7]],
  ['two values in order', [1, 2]],
  ['two values out of order', [2, 1]],
  ['negative values', [3, -1, 0, -5, 2, -2]],
  ['the ends of int32', [0, 2 ** 31 - 1, -(2 ** 31), -1, 1]],
  ['nothing but duplicates', new Array<number>(100).fill(4)],
  ['few different values', upTo(1_000).map((index) => index % 3)],
  ['ascending values', upTo(1_000)],
  ['descending values', upTo(1_000).toReversed()],
  ['an organ pipe', [...upTo(500), ...upTo(500).toReversed()]],
  ['values whose high digits are the same', upTo(300).map((index) => (index * 7) % 256)],
  ['values whose low digits are the same', upTo(300).map((index) => ((index * 7) % 256) * 2 ** 20)],
  ...[15, 16, 17, 31, 32, 33, 64, 65, 1_000, 4_097].map(
    (n) => [`${n} random values`, [...randomIntegers(n, n)]] as const,
  ),
]

describe.each(sorts)('%s', (_, sort) => {
  it.each(lists)('sorts %s', (_, values) => {
    expect(sort(values)).toEqual(values.toSorted((a, b) => a - b))
  })

  it('sorts any integers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 300 }), (values) => {
        expect(sort(values)).toEqual(values.toSorted((a, b) => a - b))
      }),
    )
  })
})

describe.each(floatSorts)('%s', (_, sort) => {
  it('sorts any numbers, infinities included', () => {
    const numbers = fc.array(fc.double({ noNaN: true }), { maxLength: 300 })
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = sort(Float64Array.from(values))
        expect(
          sameNumbers(
            sorted,
            values.toSorted((a, b) => a - b),
          ),
        ).toBe(true)
      }),
    )
  })

  it('sorts in place', () => {
    const values = Float64Array.from(randomIntegers(100, 1))
    expect(sort(values)).toBe(values)
  })
})

it('radix sort sorts in place, after an odd number of passes too', () => {
  const values = Int32Array.of(3, 1, 2)
  expect(radixSort(values)).toBe(values)
  expect([...values]).toEqual([1, 2, 3])
})

it('random integers are the same for the same seed, use the whole range and both signs', () => {
  const integers = randomIntegers(10_000, 3)
  expect(integers).toEqual(randomIntegers(10_000, 3))
  expect(integers).not.toEqual(randomIntegers(10_000, 4))
  expect(Math.min(...integers)).toBeLessThan(-(2 ** 31) * 0.99)
  expect(Math.max(...integers)).toBeGreaterThan(2 ** 31 * 0.99)
})

it('a reshuffled list is a copy with the same values in an order that differs each time', () => {
  const values = upTo(50)
  const random = randomNumbers(6)
  const first = reshuffled(values, random)
  const second = reshuffled(values, random)
  expect(first).not.toBe(values)
  expect(second).not.toEqual(first)
  expect(first.toSorted((a, b) => a - b)).toEqual(upTo(50))
  expect(second.toSorted((a, b) => a - b)).toEqual(upTo(50))
})

it('lists agree when they hold the same numbers, whatever kind of array they are', () => {
  expect(sameNumbers([1, 2], Float64Array.of(1, 2))).toBe(true)
  expect(sameNumbers([1, 2], Int32Array.of(1, 3))).toBe(false)
  expect(sameNumbers([1, 2], [1, 2, 3])).toBe(false)
  expect(sameNumbers([], [])).toBe(true)
})

it.each([
  [[], true],
  [[1], true],
  [[1, 1, 2], true],
  [[1, 3, 2], false],
  [[1, Number.NaN, 2], false],
])('whether %j is ascending: %s', (values, expected) => {
  expect(isAscending(values)).toBe(expected)
})
