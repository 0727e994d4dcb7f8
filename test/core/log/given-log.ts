import { complete } from '../../../src/core/log/entry.ts'
import type { Logbook } from '../../../src/core/log/read-log.ts'
import { jsonLine } from '../../../src/core/wording/json.ts'
import type { Draft, EntryOf, LogEntry } from '../../../src/model/log.ts'
import { commit, file, machine } from '../given.ts'

/** Small true entries to begin a test with. */

const ada = 'Ada Lovelace <ada@example.org>'

/** An entry, written on this day of November 2026; by nobody who is known where `author` is empty. */
export function entryOf<D extends Draft>(draft: D, day = 1, author = ada) {
  const at = `2026-11-${String(day).padStart(2, '0')}T10:15:00.000Z`
  return complete(draft, { at, chance: JSON.stringify(draft), author }) as EntryOf<D['type']>
}

export function decisionOf(more: Partial<Draft<EntryOf<'decision'>>> = {}, day?: number) {
  const draft = {
    type: 'decision',
    text: 'Keep the copy',
    why: 'callers sort it again',
    about: ['sort'],
  } as const
  return entryOf({ ...draft, about: [...draft.about], ...more }, day)
}

export function insightOf(more: Partial<Draft<EntryOf<'insight'>>> = {}, day?: number) {
  const draft = { type: 'insight', text: 'Copies dominate', about: ['sort'] } as const
  return entryOf({ ...draft, about: [...draft.about], ...more }, day)
}

export function hypothesisOf(more: Partial<Draft<EntryOf<'hypothesis'>>> = {}, day?: number) {
  const draft = {
    type: 'hypothesis',
    text: 'Radix sort needs half',
    about: ['sort'],
    metric: 'time',
    target: { limit: 500 },
    benchmarks: [{ id: `${file} › sort`, from: 1000 }],
    measured: { run: '20261101_101500_1a2b3c4', class: machine, method: 1, forkTime: 300_000_000 },
  } satisfies Draft<EntryOf<'hypothesis'>>
  return entryOf({ ...draft, ...more }, day)
}

export function nextOf(more: Partial<Draft<EntryOf<'next'>>> = {}, day?: number) {
  return entryOf({ type: 'next', text: 'Try a radix sort', about: ['sort'], ...more } as const, day)
}

export function auditOf(more: Partial<Draft<EntryOf<'audit'>>> = {}, day = 1) {
  const draft: Draft<EntryOf<'audit'>> = {
    type: 'audit',
    command: 'gate',
    filters: [],
    startedAt: `2026-11-${String(day).padStart(2, '0')}T10:05:00.000Z`,
    duration: 600e9,
    tools: { assay: '0.1.0', node: '24.21.0', v8: '13.6.233.17' },
    class: machine,
    source: { commit, dirty: false, branch: 'main' },
    end: 'finished',
    run: `202611${String(day).padStart(2, '0')}_100500_1a2b3c4`,
    verdict: 'pass',
    summary: 'PASS: 2 benchmarks measured.',
    counts: { measured: 2, equivalent: 2 },
    errors: [],
    actions: [],
    standings: [],
    files: ['reports/20261101_100500_1a2b3c4'],
  }
  return entryOf({ ...draft, ...more }, day)
}

/** As they stand in the file. */
export function linesOf(...entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${jsonLine(entry)}\n`).join('')
}

export function logbookOf(...entries: readonly LogEntry[]): Logbook {
  return { entries: entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)), findings: [] }
}
