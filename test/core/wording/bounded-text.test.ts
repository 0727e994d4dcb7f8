import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteLength, confine, type Part } from '../../../src/core/wording/bounded-text.ts'
import { grapheme } from '../../graphemes.ts'

const always: Part = { items: ['head'], rank: Number.POSITIVE_INFINITY, leftOut: () => '' }

function list(name: string, rank: number, n: number): Part {
  return {
    before: `${name}:`,
    items: Array.from({ length: n }, (_, index) => `${name} ${index}`),
    after: `end of ${name}`,
    rank,
    leftOut: (left) => `${left} of ${name} left out`,
  }
}

test('what fits stays as it is, in the order given', () => {
  expect(confine([always, list('b', 1, 2), list('a', 2, 1)], 1_000)).toBe(
    'head\n\nb:\nb 0\nb 1\n\nend of b\n\na:\na 0\n\nend of a\n',
  )
})

test('the last items of the lowest rank go first, and their part says how many', () => {
  const text = confine([always, list('low', 1, 10), list('high', 2, 2)], 110)
  expect(text).toMatch(/low 0\n(?:low \d\n)*\nend of low\n\n\d of low left out\n\nhigh:\nhigh 0\nhigh 1\n/u)
  expect(confine([always, list('low', 1, 10), list('high', 2, 2)], 70)).toBe(
    'head\n\n10 of low left out\n\nhigh:\nhigh 0\nhigh 1\n\nend of high\n',
  )
})

test('the limit is one of bytes, and holds for any parts', () => {
  const part = fc.record({
    before: fc.string({ unit: grapheme, maxLength: 20 }),
    items: fc.array(fc.string({ unit: grapheme, maxLength: 40 }), { maxLength: 30 }),
    rank: fc.integer({ min: 1, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), fc.integer({ min: 150, max: 2_000 }), (parts, limit) => {
      const whole = parts.map((one) => ({ ...one, leftOut: (n: number) => `${n} left` }))
      const text = confine([always, ...whole], limit)
      expect(byteLength(text)).toBeLessThanOrEqual(limit)
      expect(text.startsWith('head')).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test.each([
  '',
  'plain',
  'é ü',
  '行列',
  '👩‍💻',
  'half \ud83d',
  '\udc00\ud83d',
  '\ud83d\ud83d\udca9',
  '\u2028',
])('bytes of %j are those that are written', (text) => {
  expect(byteLength(text)).toBe(new TextEncoder().encode(text).length)
})
