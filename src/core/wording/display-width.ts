import { sum } from '../../stats/sample.ts'
import { harmless } from './plain.ts'

/** How many columns of a terminal the text takes. Expects text without control characters (`visible`). */
export function displayWidth(text: string): number {
  if (harmless.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment)
  return width
}

/** Fills up to the width with spaces, after the text or before it. */
export function pad(text: string, width: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return side === 'left' ? text + space : space + text
}

/**
 * Shortens to the width by taking out the middle: the end of a name holds its parameters.
 * `measure` says how wide one visible character is, in the unit of `width`.
 */
export function truncate(text: string, width: number, measure: Measure = graphemeWidth): string {
  // No code unit is wider than two columns.
  if (measure === graphemeWidth && 2 * text.length <= width) return text
  // What is in the middle of a very long text need not be measured to be taken out.
  const looked = text.length > 2 * farthest ? text.slice(0, farthest) + text.slice(-farthest) : text
  const parts = Array.from(graphemesOf(looked), ({ segment }) => segment)
  const widths = parts.map((part) => measure(part))
  if (looked === text && sum(widths) <= width) return text
  const room = Math.max(0, width - measure('…'))
  let head = 0
  let tail = parts.length
  let left = 0
  let right = 0
  while (head < tail) {
    const fromHead = left <= right
    const next = widths[fromHead ? head : tail - 1]!
    if (left + right + next > room) break
    if (fromHead) [left, head] = [left + next, head + 1]
    else [right, tail] = [right + next, tail - 1]
  }
  return `${parts.slice(0, head).join('')}…${parts.slice(tail).join('')}`
}

/** Shortens to the width by taking off the end: what a frame is called is told best by how that begins. */
export function beginning(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${cut(text, width - 1)}…`
}

/** Breaks into lines at spaces, but not before a percent sign; a word that is longer than a line is cut. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ (?!%)/u)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (displayWidth(longer) <= width) line = longer
    else {
      if (line !== '') lines.push(line)
      line = word
      while (displayWidth(line) > width) {
        const head = cut(line, width)
        lines.push(head)
        line = line.slice(head.length)
      }
    }
  }
  return [...lines, line]
}

/** Code units from either end of a text; no width that anybody asks for takes as many. */
const farthest = 10_000

type Measure = (grapheme: string) => number

let segmenter: Intl.Segmenter | undefined

/**
 * Letters, punctuation, arrows and mathematical signs that never join with their neighbours (Unicode UAX #29: none of them
 * has a Grapheme_Cluster_Break but Other, or Control).
 */
export const apart = /^[ -~\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u22ff\u2500-\u27bf]*$/u

/** What a reader sees as one character each. Making a segmenter takes 20 ms, for which most commands have no use. */
export function graphemesOf(text: string): Iterable<{ readonly segment: string }> {
  if (apart.test(text)) return Array.from(text, (segment) => ({ segment }))
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** East Asian wide and full-width characters (Unicode UAX #11, by script) and emoji take two columns. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\u30a0-\u30ff\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u
const narrowHangul = /^[\uffa0-\uffdc]/u
const zero = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

function graphemeWidth(grapheme: string): number {
  if (zero.test(grapheme)) return 0
  return wide.test(grapheme) && !narrowHangul.test(grapheme) ? 2 : 1
}

/** As many whole characters as fit, at least one. */
function cut(text: string, width: number): string {
  let head = ''
  let used = 0
  for (const { segment } of graphemesOf(text)) {
    used += graphemeWidth(segment)
    if (used > width && head !== '') break
    head += segment
  }
  return head
}
