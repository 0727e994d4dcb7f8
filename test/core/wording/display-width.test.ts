import { expect, test } from 'vitest'
import {
  apart,
  displayWidth,
  graphemesOf,
  pad,
  truncate,
  wrapText,
} from '../../../src/core/wording/display-width.ts'

test.each([
  ['', 0],
  ['sort › native {n: 100}', 22],
  ['µs ± ×2 −∞ …', 12],
  ['行列の積', 8],
  ['한국어', 6],
  ['ﾊﾝｶｸ', 4],
  ['Ｗｉｄｅ', 8],
  ['e\u0301', 1],
  ['👩‍💻', 2],
  ['🇩🇪', 2],
  ['✔', 1],
  ['✔️', 2],
  ['\u2068مقارنة\u2069', 6],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test('padding counts columns, not characters', () => {
  expect(pad('行', 4, 'left')).toBe('行  ')
  expect(pad('行', 4, 'right')).toBe('  行')
  expect(pad('longer', 4, 'left')).toBe('longer')
})

test.each([
  ['short', 5, 'short'],
  ['group › name {n: 100}', 15, 'group ›…n: 100}'],
  ['行列の積の計算', 9, '行列…計算'],
  ['👩‍💻👩‍💻👩‍💻', 5, '👩‍💻…👩‍💻'],
  ['abc', 1, '…'],
])('%j cut to %i columns is %j', (text, width, cut) => {
  expect(truncate(text, width)).toBe(cut)
})

test('of a text of any length, its beginning and its end are shown', () => {
  expect(truncate(`begin ${'x'.repeat(1_000_000)} end`, 9)).toBe('begi… end')
  // What takes no columns does not make a long text a short one.
  expect(truncate(`a${'\u0301'.repeat(30_000)}b`, 9)).toContain('…')
})

test('lines break at spaces, but not before a percent sign, and a long word is cut', () => {
  expect(wrapText('it is 12 % slower', 9)).toEqual(['it is', '12 %', 'slower'])
  expect(wrapText('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k'])
  expect(wrapText('行列の積', 5)).toEqual(['行列', 'の積'])
})

test('characters that are told apart without a segmenter are told apart as it does', () => {
  const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code))
  const text = characters.filter((one) => apart.test(one)).join('')
  expect(text.length).toBeGreaterThan(1_000)
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const shown of [text, [...text].reverse().join('')]) {
    expect(Array.from(graphemesOf(shown), ({ segment }) => segment)).toEqual(
      Array.from(segmenter.segment(shown), ({ segment }) => segment),
    )
  }
})
