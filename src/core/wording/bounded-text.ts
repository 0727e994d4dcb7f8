/** A part of a text whose items can be left out, the last ones first. */
export type Part = {
  /** What stands before and after its items, if any is left. */
  readonly before?: string
  readonly after?: string
  /** The most important first; each is one or more lines. */
  readonly items: readonly string[]
  /** Parts of a lower rank are cut first. */
  readonly rank: number
  /** Says that this many of its items are left out. */
  readonly leftOut: (n: number) => string
}

/**
 * A text of at most `limit` bytes in UTF-8. What does not fit is left out item by item, from the parts of the lowest
 * rank on, and each part says how much. Parts of rank Infinity stay whole: they must fit by themselves.
 */
export function confine(parts: readonly Part[], limit: number): string {
  const kept = parts.map(({ items }) => items.length)
  const sizes = parts.map((part, index) => byteLength(formatPart(part, kept[index]!)) + separator.length)
  const order = [...parts.keys()].toSorted((a, b) => parts[a]!.rank - parts[b]!.rank)
  for (const index of order) {
    const part = parts[index]!
    let excess = sizes.reduce((sum, size) => sum + size, 0) - limit
    if (excess <= 0) break
    if (part.rank === Number.POSITIVE_INFINITY) continue
    // The note has to fit, too; its number grows by a digit at the most.
    excess += byteLength(part.leftOut(part.items.length)) + separator.length
    for (let saved = 0; kept[index]! > 0 && saved < excess; ) {
      kept[index]! -= 1
      saved += byteLength(part.items[kept[index]!]!) + 1
    }
    sizes[index] = byteLength(formatPart(part, kept[index]!)) + separator.length
  }
  const text = parts.map((part, index) => formatPart(part, kept[index]!)).filter((one) => one !== '')
  return `${text.join(separator)}\n`
}

const separator = '\n\n'

function formatPart({ before, after, items, leftOut }: Part, kept: number): string {
  const rest = items.length - kept
  const note = rest > 0 ? [leftOut(rest)] : []
  if (kept === 0) return note.join('')
  const body = items.slice(0, kept).join('\n')
  const whole = [...(before === undefined ? [] : [before]), body].join('\n')
  return [whole, ...(after === undefined ? [] : [after]), ...note].join(separator)
}

/** Bytes of a text in UTF-8; half of a surrogate pair counts as the replacement character that is written for it. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    bytes += 1 + Number(point >= 0x80) + Number(point >= 0x800) + Number(point >= 0x10000)
  }
  return bytes
}
