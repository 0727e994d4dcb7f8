import { expect, test } from 'vitest'
import { comment, summary } from '../../../../src/core/report/markdown/digest.ts'
import { byteLength } from '../../../../src/core/wording/bounded-text.ts'
import type { Run } from '../../../../src/model/run.ts'
import { firstNumbers, manyBenchmarks, unchanged } from '../answer-runs.ts'
import { exampleRun, firstRun, passingRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

const places = [
  ['comment', comment, 64_000],
  ['summary', summary, 1_000_000],
] as const

type Render = (typeof places)[number][1]

function textOf(render: Render, run: Run): string {
  return render(run)[0]!.text
}

/** Without what is code, where nothing is looked for. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/^(`{3,}).*\n[\s\S]*?\n\1$/gmu, '')
    .replaceAll(/(?<!\\)`[^`\n]+`|<code>[^<]*<\/code>/gu, '')
}

test.each(places)('the %s of the example is the one in test/golden', (name, render) => {
  expectGolden(`example/${name}.md`, textOf(render, exampleRun()))
})

test('the comment of 1,500 long names stays within its limit, and says what it leaves out', () => {
  const limit = 64_000
  const text = textOf(comment, crowdedRun(1_500))
  const bytes = new TextEncoder().encode(text).length
  expect(bytes).toBe(byteLength(text))
  expect(bytes).toBeLessThanOrEqual(limit)
  // It is filled: what is left out would not have fitted.
  expect(bytes).toBeGreaterThan(limit - 2_000)
  expect(text).toContain('**FAIL: ')
  expect(text).toContain('1. **Regressed**: ')
  expect(text).toMatch(/…and \d+ more (?:items|benchmarks), which the report tells\./u)
})

test('a summary is the answer: it has few lines, whatever the suite', () => {
  for (const run of [exampleRun(), manyBenchmarks(), unchanged(), firstNumbers(), crowdedRun(1_500)]) {
    const text = textOf(summary, run)
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('|'))
    expect(lines.length).toBeLessThanOrEqual(12)
    expect(text.split('\n').filter((line) => line.startsWith('|')).length).toBeLessThanOrEqual(7)
    expect(lines.every((line) => line.length < 1_500)).toBe(true)
  }
  expect(textOf(summary, manyBenchmarks())).toContain(
    'Why: (1) `normalise` (src/router.js:88): 80.6 % of the change',
  )
})

test('the comment gives the verdict first, then what needs attention, then the numbers', () => {
  const text = textOf(comment, exampleRun())
  const order = [
    '## Benchmarks: fail',
    '**FAIL: ',
    '### Needs attention',
    '| Benchmark | ',
    '<summary>The machine',
  ]
  const found = order.map((part) => text.indexOf(part))
  expect(found).toEqual(found.toSorted((a, b) => a - b))
  expect(found[0]).toBeGreaterThanOrEqual(0)
})

test.each(places)(
  'the %s has no picture, and no name in it links, mentions or opens anything',
  (_, render) => {
    for (const run of [exampleRun(), hostileFormatsRun(), crowdedRun(100)]) {
      const text = textOf(render, run)
      expect(text).not.toMatch(/(?!\n)\p{Cc}/u)
      const plain = withoutCode(text)
      expect(plain).not.toMatch(/(?<!\\)\](?:\(|\[|:)/u)
      expect(plain).not.toMatch(/@\w|(?<!&)#\d|GH-\d|:\/\/|www\./iu)
      const tags = plain.match(/<[^>]*>/gu) ?? []
      expect(
        tags.filter((tag) => !/^<\/?(?:details|summary)>$|^<!-- assay-report [a-z0-9.-]+ -->$/u.test(tag)),
      ).toEqual([])
      expect(plain.match(/<details>/gu)?.length).toBe(plain.match(/<\/details>/gu)?.length)
    }
  },
)

test('hostile names add no cell to a row of the comment', () => {
  const rows = textOf(comment, hostileFormatsRun())
    .split('\n')
    .filter((line) => line.startsWith('| `') || line.startsWith('| <code>'))
  expect(rows.length).toBeGreaterThan(50)
  for (const row of rows) expect(row.match(/(?:\\.|[^|\\])+/gu)).toHaveLength(4)
})

test('the comment of a run in which all is well folds its numbers', () => {
  const text = textOf(comment, passingRun())
  expect(text).not.toContain('Needs attention')
  expect(text).toContain('<details><summary>2 benchmarks</summary>')
})

test('a comment begins with a marker of its class of machines, and a summary does not', () => {
  expect(textOf(comment, firstRun())).toMatch(/^<!-- assay-report x64-epyc-7763-2c-node24 -->\n/u)
  expect(textOf(summary, firstRun())).toMatch(/^## Benchmarks: measured\n/u)
})

test.each(places)('a message without end does not take the %s beyond its limit', (_, render, limit) => {
  const message = 'x '.repeat(limit)
  const run = runOf([], {
    findings: [{ code: 'load-failed', severity: 'error', subject: 'run', message, advice: message }],
    source: { dirty: false, branch: message },
    verdict: 'fail',
  })
  const text = textOf(render, run)
  expect(byteLength(text)).toBeLessThanOrEqual(limit)
  expect(text).toContain('## Benchmarks: fail')
})
