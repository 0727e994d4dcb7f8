import { middle, type OrderedPairs, ordered } from './hodges-lehmann.ts'
import { assertFinite, sorted } from './sample.ts'

/**
 * How far head lies above base: the median of all headᵢ − baseⱼ, in the unit of the values (Hodges & Lehmann
 * 1963). Swapping the sides negates it exactly. Memory grows with the sum of the sizes.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function hodgesLehmannShift(head: readonly number[], base: readonly number[]): number {
  return middle(pairwiseDifferences(head, base))
}

/**
 * The same within strata: the median of all headᵢ − baseⱼ of which both are of one stratum, so that what differs from
 * one stratum to the next falls out. Time and memory grow with the sum of the products of the sizes.
 * Throws RangeError when there is no stratum, or a side of one has no value or one that is not finite.
 */
export function stratifiedShift(
  strata: readonly { readonly head: readonly number[]; readonly base: readonly number[] }[],
): number {
  const differences: number[] = []
  for (const { head, base } of strata) {
    assertFinite(head, 'head values')
    assertFinite(base, 'base values')
    for (const mine of head) for (const theirs of base) differences.push(mine - theirs)
  }
  const ascending = sorted(differences)
  return middle({ length: ascending.length, at: (rank) => ascending[rank]! })
}

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
