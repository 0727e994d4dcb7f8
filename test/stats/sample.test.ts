import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertFinite, sorted } from '../../src/stats/sample.ts'

describe('sorted', () => {
  it('orders by size and not by spelling, and leaves its input alone', () => {
    const values = [10, 9, -1, 2.5, 1e-9]
    expect(sorted(values)).toEqual([-1, 1e-9, 2.5, 9, 10])
    expect(values).toEqual([10, 9, -1, 2.5, 1e-9])
  })

  it('takes any iterable and keeps infinities', () => {
    expect(sorted(new Set([Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY]))).toEqual([
      Number.NEGATIVE_INFINITY,
      1,
      Number.POSITIVE_INFINITY,
    ])
  })

  it.each([3, 100])('puts −0 before 0, of %i values', (count) => {
    const zeros = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 0 : -0))
    const negative = Math.floor(count / 2)
    const ordered = sorted(zeros)
    expect(ordered.slice(0, negative).every((zero) => Object.is(zero, -0))).toBe(true)
    expect(ordered.slice(negative).every((zero) => Object.is(zero, 0))).toBe(true)
  })

  it('is ascending whatever came in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200, size: 'max' }),
        (values) => {
          const ordered = sorted(values)
          expect(ordered.length).toBe(values.length)
          expect(ordered).toEqual([...Float64Array.from(values).sort()])
        },
      ),
    )
  })

  it('refuses an empty sample', () => {
    expect(() => sorted([])).toThrow(new RangeError('a sample needs at least one value, this one is empty'))
  })

  it('refuses NaN and says where it is', () => {
    expect(() => sorted([1, Number.NaN, 3])).toThrow(
      new RangeError('value 2 of 3 is NaN and cannot be ordered'),
    )
  })
})

describe('assertFinite', () => {
  it('accepts finite values', () => {
    expect(() => assertFinite([0, -1, 1e308], 'values')).not.toThrow()
  })

  it.each([
    [[], 'times must have at least one value, there is none'],
    [[1, Number.NaN], 'times must be finite numbers: value 2 of 2 is NaN'],
    [[Number.NEGATIVE_INFINITY], 'times must be finite numbers: value 1 of 1 is -Infinity'],
  ])('refuses %j', (values, message) => {
    expect(() => assertFinite(values, 'times')).toThrow(new RangeError(message))
  })
})
