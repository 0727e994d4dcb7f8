import { elide } from './elide.ts'
import { visible } from './plain.ts'

/**
 * Text with a full stop, of bounded length, since a part of it may be somebody else's: no sentence of ours is as long.
 * Renderers escape it.
 */
export function sentence(text: string): string {
  return ended(elide(visible(text).trim(), longest))
}

const longest = 4_000

/** Text on one line with a full stop, of whatever length. */
export function ended(text: string): string {
  const shown = visible(text).trim()
  return /[.:!?…]$/u.test(shown) ? shown : `${shown}.`
}

/** Begins with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A title begins with a small letter in a terminal, unless that is a name or an abbreviation. */
export function uncapital(title: string): string {
  return /^.\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
