import type { Draft, LogEntry } from '../../model/log.ts'
import { entryId } from './entry-id.ts'

/** Who writes, when, and the chance that makes the id one of its own. */
export type EntryAuthor = {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly chance: string
  readonly author: string | undefined
}

/** A draft as it goes into the logbook; the schema first, which the reader of a torn line looks for. */
export function complete<D extends Draft>(draft: D, { at, chance, author }: EntryAuthor): LogEntry {
  const signed = { schema: 'assay/log@1', id: entryId(at, chance), at, ...(author && { author }) }
  return { ...signed, ...draft } as unknown as LogEntry
}
