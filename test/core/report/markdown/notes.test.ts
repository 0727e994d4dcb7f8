import { describe, expect, it } from 'vitest'
import { auditOf as audited } from '../../../../src/core/log/audit.ts'
import { readLog } from '../../../../src/core/log/read-log.ts'
import { notes } from '../../../../src/core/report/markdown/notes.ts'
import type { LogEntry } from '../../../../src/model/log.ts'
import type { Run } from '../../../../src/model/run.ts'
import { configOf, environment, file } from '../../given.ts'
import {
  auditOf,
  decisionOf,
  entryOf,
  hypothesisOf,
  insightOf,
  linesOf,
  logbookOf,
  nextOf,
} from '../../log/given-log.ts'
import { exampleRun, hostileNames, hostileRun, passingRun } from '../example-run.ts'
import { expectGolden } from '../golden.ts'

/** What a run leaves in the logbook of a project with owners. */
function ranOn(day: number, run: Run, more: { filters?: string[]; standings?: object[] } = {}): LogEntry {
  const owners = { 'bench/matrix*': 'linear algebra', 'bench/parse*': 'storage' }
  const startedAt = `2026-11-${day}T08:15:00.000Z`
  const audit = audited({
    command: run.request.command === 'time' ? 'run' : run.request.command,
    filters: more.filters ?? [],
    startedAt,
    endedAt: `2026-11-${day}T08:17:12.345Z`,
    interrupted: false,
    version: '0.1.0',
    environment,
    source: run.source,
    config: configOf({ owners }),
    run: { ...run, id: `202611${day}_081500_1a2b3c4` },
    files: [],
    checked: [],
  })
  return entryOf({ ...audit, standings: (more.standings ?? []) as typeof audit.standings }, day)
}

/** Three weeks of a project. */
function threeWeeks(): LogEntry[] {
  const open = hypothesisOf(
    {
      text: 'Blocks of 64 fit the cache',
      about: ['matrix/* {n: 1024}'],
      target: { limit: 50e6 },
      benchmarks: [
        { id: 'bench/matrix.bench.ts › matrix › blocked {n: 1024}', from: 500e6 },
        { id: 'bench/matrix.bench.ts › matrix › tiled {n: 1024}' },
      ],
    },
    2,
  )
  const unseen = hypothesisOf({ text: 'A radix sort needs a third less', target: { change: -1 / 3 } }, 3)
  const reached = hypothesisOf(
    { text: 'A table of strings halves what it allocates', metric: 'allocated' },
    4,
  )
  const dropped = hypothesisOf({ text: 'Workers pay off below 1 MB' }, 5)
  const todo = nextOf({ text: 'Ask whether callers need a stable sort', owner: 'storage' }, 6)
  const taken = nextOf({ text: 'Record a second session' }, 7)
  const number = { target: 50e6, low: 60e6, high: 64.2e6, estimate: 62.1e6, reached: false }
  const { verdict: _, ...profiled } = auditOf(
    { command: 'profile', summary: '3 benchmarks profiled', filters: ['sort'] },
    14,
  )
  return [
    open,
    unseen,
    reached,
    dropped,
    todo,
    taken,
    nextOf({ text: 'Try what SIMD would give', about: [] }, 8),
    decisionOf({ text: 'Keep the copy in `sort`', why: 'Callers sort the same array again' }, 9),
    decisionOf(
      { text: 'Accept 20261110_081500_1a2b3c4 as the baseline', why: 'reads are checked', about: [] },
      10,
    ),
    insightOf({ text: 'Half of the time is the copy', area: 'memory', impact: 'high', confidence: 0.8 }, 11),
    insightOf({ text: 'Small arrays are insertion sorted', area: 'algorithms', about: [] }, 12),
    insightOf({ text: 'Times on battery are a third higher', impact: 'low' }, 13),
    profiled,
    entryOf(
      {
        type: 'outcome',
        of: reached.id,
        verdict: 'reached',
        run: '20261115_081500_1a2b3c4',
        dirty: true,
        numbers: [{ ...number, id: `${file} › sort`, estimate: 480, low: 470, high: 490, reached: true }],
      } as const,
      15,
    ),
    entryOf(
      {
        type: 'outcome',
        of: dropped.id,
        verdict: 'withdrawn',
        why: 'too much for too little',
        numbers: [],
      } as const,
      16,
    ),
    entryOf({ type: 'done', of: taken.id } as const, 17),
    ranOn(18, exampleRun(), {
      standings: [{ of: open.id, numbers: [{ ...number, id: open.benchmarks[0]!.id }] }],
    }),
    auditOf(
      {
        command: 'compare',
        against: 'v1',
        end: 'failed',
        summary: "'v1' is no revision of this repository.",
      },
      19,
    ),
    ranOn(20, passingRun(), { filters: ['sort'] }),
  ]
}

describe('the pages of a logbook', () => {
  it('are those in test/golden/logbook', () => {
    const log = readLog(`${linesOf(...threeWeeks())}torn`, 'reports/logbook.ndjson')
    for (const { path, text } of notes(log)) expectGolden(`logbook/${path}`, text)
  })

  it('of an empty one say that nothing is known yet', () => {
    for (const { path, text } of notes(logbookOf())) expectGolden(`empty-logbook/${path}`, text)
  })

  it('are the same bytes of the same entries, in whatever order a merge has left them', () => {
    const entries = threeWeeks()
    const read = (text: string) => notes(readLog(text, 'reports/logbook.ndjson'))
    expect(read(linesOf(...entries.toReversed()))).toEqual(read(linesOf(...entries)))
  })

  it('stay short, however long the logbook is', () => {
    const many = Array.from({ length: 3000 }, (_, n) => [
      insightOf({ text: `insight ${n}`, area: 'memory' }, (n % 28) + 1),
      auditOf({ summary: `run ${n}` }, (n % 28) + 1),
    ]).flat()
    const [memory] = notes(logbookOf(...many))
    expect(memory!.text.split('\n').length).toBeLessThan(60)
    expect(memory!.text).toContain('and 2990 older ones')
  })
})

describe('hostile texts in a logbook', () => {
  const texts = Object.values(hostileNames).filter((text) => text.trim() !== '')
  const entries = texts.flatMap((text, index) => {
    const day = index + 1
    const benchmarks = [{ id: text, from: 1 }]
    const hypothesis = hypothesisOf({ text, about: [text], benchmarks }, day)
    return [
      hypothesis,
      entryOf({ ...decisionOf({ text, why: text, about: [text, text] }) }, day, text),
      insightOf({ text, about: [text], area: text }, day),
      nextOf({ text, about: [text], owner: text }, day),
      auditOf({ summary: text, filters: [text], against: text, errors: [text], status: text }, day),
    ]
  })
  const log = readLog(
    linesOf(...entries, ranOn(28, hostileRun()), ranOn(28, hostileRun(), { filters: texts })),
    'reports/logbook.ndjson',
  )

  it('are all read back', () => {
    expect(log.findings).toEqual([])
    expect(log.entries).toHaveLength(entries.length + 2)
  })

  it.each(notes(log))('do nothing in $path', ({ text }) => {
    expect(text).not.toMatch(/[\p{Cc}\u202e\u2066\u2028](?<!\n)/u)
    expect(text.isWellFormed()).toBe(true)
    const shown = withoutCode(text)
    expect(shown).not.toMatch(/<(?!\/?code>)[a-z/!]/iu)
    expect(shown).not.toMatch(/(?<!\\)\]\(/u)
    expect(shown).not.toMatch(/@\w/u)
    // Headings are the page's own: no text begins one.
    for (const line of shown.split('\n').filter((one) => one.startsWith('#'))) {
      expect(line).toMatch(/^#{1,3} \S/u)
    }
    expect(text).not.toMatch(/^# three/mu)
  })

  it.each(notes(log))('break no table of $path', ({ text }) => {
    const tables = text
      .trimEnd()
      .split('\n\n')
      .filter((part) => part.startsWith('|'))
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.split(/(?<!\\)\|/u).length)
      expect(new Set(cells).size).toBe(1)
    }
  })
})

/** The page without what is code, where nothing is looked for. */
function withoutCode(text: string): string {
  return text.replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gu, '')
}
