import type { EntryOf, LogEntry } from '../../model/log.ts'
import type { Standing } from '../../model/note.ts'

/** What ended hypotheses and next actions, by their ids: of several ends the first one counts. */
export function endsOf(entries: readonly LogEntry[]): Map<string, EntryOf<'outcome' | 'done'>> {
  const ends = new Map<string, EntryOf<'outcome' | 'done'>>()
  for (const entry of entries) {
    if ((entry.type === 'outcome' || entry.type === 'done') && !ends.has(entry.of)) ends.set(entry.of, entry)
  }
  return ends
}

/** Entries of these types, the newest first. */
export function entriesOf<T extends LogEntry['type']>(
  entries: readonly LogEntry[],
  ...types: readonly T[]
): EntryOf<T>[] {
  const isOne = (entry: LogEntry): entry is EntryOf<T> => types.some((type) => type === entry.type)
  return entries.filter(isOne).toReversed()
}

/** Hypotheses or next actions that have no end yet, the newest first. */
export function openOf<T extends 'hypothesis' | 'next'>(entries: readonly LogEntry[], type: T): EntryOf<T>[] {
  const ends = endsOf(entries)
  return entriesOf(entries, type).filter((entry: LogEntry) => !ends.has(entry.id))
}

/** Where the last run that measured it saw a hypothesis. */
export type HypothesisSighting = { readonly audit: EntryOf<'audit'>; readonly numbers: readonly Standing[] }

/** By the ids of hypotheses. */
export function lastSeen(entries: readonly LogEntry[]): Map<string, HypothesisSighting> {
  const seen = new Map<string, HypothesisSighting>()
  for (const audit of entriesOf(entries, 'audit').toReversed()) {
    for (const { of, numbers } of audit.standings) seen.set(of, { audit, numbers })
  }
  return seen
}
