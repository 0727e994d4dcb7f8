import { expect, test } from 'vitest'
import { knownAbout } from '../../../../src/core/log/known.ts'
import { knownSection } from '../../../../src/core/report/blocks/known-section.ts'
import { html } from '../../../../src/core/report/html/html.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import type { LogEntry } from '../../../../src/model/log.ts'
import { type Run, runSchema } from '../../../../src/model/run.ts'
import { decisionOf, hypothesisOf, insightOf, logbookOf } from '../../log/given-log.ts'
import { exampleRun, hostileNames } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { written } from '../written.ts'

const native = 'bench/sort.bench.ts › sort › native {n: 10000}'

function known(run: Run, ...entries: LogEntry[]): Run {
  return { ...run, known: knownAbout(logbookOf(...entries).entries, run) }
}

const some = [
  hypothesisOf(
    { text: 'A radix sort needs half', target: { limit: 600_000 }, benchmarks: [{ id: native }] },
    1,
  ),
  hypothesisOf(
    {
      text: 'Half of that once more',
      about: ['radix'],
      target: { change: -0.5 },
      benchmarks: [{ id: native, from: 1e6 }],
    },
    2,
  ),
  insightOf(
    { text: 'Copies take half of it', area: 'memory', impact: 'high', confidence: 0.8, about: ['sort/**'] },
    3,
  ),
  insightOf({ text: 'It depends on the input', about: ['sort › native'] }, 4),
  decisionOf({ text: 'Keep the copy', why: 'callers sort it again', about: ['sort › native'] }, 5),
]

test('what is known stands in the report, as in test/golden/known', () => {
  const run = known(exampleRun(), ...some)
  expectGolden('known/section.md', `${written(run, knownSection)}\n`)
  expect(markdown(run)[0]!.text).toContain(written(run, knownSection))
})

test('what is known stands in the page, too, and names lead to their benchmarks', () => {
  const [page] = html(known(exampleRun(), ...some))
  expect(page!.text).toContain('<h2 id="known-title">What is known</h2>')
  expect(page!.text).toMatch(
    /<strong>Hypothesis<\/strong>: A radix sort needs half\. .*Target: wall time of at most 600\.0 µs\. <a href="#b\d+">/u,
  )
  expect(page!.text).toMatch(
    /<strong>Insight<\/strong> \(memory, high impact, confidence 80 %\): Copies take half of it\./u,
  )
  expect(page!.text).toMatch(/<strong>Decision<\/strong>: Keep the copy\. Because: callers sort it again\./u)
  const { markup } = hostileNames
  const [hostile] = html(known(exampleRun(), insightOf({ text: markup, about: [markup, 'sort'] }, 1)))
  expect(hostile!.text).toContain('&lt;script&gt;')
  expect(hostile!.text).not.toContain(markup)
})

test('a run that is read back renders the same bytes, whatever has been written down since', () => {
  const run = known(exampleRun(), ...some)
  const stored = runSchema.parse(JSON.parse(JSON.stringify(run)))
  expect(stored).toEqual(run)
  expect(markdown(stored)).toEqual(markdown(run))
})

test('where nothing is known, nothing is said', () => {
  expect(knownSection({ run: exampleRun() })).toEqual([])
  expect(markdown(exampleRun())[0]!.text).not.toContain('What is known')
})

test.each(Object.entries(hostileNames).filter(([, text]) => text.trim() !== ''))(
  'a note of %s does nothing in the report',
  (_, text) => {
    const about = ['sort']
    const notes = [
      hypothesisOf({ text, about, benchmarks: [{ id: native, from: 1 }] }),
      insightOf({ text, about, area: text }),
      decisionOf({ text, why: text, about: [...about, text] }),
    ]
    const run = known(exampleRun(), ...notes)
    expect(run.known).toHaveLength(3)
    const section = written(run, knownSection)
    expect(section).not.toMatch(/[\p{Cc}\u202e\u2066\u2028](?<!\n)/u)
    expect(section.replaceAll(/`[^`\n]*`/gu, '')).not.toMatch(/<(?!\/?code>)[a-z/!]|@\w|(?<!\\)\]\(/iu)
    expect(
      section.split('\n').filter((line) => line !== '' && !/^- \*\*|^## What is known$/u.test(line)),
    ).toEqual([])
  },
)
