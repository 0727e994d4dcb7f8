import { harmless } from './plain.ts'

/** A document as JSON for files and terminals. */
export function jsonText(document: unknown): string {
  return `${write(document, '')}\n`
}

/** A value as JSON on one line, for places that hold a line each. */
export function jsonLine(value: unknown): string {
  return readable(JSON.stringify(value) ?? 'null')
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

function quote(text: string): string {
  const json = JSON.stringify(text)
  return harmless.test(text) ? json : readable(json)
}

/** JSON leaves characters as they are that a terminal acts on; documents also go to standard output. */
function readable(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => {
      return `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`
    }).join(''),
  )
}
