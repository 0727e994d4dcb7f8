import { expect, test } from 'vitest'
import { unlink } from '../../../../src/core/report/markdown/unlink.ts'

test.each([
  ['#1', '#\u20601'],
  ['o/r#12', 'o/r#\u206012'],
  ['gh-3', 'gh-\u20603'],
  ['https://x/1', 'https:\u2060//x/1'],
  ['www.x', 'www\u2060.x'],
  ['\\` #1 `code`', '\\` #\u20601 `code`'],
])('%j links nothing any more', (text, expected) => {
  expect(unlink(text)).toBe(expected)
})

test.each(['## heading', '`#1 https://x`', '<code>&#124; #1</code>', '&#124;', 'C#', 'high-3', 'a: b'])(
  '%j stays as it is',
  (text) => {
    expect(unlink(text)).toBe(text)
  },
)
