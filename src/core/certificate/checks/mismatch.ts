/** A statement of a Run document that does not follow from its raw values. */
export type Mismatch = {
  /** Id of a benchmark, or `run`. */
  readonly subject: string
  /** What is stated, e.g. `verdict in time`. */
  readonly what: string
  readonly stated: string
  readonly follows: string
}

/** Tells what of a subject is stated otherwise than it follows. Numbers agree to nine digits. */
export function mismatchesOf(subject: string) {
  return (what: string, stated: unknown, follows: unknown): Mismatch[] =>
    agree(stated, follows) ? [] : [{ subject, what, stated: words(stated), follows: words(follows) }]
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none')
}

const digits = 1e-9

function agree(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return one === other || Math.abs(one - other) <= digits * Math.max(Math.abs(one), Math.abs(other), 1e-9)
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => agree(item, other[index]))
  }
  return one === other
}
