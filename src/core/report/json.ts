import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'

/** The Run document as a file: the same run gives the same bytes, and reading them gives the same run. */
export function json(run: Run): Rendered[] {
  return [{ path: 'run.json', mediaType: 'application/json', text: jsonText(run) }]
}

/** A document as JSON for files and terminals. */
export function jsonText(document: unknown): string {
  return `${write(document, '')}\n`
}

/** A document in one line, without the line's end. */
export function jsonLine(document: unknown): string {
  return quote(document)
}

/** Two spaces of indentation; a list of plain numbers stays on one line, as a fork is one word of it. */
function write(value: unknown, indent: string): string {
  if (typeof value === 'string') return quote(value)
  if (Object.is(value, -0)) return '-0'
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map((item) => write(item, inner))
    if (value.every((item) => typeof item === 'number')) return `[${items.join(', ')}]`
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => `${inner}${quote(key)}: ${write(item, inner)}`)
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`
}

/** JSON leaves characters readable that a terminal acts on; this document also goes to standard output. */
function quote(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => {
      return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`
    }).join(''),
  )
}
