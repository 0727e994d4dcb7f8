import { expect, test } from 'vitest'
import {
  type Block,
  heading,
  type Line,
  listOf,
  type Names,
  paragraph,
  tableOf,
} from '../../../../src/core/report/blocks/block.ts'
import { writeHtmlBlock } from '../../../../src/core/report/html/write.ts'
import { writeMarkdownBlock } from '../../../../src/core/report/markdown/write.ts'
import { painter } from '../../../../src/core/report/terminal/paint.ts'
import { writeTextBlock } from '../../../../src/core/report/terminal/write.ts'
import { hostileNames } from '../example-run.ts'

const names: Names = { label: (id) => `name of ${id}`, place: (id) => (id === 'a' ? 0 : undefined) }

const inMarkdown = (block: Block) => writeMarkdownBlock(block, names.label)
const inHtml = (block: Block) => writeHtmlBlock(block, names)
const inText = (block: Block, width = 60) => writeTextBlock(block, names.label, width, painter(false))

test.each<[string, Line, markdown: string, html: string, text: string]>([
  ['text', ['a `b` c'], 'a `b` c', '<p>a <code>b</code> c</p>', '  a `b` c'],
  ['code', [{ code: 'a<b' }], '`a<b`', '<p><code>a&lt;b</code></p>', '  a<b'],
  ['what is stressed', [{ strong: 'a*b' }], '**a\\*b**', '<p><strong>a*b</strong></p>', '  a*b'],
  ['what is muted', [{ muted: ['a'] }], 'a', '<p><span class="muted">a</span></p>', '  a'],
  [
    'a cause',
    [{ label: 'cause' }, 'x.'],
    'Cause: x.',
    '<p><span class="muted">Cause: </span>x.</p>',
    '  cause: x.',
  ],
  [
    'what it is',
    [{ label: 'failed', tone: 'bad' }, 'x.'],
    '**Failed**: x.',
    '<p><strong class="kind bad">Failed</strong>: x.</p>',
    '  failed: x.',
  ],
  [
    'subjects',
    [{ subjects: ['a', 'b'] }, ' fail'],
    '`name of a`, `name of b` fail',
    '<p><a href="#b0"><code>name of a</code></a>, <code>name of b</code> fail</p>',
    '  name of a and 1 more fail',
  ],
  [
    'a file',
    [{ file: 'x/a (b).svg' }],
    '[a (b).svg](x/a%20%28b%29.svg)',
    '<p><a href="x/a%20%28b%29.svg">a (b).svg</a></p>',
    '  x/a (b).svg',
  ],
])('%s looks as its medium wants', (_, line, markdown, html, text) => {
  const block = paragraph(...line)
  expect([inMarkdown(block), inHtml(block), inText(block).join('\n')]).toEqual([markdown, html, text])
})

test('a table says the same in every medium', () => {
  const block = tableOf(['Name', '>Time'], [[['a'], ['1 ns']]])
  expect(inMarkdown(block)).toBe('| Name | Time |\n| :--- | ---: |\n| a    | 1 ns |')
  expect(inHtml(block)).toContain('<tr><th scope="row">a</th><td class="number">1 ns</td></tr>')
  expect(inText(block)).toEqual(['  name  time', '  a     1 ns'])
})

test('a command stands on a line of its own in a terminal, and is never broken', () => {
  const command = `npx assay gate ${'x'.repeat(80)}`
  const block = listOf([[paragraph({ label: 'next' }, 'Do it:', ' ', { command })]], { ordered: true })
  expect(inMarkdown(block)).toBe(`1. Next: Do it: \`${command}\``)
  expect(inText(block)).toEqual(['  next: Do it:', `      ${command}`])
})

test('a picture that the page does not hold is linked, and one that waits is folded', () => {
  const figure = { type: 'figure', path: 'x.svg', alt: 'X', svg: '<svg/>', folded: true } as const
  expect(inMarkdown(figure)).toBe('[X](x.svg)')
  expect(inMarkdown({ ...figure, folded: false })).toBe('![X](x.svg)')
  expect(inHtml(figure)).toMatch(/^<details><summary>X<\/summary><div class="picture scroll"/u)
  expect(inHtml({ ...figure, svg: undefined })).toBe('<p>Beside this report: <a href="x.svg">x.svg</a></p>')
  expect(inText(figure)).toEqual([])
})

test.each(Object.entries(hostileNames))('%s does nothing in any block', (_, text) => {
  const lines: Line[] = [[text], ['x', text], [{ code: text }], [{ strong: text }], [{ command: text }]]
  const own: Names = { ...names, label: () => text }
  const blocks = [
    ...lines.map((line) => heading(...line)),
    ...lines.map((line) => paragraph(...line, { subjects: ['a'] })),
    listOf(lines.map((line) => [paragraph(...line)])),
    tableOf(
      ['Name'],
      lines.map((line) => [line]),
    ),
  ]
  for (const block of blocks) {
    const markdown = writeMarkdownBlock(block, own.label)
    expect(markdown.replaceAll(/`[^`\n]*`/gu, '')).not.toMatch(/<(?!\/?code>)[a-z/!]|@\w|(?<!\\)\]\(/iu)
    expect(writeHtmlBlock(block, own)).not.toMatch(/<(?:script|b)>/u)
    const shown = writeTextBlock(block, own.label, 60, painter(false)).join('\n')
    for (const written of [markdown, shown]) expect(written).not.toMatch(/(?!\n)[\p{Cc}\u202e\u2028]/u)
  }
})
