import { assertOrdered, FEW, type Sorted, sorted } from './sample.ts'

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
  return between(low, high, share)
}

function between(low: number, high: number, share: number): number {
  if (share === 0 || low === high) return low
  // This form and not low + share·(high − low): at one half it changes its sign exactly when the values do.
  return Math.min(high, Math.max(low, (1 - share) * low + share * high))
}

/** The median, in the unit of the values. Throws RangeError when there is no value or one is NaN. */
export function median(values: readonly number[]): number {
  if (values.length <= FEW) return quantile(sorted(values), 0.5)
  assertOrdered(values)
  const numbers = new Float64Array(values)
  const middle = Math.floor(numbers.length / 2)
  select(numbers, middle)
  if (numbers.length % 2 === 1) return numbers[middle]!
  let below = numbers[0]!
  for (let index = 1; index < middle; index++) below = Math.max(below, numbers[index]!)
  return between(below, numbers[middle]!, 0.5)
}

/** Puts the value of this rank into its place, what is smaller before it (Hoare 1961, Commun. ACM 4, 321: FIND). */
function select(numbers: Float64Array, rank: number): void {
  let [first, last] = [0, numbers.length - 1]
  while (first < last) {
    const pivot = numbers[(first + last) >> 1]!
    let [up, down] = [first, last]
    while (up <= down) {
      while (numbers[up]! < pivot) up++
      while (numbers[down]! > pivot) down--
      if (up > down) break
      const value = numbers[up]!
      numbers[up++] = numbers[down]!
      numbers[down--] = value
    }
    if (rank <= down) last = down
    else if (rank >= up) first = up
    else return
  }
}
