import type { Draft, LogEntry } from '../../model/log.ts'
import { seeded } from '../../stats/random.ts'
import { nanosecondsBetween } from '../identity/elapsed.ts'

/** Who writes, when, and the chance that makes the id one of its own. */
type EntryAuthor = {
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

/** Crockford's base 32: no letter that looks like a digit. In ASCII order. */
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The id of an entry: when it was written, to the millisecond, and a part of its own that `chance` decides, so that
 * entries of one millisecond are told apart (one pair in a million is not). Ids sort by time. `at`: ISO 8601 in UTC.
 */
export function entryId(at: string, chance: string): string {
  // As ns they are beyond what a double holds exactly.
  const milliseconds = Math.max(0, Math.round(nanosecondsBetween('1970-01-01T00:00:00Z', at) / 1e6))
  return `${formatDigits(milliseconds, 9)}-${formatDigits(Math.floor(seeded(chance)() * 32 ** 4), 4)}`
}

function formatDigits(value: number, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = digits[rest % 32] + text
  return text
}
