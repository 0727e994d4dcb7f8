/** Ranks of values among each other, and where they share one. */
export interface Ranking {
  /** The rank of each value in input order, 1 … n; equal values share the mean of their ranks (midranks). */
  readonly ranks: readonly number[]
  /**
   * How many values there are of each distinct value, from the smallest value to the largest; 1 where unique.
   */
  readonly groups: readonly number[]
}

/** Midranks (Lehmann 1975, Nonparametrics, §1.4) of values that are not NaN. No value, no ranks. */
export function midranks(values: readonly number[]): Ranking {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  const groups: number[] = []
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2
    groups.push(end - start)
    start = end
  }
  return { ranks, groups }
}
