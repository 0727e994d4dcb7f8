import { assertFinite, type Sorted, sorted } from './sample.ts'

/** The values of many pairs in ascending order, of which hardly any is made before it is asked for. */
export interface OrderedPairs {
  readonly length: number
  /** The value of this rank, 0 for the smallest. */
  readonly at: (rank: number) => number
}

/** Values of pairs that never fall along a row, nor down a column. A row begins at its column `first`. */
interface Table {
  readonly length: number
  readonly rows: number
  readonly columns: number
  readonly first: (row: number) => number
  readonly value: (row: number, column: number) => number
}

/**
 * The centre of one sample: the median of its Walsh averages, in the unit of the values (Hodges & Lehmann
 * 1963, Ann. Math. Stat. 34, 598). Negating the values negates it exactly. Memory grows with n, time with n log n.
 * Throws RangeError when there is no value or one is not finite.
 */
export function hodgesLehmann(values: readonly number[]): number {
  return middle(walshAverages(values))
}

/** The centre of those that are finite, where most are; `undefined` where most are not, or there is none. */
export function centreOfMost(values: readonly number[]): number | undefined {
  const told = values.filter(Number.isFinite)
  return told.length * 2 > values.length ? hodgesLehmann(told) : undefined
}

/** The median: the mean of the two in the middle where their number is even. */
export function middle({ length, at }: OrderedPairs): number {
  const lower = at(Math.floor((length - 1) / 2))
  return length % 2 === 1 ? lower : (lower + at(length / 2)) / 2
}

/**
 * The Walsh averages (vᵢ + vⱼ) / 2 for all i ≤ j, n(n + 1) / 2 of them, in ascending order (Walsh 1949,
 * Ann. Math. Stat. 20, 64). Memory grows with n, the time of a rank with n log n.
 * Throws RangeError when there is no value or one is not finite.
 */
export function walshAverages(values: readonly number[]): OrderedPairs {
  assertFinite(values, 'values')
  const ascending = sorted(values)
  const count = ascending.length
  return ordered({
    length: (count * (count + 1)) / 2,
    rows: count,
    columns: count,
    first: (row) => row,
    value: (row, column) => (ascending[row]! + ascending[column]!) / 2,
  })
}

/** Without making all of them. */
export function ordered(table: Table): OrderedPairs {
  return { length: table.length, at: (rank) => valueAt(table, rank) }
}

/**
 * The interval that the value of this rank lies in is halved, counting what lies below, until few are left (Johnson &
 * Mizoguchi 1978, SIAM J. Comput. 7, 147, choose their halves more cleverly).
 */
function valueAt(table: Table, rank: number): number {
  let [low, high] = [table.value(0, 0), table.value(table.rows - 1, table.columns - 1)]
  let [atMostLow, atMostHigh] = [countAtMost(table, low), table.length]
  if (atMostLow > rank) return low
  // It is larger than `low` and at most `high`.
  while (atMostHigh - atMostLow > 2 * table.rows + 2 * table.columns) {
    const half = (low + high) / 2
    if (!(low < half && half < high)) return high
    const atMost = countAtMost(table, half)
    if (atMost > rank) [high, atMostHigh] = [half, atMost]
    else [low, atMostLow] = [half, atMost]
  }
  return between(table, low, high)[rank - atMostLow]!
}

function countAtMost(table: Table, limit: number): number {
  let count = 0
  let last = table.columns - 1
  for (let row = 0; row < table.rows; row++) {
    const first = table.first(row)
    while (last >= first && table.value(row, last) > limit) last--
    if (last < first) break
    count += last - first + 1
  }
  return count
}

/** Those that are larger than `low` and at most `high`. */
function between(table: Table, low: number, high: number): Sorted {
  const found: number[] = []
  let last = table.columns - 1
  for (let row = 0; row < table.rows; row++) {
    const first = table.first(row)
    while (last >= first && table.value(row, last) > high) last--
    for (let column = last; column >= first; column--) {
      const value = table.value(row, column)
      if (!(value > low)) break
      found.push(value)
    }
  }
  return sorted(found)
}
