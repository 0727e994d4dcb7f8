import type { LogEntry } from '../../../model/log.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { type Inline, joined, type Line } from './block.ts'
import { authorName, day } from './log-words.ts'

/** Pieces that entries of the logbook are told by. */

const mostFilters = 5
const longestName = 120

/** A name, path or filter of somebody else, of bounded length. */
export function named(text: string): Inline {
  return { code: truncate(visible(text), longestName) }
}

/** `sort/**` and `parse`, as code; empty where an entry is about nothing in particular. */
export function filterLine(about: readonly string[]): Line {
  const others = about.length - mostFilters
  return [
    ...joined(about.slice(0, mostFilters).map(named), ', '),
    ...(others > 0 ? [` and ${others} more`] : []),
  ]
}

/** ` About sort.`, where it is about something. */
export function aboutLine(about: readonly string[]): Line {
  return about.length === 0 ? [] : [' About ', ...filterLine(about), '.']
}

/** `2026-11-20, Ada Lovelace, 01jdq8z3k-x7f2`. */
export function signatureLine({ id, at, author }: Pick<LogEntry, 'id' | 'at' | 'author'>): Line {
  return [`${[day(at), ...(author === undefined ? [] : [authorName(author)])].join(', ')}, `, { code: id }]
}

/** The same behind a sentence. */
export function signed(entry: Parameters<typeof signatureLine>[0]): Line {
  return [' ', { muted: ['(', ...signatureLine(entry), ')'] }]
}
