import { AssayError } from '../../model/assay-error.ts'
import type { LogEntry } from '../../model/log.ts'

/**
 * The entry with this id, or with an id that ends so: the last four characters mostly are enough.
 *
 * @throws AssayError `no-entry`
 */
export function findEntry(entries: readonly LogEntry[], id: string): LogEntry {
  const found = entries.filter((entry) => id !== '' && entry.id.endsWith(id.toLowerCase()))
  const [first, ...others] = found
  if (first && others.length === 0) return first
  if (first) {
    const ids = found.map((entry) => entry.id).join(', ')
    throw new AssayError('no-entry', `'${id}' may be any of ${ids}`, 'Give more of the id.')
  }
  throw new AssayError(
    'no-entry',
    `the logbook has no entry '${id}'`,
    "'assay log show' lists the newest entries with their ids, 'assay log search' finds others.",
  )
}
