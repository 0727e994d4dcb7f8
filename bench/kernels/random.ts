/**
 * Numbers that are uniform on [0, 1) with 32 random bits, the same for the same seed on every machine:
 * mulberry32 (T. Ettinger 2017), a Weyl sequence behind a mixing function, so every seed is a good one.
 *
 * The workloads have a generator of their own, so that a change of Assay's never changes what they are given.
 */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
