/** A source of uniform numbers in [0, 1). Callers pass it in; nobody makes their own. */
export type Random = () => number

/** The four 32-bit words of a xoshiro128** state; at least one must not be zero. */
export type XoshiroState = readonly [number, number, number, number]

/**
 * A generator that gives the same numbers for the same seed on every machine. `1` and `'1'` are
 * different seeds. What it draws has 53 random bits, so every multiple of 2⁻⁵³ in [0, 1) can come up.
 *
 * xoshiro128** (Blackman & Vigna 2021, ACM Trans. Math. Softw. 47(4), art. 36), its state filled as its
 * authors advise by a generator of another kind: a 32-bit SplitMix over the hash of the seed.
 */
export function seeded(seed: number | string): Random {
  const next = xoshiro(stateFrom(typeof seed === 'number' ? `number ${seed}` : `string ${seed}`))
  return () => {
    const high = next() >>> 5
    const low = next() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
}

/** xoshiro128** itself: unsigned 32-bit integers from a given state, as in the authors' reference code. */
export function xoshiro(state: XoshiroState): () => number {
  let [a, b, c, d] = state
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotateLeft(d, 11)
    return result
  }
}

/** A uniform integer in 0 … `below` − 1. Throws RangeError unless `below` is a safe integer of at least 1. */
export function integer(random: Random, below: number): number {
  if (!Number.isSafeInteger(below) || below < 1) {
    throw new RangeError(`integer needs a whole number of at least 1 to stay below, not ${below}`)
  }
  return Math.floor(random() * below)
}

/** A new array of the items in uniformly random order (Fisher & Yates 1938; Durstenfeld 1964). */
export function shuffle<T>(items: readonly T[], random: Random): T[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const chosen = integer(random, last + 1)
    const item = shuffled[last] as T
    shuffled[last] = shuffled[chosen] as T
    shuffled[chosen] = item
  }
  return shuffled
}

function stateFrom(text: string): XoshiroState {
  const next = splitmix(hash(text))
  return [next(), next(), next(), next()]
}

/** Two multiplicative hashes over UTF-16 code units, one of them FNV-1a: 64 bits of the seed survive. */
function hash(text: string): readonly [number, number] {
  let one = 0x811c9dc5
  let other = 0x1b873593
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193)
    other = Math.imul(other ^ text.charCodeAt(i), 0x85ebca6b)
    other ^= other >>> 13
  }
  return [one, other]
}

/** SplitMix (Steele, Lea & Flood 2014): a Weyl sequence through MurmurHash3's finalizer (Appleby 2011). */
function splitmix([start, key]: readonly [number, number]): () => number {
  let weyl = start
  return () => {
    weyl = (weyl + 0x9e3779b9) | 0
    return mix(mix(weyl) ^ key)
  }
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
