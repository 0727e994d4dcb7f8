import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataUri } from '../../../../src/core/report/html/data-uri.ts'
import { proseMarkup, raw, tag, text } from '../../../../src/core/report/html/markup.ts'
import { grapheme } from '../../../graphemes.ts'

test('text and attributes cannot become markup', () => {
  expect(tag('a', { title: `"'><b>` }, text('<b>&amp;'))).toBe(
    '<a title="&quot;&#39;&gt;&lt;b&gt;">&lt;b&gt;&amp;amp;</a>',
  )
  expect(text('\u001b[31m \u202e\u0000')).toBe('␛[31m \\u202e␀')
})

test('attributes without a value, and elements without content', () => {
  expect(tag('input', { hidden: true, disabled: false, value: undefined, size: 3 })).toBe(
    '<input hidden size="3">',
  )
})

test('what stands between backticks is code, and nothing more', () => {
  expect(proseMarkup('see `a < b`, or `')).toBe('see <code>a &lt; b</code>, or `')
})

test('right-to-left text is set apart where people read it, and an address stays the one it is', () => {
  expect(tag('img', { src: 'data:,مقا', alt: 'مقا' })).toBe('<img src="data:,مقا" alt="\u2068مقا\u2069">')
})

test('own style and script cannot end their element', () => {
  expect(raw('style', 'a{b:c}')).toBe('<style>a{b:c}</style>')
  expect(() => raw('script', '"</script>"')).toThrow(RangeError)
})

test('a picture is the same after it was an address', () => {
  fc.assert(
    fc.property(fc.string({ unit: grapheme }), (svg) => {
      const uri = dataUri(svg)
      expect(uri).not.toMatch(/[<>"#\n\r\t]/u)
      expect(decodeURIComponent(uri.slice('data:image/svg+xml,'.length))).toBe(svg)
    }),
  )
})
