import { pairwiseDifferences } from './pairwise.ts'
import { quantile } from './quantile.ts'
import { sorted } from './sample.ts'

/**
 * How far head lies above base: the median of all headᵢ − baseⱼ, in the unit of the values (Hodges & Lehmann
 * 1963). Swapping the sides negates it exactly. Time and memory grow with the product of the sizes.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function hodgesLehmannShift(head: readonly number[], base: readonly number[]): number {
  return quantile(pairwiseDifferences(head, base), 0.5)
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
    for (const difference of pairwiseDifferences(head, base)) differences.push(difference)
  }
  return quantile(sorted(differences), 0.5)
}
