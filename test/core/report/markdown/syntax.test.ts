import { expect, test } from 'vitest'
import { code, codeBlock, prose, table } from '../../../../src/core/report/markdown/syntax.ts'

test.each([
  [
    'a plain sentence, with (brackets) and [intervals], stays',
    'a plain sentence, with (brackets) and [intervals], stays',
  ],
  ['[text](http://x)', '[text\\](http://x)'],
  ['[text][ref]', '[text\\][ref\\]'],
  ['[ref]: http://x', '[ref\\]: http://x'],
  ['<b>&copy;</b>', '&lt;b&gt;&amp;copy;&lt;/b&gt;'],
  ['a | b \\', 'a \\| b \\\\'],
  ['snake_case_name __init__', 'snake_case_name \\_\\_init\\_\\_'],
  ['*bold* ~gone~ $x$', '\\*bold\\* \\~gone\\~ \\$x\\$'],
  ['mail @someone', 'mail @\u2060someone'],
  ['run `npm ci` now', 'run `npm ci` now'],
  ['one ` backtick', 'one \\` backtick'],
  ['# heading', '\\# heading'],
  ['- item', '\\- item'],
  ['12. item', '12\\. item'],
  ['24.21.0', '24.21.0'],
  ['--flag', '--flag'],
  ['===', '\\==='],
  ['two\nlines', 'two lines'],
])('prose %j is written %j', (text, written) => {
  expect(prose(text)).toBe(written)
})

test.each([
  ['sort › native {n: 100}', '`sort › native {n: 100}`'],
  ['<b> @x [y](z) & *', '`<b> @x [y](z) & *`'],
  ['a|b', '<code>a&#124;b</code>'],
  ['a `b`', '<code>a &#96;b&#96;</code>'],
  ['', '<code></code>'],
])('code %j is written %j', (text, written) => {
  expect(code(text)).toBe(written)
})

test('a block of code ends only at its own fence', () => {
  expect(codeBlock('sh', ['a', '```', '````'], '  ')).toBe('  `````sh\n  a\n  ```\n  ````\n  `````')
})

test('a table is aligned in its source by the width that people see', () => {
  const columns = [
    { title: 'name', side: 'left' },
    { title: 'n', side: 'right' },
  ] as const
  expect(
    table(columns, [
      ['行列', '1'],
      ['sorted', '10'],
    ]),
  ).toBe(['| name   |   n |', '| :----- | --: |', '| 行列   |   1 |', '| sorted |  10 |'].join('\n'))
})
