import type { Random } from './random.ts'

/** Rows whose signs are all counted through, at the most; of more, so many ways are drawn. */
const MOST_ROWS = 14
const DRAWS = 9999

/**
 * What the largest sum of any column, whatever its sign, comes to when rows are as likely to have either sign (Westfall & Young
 * 1993, Resampling-Based Multiple Testing, section 2.6): one number for each way of giving them signs, the first one for those
 * that they have. A row keeps its columns together, so what these have in common is allowed for. Up to 14 rows all ways count,
 * but only half of them are returned, as the others are the same; of more rows the first one and 9999 drawn ones.
 * Throws RangeError when there is no row or no column.
 */
export function flipMaxima(rows: readonly (readonly number[])[], random: Random): Float64Array {
  const columns = rows[0]?.length ?? 0
  if (columns === 0) throw new RangeError('signs are flipped of at least one row with one column')
  const signs = new Int8Array(rows.length).fill(1)
  const sums = new Float64Array(columns)
  const add = (row: number, times: number) => {
    for (let column = 0; column < columns; column++) sums[column]! += times * rows[row]![column]!
  }
  for (const row of rows.keys()) add(row, 1)
  const flip = (row: number) => {
    signs[row]! *= -1
    add(row, 2 * signs[row]!)
  }
  const isExact = rows.length <= MOST_ROWS
  const maxima = new Float64Array(isExact ? 2 ** (rows.length - 1) : 1 + DRAWS)
  maxima[0] = largest(sums)
  for (let way = 1; way < maxima.length; way++) {
    // A Gray code: one more sign is changed, that of the lowest bit which is set.
    if (isExact) flip(31 - Math.clz32(way & -way))
    else for (const row of rows.keys()) if (random() < 0.5) flip(row)
    maxima[way] = largest(sums)
  }
  return maxima
}

function largest(sums: Float64Array): number {
  let most = 0
  for (let column = 0; column < sums.length; column++) most = Math.max(most, Math.abs(sums[column]!))
  return most
}
