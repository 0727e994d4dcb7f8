import { describe, expect, it } from 'vitest'
import { findClosest } from '../../../src/core/wording/closest.ts'

const commands = ['run', 'list', 'gate', 'compare', 'profile', 'report']

describe('the closest word', () => {
  it.each([
    ['gat', 'gate', 'a letter left out'],
    ['gatte', 'gate', 'a letter too many'],
    ['gape', 'gate', 'another letter'],
    ['agte', 'gate', 'two letters swapped'],
    ['GTAE', 'gate', 'capital letters beside'],
    ['comprae', 'compare', 'two slips in a long word'],
    ['porfle', 'profile', 'two slips of two kinds'],
    ['reort', 'report', 'one slip, not two'],
  ])('to %s is %s: %s', (word, meant) => {
    expect(findClosest(word, commands)).toBe(meant)
  })

  it.each(['sum', 'fast', 'sort', '', 'x', 'something else', 'x'.repeat(5_000)])('to %j is none', (word) => {
    expect(findClosest(word, commands)).toBeUndefined()
  })

  it('to a word of one or two letters is none other', () => {
    expect(findClosest('x', ['a', 'b'])).toBeUndefined()
    expect(findClosest('ab', ['ac'])).toBeUndefined()
  })

  it('is the one with the fewest slips, and the first of those', () => {
    expect(findClosest('sorts', ['ports', 'sort', 'sorta'])).toBe('ports')
    expect(findClosest('sorted', ['sort', 'sortes'])).toBe('sortes')
  })
})
