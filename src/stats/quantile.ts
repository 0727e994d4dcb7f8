import { type Sorted, sorted } from './sample.ts'

/**
 * The p-quantile, p in [0, 1], linear between order statistics: Hyndman & Fan 1996 (Am. Stat. 50, 361),
 * type 7, the default of R and NumPy. In the unit of the values; NaN only between −Infinity and Infinity.
 * Throws RangeError when p is not in [0, 1].
 */
export function quantile(sorted: Sorted, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile is asked for between 0 and 1, not at ${p}`)
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  const share = position - below
  if (share === 0 || low === high) return low
  // This form and not low + share·(high − low): at one half it changes its sign exactly when the values do.
  return Math.min(high, Math.max(low, (1 - share) * low + share * high))
}

/** The median, in the unit of the values. Throws RangeError when there is no value or one is NaN. */
export function median(values: readonly number[]): number {
  return quantile(sorted(values), 0.5)
}
