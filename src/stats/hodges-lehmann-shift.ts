import { pairwiseDifferences } from './pairwise.ts'
import { quantile } from './quantile.ts'

/**
 * How far head lies above base: the median of all headᵢ − baseⱼ, in the unit of the values (Hodges & Lehmann
 * 1963). Swapping the sides negates it exactly. Time and memory grow with the product of the sizes.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function hodgesLehmannShift(head: readonly number[], base: readonly number[]): number {
  return quantile(pairwiseDifferences(head, base), 0.5)
}
