import { truncate } from './display-width.ts'
import { visible } from './plain.ts'

/** Somebody else's text, of bounded length, with a full stop. Renderers escape it. */
export function sentence(text: string): string {
  const shown = truncate(visible(text).trim(), longest)
  return /[.:!?…]$/u.test(shown) ? shown : `${shown}.`
}

const longest = 500
