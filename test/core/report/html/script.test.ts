import { describe, expect, it } from 'vitest'
import { rules } from '../../../../src/core/report/html/script.ts'

type Wanted = { find: string; verdict: string; file: string }
type Rules = {
  inOrder: (values: (string | number | undefined)[], descending: boolean) => number[]
  fits: (row: { text: string; verdicts: string[]; file: string }, wanted: Wanted) => boolean
}
const { inOrder, fits } = new Function(`'use strict'; ${rules}; return { inOrder, fits }`)() as Rules

describe('sorting a table', () => {
  it('puts numbers by size and names by their numbers', () => {
    expect(inOrder([30, 4, 200], false)).toEqual([1, 0, 2])
    expect(inOrder(['sort {n: 10000}', 'sort {n: 100}', 'parse'], false)).toEqual([2, 1, 0])
  })

  it('puts what has no value last, either way, and leaves equals in their order', () => {
    expect(inOrder([undefined, 1, undefined, 2], false)).toEqual([1, 3, 0, 2])
    expect(inOrder([undefined, 1, undefined, 2], true)).toEqual([3, 1, 0, 2])
    expect(inOrder([5, 5, 5], true)).toEqual([0, 1, 2])
  })
})

describe('filtering a table', () => {
  const row = {
    text: 'sort › native {n: 100}bench/sort.bench.ts',
    verdicts: ['over budget', 'regressed'],
    file: '0',
  }
  const anything: Wanted = { find: '', verdict: '', file: '' }

  it('shows everything to whoever asks for nothing', () => {
    expect(fits(row, anything)).toBe(true)
  })

  it('finds words in any order, whatever their case', () => {
    expect(fits(row, { ...anything, find: 'BENCH  native' })).toBe(true)
    expect(fits(row, { ...anything, find: 'native parse' })).toBe(false)
  })

  it('takes what is typed as it is', () => {
    expect(fits(row, { ...anything, find: '.*' })).toBe(false)
    expect(fits(row, { ...anything, find: '{n:' })).toBe(true)
  })

  it('asks for one of the verdicts, and for the file', () => {
    expect(fits(row, { ...anything, verdict: 'regressed' })).toBe(true)
    expect(fits(row, { ...anything, verdict: 'improved' })).toBe(false)
    expect(fits(row, { ...anything, file: '1' })).toBe(false)
  })
})
