import { displayWidth, graphemesOf } from './display-width.ts'

/**
 * Shortens a sentence to the width by taking off its end, between two words: half a word says something else, and a
 * sentence without its middle says nothing. A single word that is too long is cut. Expects text without control
 * characters (`visible`).
 */
export function elide(text: string, width: number): string {
  // What lies far behind the end need not be measured.
  const looked = text.slice(0, 4 * width + 4)
  if (looked === text && displayWidth(text) <= width) return text
  const room = Math.max(0, width - 1)
  let end = 0
  let used = 0
  let space = 0
  for (const { segment } of graphemesOf(looked)) {
    const next = used + displayWidth(segment)
    if (next > room) break
    used = next
    if (/^\s+$/u.test(segment)) space = end
    end += segment.length
  }
  const isBetween = /^\s/u.test(text.slice(end, end + 1))
  return `${text.slice(0, isBetween || space === 0 ? end : space).trimEnd()}…`
}
