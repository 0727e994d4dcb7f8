import type { Tone } from '../../wording/verdict-words.ts'

export type Style = Tone | 'bold' | 'dim'

/** Puts colour on a text, or leaves it as it is. */
export type Paint = (text: string, ...styles: Style[]) => string

export function painter(color: boolean): Paint {
  return color ? painted : (text) => text
}

/** SGR parameters (ECMA-48 §8.3.117). */
const codes: Record<Style, number | undefined> = {
  bold: 1,
  dim: 2,
  bad: 31,
  good: 32,
  warn: 33,
  plain: undefined,
}

function painted(text: string, ...styles: Style[]): string {
  const parameters = styles.map((style) => codes[style]).filter((parameter) => parameter !== undefined)
  if (text.trim() === '' || parameters.length === 0) return text
  return `\u001b[${parameters.join(';')}m${text}\u001b[0m`
}

/** How the terminal is: whether it shows colours, and how many columns it has. */
export type Terminal = { readonly color: boolean; readonly width: number }

const narrowest = 40

/** Columns that lines are fitted to. A terminal that tells no width, or none to speak of, is taken for a narrow one. */
export function roomIn({ width }: Terminal): number {
  return Math.max(narrowest, width)
}

/** Parts of a text with an empty line between them; those without lines are left out. */
export function joinParts(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}
