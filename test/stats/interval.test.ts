import { describe, expect, it } from 'vitest'
import { assertBoundLevel, assertLevel, criticalValue, invert } from '../../src/stats/interval.ts'

describe('criticalValue', () => {
  const tail = (value: number) => 2 ** -value

  it.each([
    [1, 0],
    [0.5, 1],
    [0.49, 2],
    [2 ** -10, 10],
  ])('at level %f is %i when the tail halves with every step', (alpha, expected) => {
    expect(criticalValue(tail, 10, alpha)).toBe(expected)
  })

  it('is undefined when the largest value is still too probable', () => {
    expect(criticalValue(tail, 10, 2 ** -11)).toBeUndefined()
  })
})

describe('invert', () => {
  const ordered = (values: readonly number[]) => ({
    length: values.length,
    at: (rank: number) => values[rank]!,
  })

  it('counts the critical value from both ends', () => {
    expect(invert(ordered([1, 2, 3, 4, 5, 6]), 6)).toEqual({ low: 1, high: 6 })
    expect(invert(ordered([1, 2, 3, 4, 5, 6]), 5)).toEqual({ low: 2, high: 5 })
  })

  it('knows nothing without a critical value', () => {
    expect(invert(ordered([1, 2]), undefined)).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
  })
})

describe('levels', () => {
  it.each([0, 1, -0.1, Number.NaN])('%f is no level of a test', (alpha) => {
    expect(() => assertLevel(alpha)).toThrow(`alpha must lie between 0 and 1, not ${alpha}`)
  })

  it.each([0, 0.51, Number.NaN])('%f is no level of a bound', (alpha) => {
    expect(() => assertBoundLevel(alpha)).toThrow(RangeError)
  })

  it('0.5 is one of both', () => {
    expect(() => assertLevel(0.5)).not.toThrow()
    expect(() => assertBoundLevel(0.5)).not.toThrow()
  })
})
