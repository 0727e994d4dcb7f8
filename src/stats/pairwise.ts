import { type OrderedPairs, ordered } from './hodges-lehmann.ts'
import { assertFinite, sorted } from './sample.ts'

/**
 * All differences headᵢ − baseⱼ in ascending order. Memory grows with the sum of the sizes, and so does the time of a
 * rank, but for a logarithm.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function pairwiseDifferences(head: readonly number[], base: readonly number[]): OrderedPairs {
  assertFinite(head, 'head values')
  assertFinite(base, 'base values')
  const [mine, theirs] = [sorted(head), sorted(base)]
  const last = theirs.length - 1
  return ordered({
    length: mine.length * theirs.length,
    rows: mine.length,
    columns: theirs.length,
    first: () => 0,
    value: (row, column) => mine[row]! - theirs[last - column]!,
  })
}
