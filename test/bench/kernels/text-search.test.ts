import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Count,
  countByHorspool,
  countByIndexOf,
  countByRegExp,
  countBySplit,
  randomText,
  wanted,
} from '../../../bench/kernels/text-search.ts'

const counts: readonly (readonly [string, Count])[] = [
  ['indexOf', countByIndexOf],
  ['regular expression', countByRegExp],
  ['split', countBySplit],
  ['Boyer–Moore–Horspool', countByHorspool],
]

/** Looks at every place from the left and jumps over what it found. */
function byLooking(text: string, word: string): number {
  let count = 0
  for (let at = 0; at < text.length; ) {
    const found = text.slice(at, at + word.length) === word
    if (found) count++
    at += found ? word.length : 1
  }
  return count
}

describe.each(counts)('counting by %s', (_, count) => {
  it.each([
    ['', 'a', 0],
    ['a', 'a', 1],
    ['a', 'ab', 0],
    ['banana', 'an', 2],
    ['banana', 'ana', 1],
    ['aaaaa', 'aa', 2],
    ['abcabc', 'abc', 2],
    ['xabc', 'abc', 1],
    ['abcx', 'abc', 1],
    ['ababac', 'abac', 1],
    ['1.5 and 1x5', '1.5', 1],
    ['a+b? (a+b) [a+b] a\\b', 'a+b', 3],
    ['a\\b', 'a\\b', 1],
    ['über Über', 'über', 1],
    ['中文 测试 中文', '中文', 2],
    ['\u0141A', 'AA', 0],
    ['🙂🙃🙂', '🙂', 2],
  ])('finds in %j the word %j %i times', (text, word, expected) => {
    expect(count(text, word)).toBe(expected)
  })

  it('agrees with looking at every place, for texts of few letters', () => {
    // The third letter shares its low byte with the first.
    const letters = fc.constantFrom('a', 'b', 'š')
    const words = fc.string({ unit: letters, minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 200 }), words, (text, word) => {
        expect(count(text, word)).toBe(byLooking(text, word))
      }),
    )
  })

  it('finds the wanted word as often as the text was made with it', () => {
    const { text, count: expected } = randomText(20_000, 4)
    expect(expected).toBeGreaterThan(10)
    expect(count(text, wanted)).toBe(expected)
  })

  it('refuses the empty word', () => {
    expect(() => count('text', '')).toThrow(RangeError)
  })
})

it.each([0, 1, 10, 11, 12, 999, 1_000])(
  'a random text of %i characters has that many, all ASCII',
  (length) => {
    const { text } = randomText(length, 4)
    expect(text).toHaveLength(length)
    expect(Buffer.byteLength(text)).toBe(length)
  },
)

it('a random text is the same for the same seed', () => {
  expect(randomText(1_000, 4)).toEqual(randomText(1_000, 4))
  expect(randomText(1_000, 4)).not.toEqual(randomText(1_000, 5))
})
