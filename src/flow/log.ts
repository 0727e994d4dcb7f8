import { matcher, select } from '../core/identity/filter.ts'
import { ownerOf } from '../core/identity/owner.ts'
import { findEntry } from '../core/log/find-entry.ts'
import { checkHypotheses } from '../core/log/hypothesis.ts'
import { endsOf, lastSeen, openOf } from '../core/log/open-entries.ts'
import { searchLog } from '../core/log/search-log.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Draft, EntryOf, LogEntry } from '../model/log.ts'
import type { OutcomeEntry } from '../model/note.ts'
import type { Host } from './host.ts'
import { readLogbook, writeLog } from './logbook.ts'

/** Entries that a command wrote or found, the whole logbook, and what is to be said about either. */
export type Logged = {
  readonly entries: readonly LogEntry[]
  readonly all: readonly LogEntry[]
  readonly findings: readonly Finding[]
}

/**
 * `assay log decide`, `insight` and `next`: writes a note. What it is about may be gone or yet to come, so a filter that
 * fits no benchmark is a warning. A next action that names no owner goes to whoever looks after what it is about.
 */
export async function note(
  host: Host,
  draft: Draft<EntryOf<'decision' | 'insight' | 'next'>>,
): Promise<Logged> {
  const { config } = await host.loadConfig()
  const benchmarks = draft.about.length === 0 ? [] : (await host.list(config)).benchmarks
  const findings = draft.about
    .filter((filter) => !benchmarks.some(matcher(filter)))
    .map((filter) => finding('fits-nothing', filter, unfitNote, listAdvice))
  const owner =
    draft.type === 'next' ? (draft.owner ?? ownerAmong(benchmarks, draft.about, config)) : undefined
  const written = await writeLog(host, config, [owner === undefined ? draft : ({ ...draft, owner } as Draft)])
  return { ...(await listEntries(host, config, written)), findings }
}

const unfitNote = 'No benchmark fits this now; the note is kept all the same.'
const listAdvice = 'A filter is a part of an id or a glob; `assay list` shows the benchmarks there are.'

/** Of the benchmarks that fit, the first one that somebody looks after. */
function ownerAmong(
  benchmarks: readonly Benchmark[],
  about: readonly string[],
  { owners }: Config,
): string | undefined {
  if (about.length === 0) return undefined
  const found = select(benchmarks, about).map(({ file }) => ownerOf(file, owners))
  return found.find((owner) => owner !== undefined)
}

/** `assay log close`: a person ends a hypothesis; the numbers that were seen last go with it. */
export async function close(
  host: Host,
  id: string,
  { verdict, why }: { readonly verdict: OutcomeEntry['verdict']; readonly why: string },
): Promise<Logged> {
  const { config } = await host.loadConfig()
  const { entries } = await readLogbook(host, config)
  const { id: of } = openOne(entries, id, 'hypothesis')
  const seen = (await seenInLatest(host, config, entries, of)) ?? lastSeen(entries).get(of)
  const run = seen?.audit.run
  const numbers = [...(seen?.numbers ?? [])]
  const draft = { type: 'outcome', of, verdict, why, ...(run !== undefined && { run }), numbers } as const
  return listEntries(host, config, await writeLog(host, config, [draft]))
}

/** The numbers of a hypothesis in the last run, which the logbook knows nothing of where that only looked. */
async function seenInLatest(host: Host, config: Config, entries: readonly LogEntry[], id: string) {
  const latest = await host.readLatestRun(config)
  const [checked] = latest
    ? checkHypotheses(
        openOf(entries, 'hypothesis').filter((one) => one.id === id),
        latest,
      )
    : []
  return latest && checked && { audit: { run: latest.id }, numbers: checked.numbers }
}

/** `assay log done`: a next action was taken. */
export async function finish(host: Host, id: string, why: string | undefined): Promise<Logged> {
  const { config } = await host.loadConfig()
  const { id: of } = openOne((await readLogbook(host, config)).entries, id, 'next')
  const draft = { type: 'done', of, ...(why !== undefined && { why }) } as const
  return listEntries(host, config, await writeLog(host, config, [draft]))
}

/** `assay log search`: what has all these words, the newest first. */
export async function search(host: Host, words: readonly string[]): Promise<Logged> {
  const { config } = await host.loadConfig()
  const { entries: all, findings } = await readLogbook(host, config)
  return { entries: searchLog(all, words), all, findings }
}

/** `assay log show`: an entry with what has become of it, or all of them, the newest first. */
export async function show(host: Host, id?: string): Promise<Logged> {
  const { config } = await host.loadConfig()
  const { entries: all, findings } = await readLogbook(host, config)
  if (id === undefined) return { entries: all.toReversed(), all, findings }
  const entry = findEntry(all, id)
  const root = 'of' in entry ? entry.of : entry.id
  return { entries: all.filter((one) => one.id === root || ('of' in one && one.of === root)), all, findings }
}

/** What was written, beside all that is there now. */
export async function listEntries(host: Host, config: Config, entries: readonly LogEntry[]): Promise<Logged> {
  return { entries, all: (await readLogbook(host, config)).entries, findings: [] }
}

/** @throws AssayError `no-entry`, `wrong-entry`, `already-closed` */
function openOne(entries: readonly LogEntry[], id: string, type: 'hypothesis' | 'next'): LogEntry {
  const entry = findEntry(entries, id)
  if (entry.type !== type) {
    throw new AssayError(
      'wrong-entry',
      `${entry.id} is no ${type === 'next' ? 'next action' : type}: its type is '${entry.type}'`,
      "'assay log close' ends hypotheses, 'assay log done' next actions; other entries have no end.",
    )
  }
  const end = endsOf(entries).get(entry.id)
  if (!end) return entry
  throw new AssayError(
    'already-closed',
    `${entry.id} is ${end.type === 'outcome' ? `closed as ${end.verdict}` : 'done'} already, by ${end.id}`,
    `See it with: assay log show ${entry.id}`,
  )
}
