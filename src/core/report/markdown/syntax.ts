import { displayWidth, pad } from '../../wording/display-width.ts'
import { isolated, plain, visible } from '../../wording/plain.ts'

/**
 * Text from outside as Markdown prose: it reads as it is and does nothing (no link, mark-up, HTML, cell, formula
 * or mention), but that what stands between backticks is code. Only what could act is escaped, because the file is
 * read in terminals, too.
 */
export function prose(text: string): string {
  return startLine(inline(text.trimStart()))
}

/** What begins a heading, a list or a rule where a line begins does so no more. */
export function startLine(markdown: string): string {
  return markdown.replace(/^(?:(?:#{1,6}|[+-]|\d{1,9}(?=[.)]\s))(?=[.)\s])|[=-]+$)/u, atLineStart)
}

/** The same in the middle of a line; `isLast`: nothing follows, so that what ends in a bracket is no link. */
export function inline(text: string, isLast = false): string {
  const parts = plain(text).split(/`([^`]+)`/u)
  return parts.map((part, index) => (index % 2 === 0 ? escaped(part, isLast) : code(part))).join('')
}

function escaped(text: string, isLast = false): string {
  return text
    .replace(/[\\`*|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(isLast ? /\](?=[([:])/gu : /\](?=[([:]|$)/gu, '\\]')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\w)/gu, '@\u2060')
}

function atLineStart(start: string): string {
  return /\d/u.test(start) ? `${start}\\` : `\\${start}`
}

/**
 * A name, path or command as code: no mark-up, link or mention is looked for in it. A pipe would end a table's
 * cell even there, and a backtick the code, so text with either is written with entities.
 */
export function code(text: string): string {
  const shown = visible(text)
  return shown.trim() === '' || /[|`]/u.test(shown)
    ? `<code>${escaped(isolated(shown)).replaceAll('\\|', '&#124;').replaceAll('\\`', '&#96;')}</code>`
    : `\`${isolated(shown)}\``
}

/** Lines of code; the fence is longer than any in them. */
export function codeBlock(language: string, lines: readonly string[], indent = ''): string {
  const shown = lines.map((line) => isolated(visible(line)))
  const longest = Math.max(2, ...shown.flatMap((line) => line.match(/`+/gu) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence + language, ...shown, fence].map((line) => indent + line).join('\n')
}

export type Column = { readonly title: string; readonly side: 'left' | 'right' }

/** A table whose source is aligned as well; cells must be escaped. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, column) => {
    const cells = rows.map((row) => displayWidth(row[column] ?? '')).filter((width) => width <= widest)
    return Math.max(3, displayWidth(title), ...cells)
  })
  const line = (cells: readonly string[]) => {
    return `| ${columns.map(({ side }, i) => pad(cells[i] ?? '', widths[i]!, side)).join(' | ')} |`
  }
  const rule = columns.map(({ side }, i) => {
    const dashes = '-'.repeat(widths[i]! - 1)
    return side === 'left' ? `:${dashes}` : `${dashes}:`
  })
  return [line(columns.map(({ title }) => title)), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

/** One very long cell must not widen all rows. */
const widest = 60
