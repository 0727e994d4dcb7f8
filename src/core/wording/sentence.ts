import { elide } from './elide.ts'
import { visible } from './plain.ts'

/**
 * Text with a full stop, of bounded length, since a part of it may be somebody else's: no sentence of ours is as long.
 * Renderers escape it.
 */
export function sentence(text: string): string {
  const shown = elide(visible(text).trim(), longest)
  return /[.:!?…]$/u.test(shown) ? shown : `${shown}.`
}

const longest = 4_000
