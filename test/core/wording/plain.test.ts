import { expect, test } from 'vitest'
import { plain, visible } from '../../../src/core/wording/plain.ts'
import { shellWord } from '../../../src/core/wording/shell-word.ts'

test.each([
  ['sort › native {n: 100}', 'sort › native {n: 100}'],
  ['\u001b[31mred\u0007\u007f', '␛[31mred␇␡'],
  ['\u009b2J', '\\u009b2J'],
  ['one\ntwo\r\n\n three\u2028four\tfive', 'one two three four five'],
  ['abc\u202ecba', 'abc\\u202ecba'],
  ['a\u200bb\u00adc\ufeff', 'a\\u200bb\\u00adc\\ufeff'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['half \ud83d', 'half \ufffd'],
  ['\uffff', '\\uffff'],
  ['👩‍💻', '👩‍💻'],
])('%j is seen as %j', (text, seen) => {
  expect(visible(text)).toBe(seen)
  expect(visible(seen)).toBe(seen)
})

test('text from right to left is set apart from its surroundings', () => {
  expect(plain('مقارنة')).toBe('\u2068مقارنة\u2069')
  expect(plain('sort')).toBe('sort')
})

test.each([
  ['bench/sort.bench.ts', 'bench/sort.bench.ts'],
  ['a b', "'a b'"],
  ["it's", `'it'\\''s'`],
  ['$(rm -rf /)`x`', "'$(rm -rf /)`x`'"],
  ['', "''"],
])('%j is the word %s of a command', (text, word) => {
  expect(shellWord(text)).toBe(word)
})
