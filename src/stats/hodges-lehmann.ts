import { assertFinite, type Sorted, sorted } from './sample.ts'

/**
 * The centre of one sample: the median of its Walsh averages, in the unit of the values (Hodges & Lehmann
 * 1963, Ann. Math. Stat. 34, 598). Negating the values negates it exactly. Memory grows with n, time with n log n.
 * Throws RangeError when there is no value or one is not finite.
 */
export function hodgesLehmann(values: readonly number[]): number {
  assertFinite(values, 'values')
  const ascending = sorted(values)
  const count = (values.length * (values.length + 1)) / 2
  const lower = walshAverage(ascending, Math.floor((count - 1) / 2))
  return count % 2 === 1 ? lower : (lower + walshAverage(ascending, count / 2)) / 2
}

/** The centre of those that are finite, where most are; `undefined` where most are not, or there is none. */
export function centreOfMost(values: readonly number[]): number | undefined {
  const told = values.filter(Number.isFinite)
  return told.length * 2 > values.length ? hodgesLehmann(told) : undefined
}

/**
 * The Walsh average of this rank, 0 for the smallest, without making all of them: the interval that it lies in is
 * halved, counting what lies below, until few are left (Johnson & Mizoguchi 1978, SIAM J. Comput. 7, 147, choose
 * their halves more cleverly).
 */
function walshAverage(ascending: Sorted, rank: number): number {
  let [low, high] = [ascending[0]!, ascending.at(-1)!]
  let [atMostLow, atMostHigh] = [averagesAtMost(ascending, low), averagesAtMost(ascending, high)]
  if (atMostLow > rank) return low
  // It is larger than `low` and at most `high`.
  while (atMostHigh - atMostLow > 4 * ascending.length) {
    const middle = (low + high) / 2
    if (!(low < middle && middle < high)) return high
    const atMost = averagesAtMost(ascending, middle)
    if (atMost > rank) [high, atMostHigh] = [middle, atMost]
    else [low, atMostLow] = [middle, atMost]
  }
  return sorted(averagesBetween(ascending, low, high))[rank - atMostLow]!
}

/** How many Walsh averages are at most `limit`. */
function averagesAtMost(ascending: Sorted, limit: number): number {
  let count = 0
  let last = ascending.length - 1
  for (let i = 0; i < ascending.length; i++) {
    while (last >= i && average(ascending, i, last) > limit) last--
    if (last < i) break
    count += last - i + 1
  }
  return count
}

/** The Walsh averages that are larger than `low` and at most `high`. */
function averagesBetween(ascending: Sorted, low: number, high: number): number[] {
  const found: number[] = []
  let last = ascending.length - 1
  for (let i = 0; i < ascending.length; i++) {
    while (last >= i && average(ascending, i, last) > high) last--
    for (let j = last; j >= i && average(ascending, i, j) > low; j--) found.push(average(ascending, i, j))
  }
  return found
}

function average(values: readonly number[], i: number, j: number): number {
  return (values[i]! + values[j]!) / 2
}
