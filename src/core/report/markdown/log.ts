import type { LogEntry } from '../../../model/log.ts'
import type { Rendered } from '../../../model/rendered.ts'
import { truncate } from '../../wording/display-width.ts'
import { visible } from '../../wording/plain.ts'
import { authorName, day } from '../blocks/log-words.ts'
import { code, prose } from './syntax.ts'

/** Pieces that the pages rendered from the logbook are made of. */

const namedFilters = 5
const longestName = 120

/** A name, path or filter of somebody else, of bounded length. */
export function named(text: string): string {
  return code(truncate(visible(text), longestName))
}

/** `sort/**` and `parse`, as code; empty where an entry is about nothing in particular. */
export function aboutText(about: readonly string[]): string {
  const others = about.length - namedFilters
  const shown = about.slice(0, namedFilters).map(named).join(', ')
  return others > 0 ? `${shown} and ${others} more` : shown
}

/** `2026-11-20, Ada Lovelace, 01jdq8z3k-x7f2`. */
export function signature({ id, at, author }: Pick<LogEntry, 'id' | 'at' | 'author'>): string {
  return [day(at), ...(author === undefined ? [] : [prose(authorName(author))]), code(id)].join(', ')
}

/** What a page is, and where it is changed. */
export function pageHead(title: string, what: string): string[] {
  return [
    `# ${title}`,
    `${what} Rendered from ${code('logbook.ndjson')} by ${code('assay log')} and every run: what is written here by hand is lost.`,
  ]
}

/** A page of these parts. */
export function page(path: string, parts: readonly string[]): Rendered {
  return { path, mediaType: 'text/markdown', text: `${parts.join('\n\n')}\n` }
}

/** A person's text as a sentence of its own. */
export function said(text: string): string {
  const shown = visible(text).trim()
  return prose(/[.:!?…]$/u.test(shown) ? shown : `${shown}.`)
}
