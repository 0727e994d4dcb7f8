import { pairwiseDifferences, walshAverages } from './pairwise.ts'
import { quantile } from './quantile.ts'

/**
 * The centre of one sample: the median of its Walsh averages, in the unit of the values (Hodges & Lehmann
 * 1963, Ann. Math. Stat. 34, 598). Negating the values negates it exactly. Time and memory grow with n².
 * Throws RangeError when there is no value or one is not finite.
 */
export function hodgesLehmann(values: readonly number[]): number {
  return quantile(walshAverages(values), 0.5)
}

/**
 * How far head lies above base: the median of all headᵢ − baseⱼ, in the unit of the values (Hodges & Lehmann
 * 1963). Swapping the sides negates it exactly. Time and memory grow with the product of the sizes.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function hodgesLehmannShift(head: readonly number[], base: readonly number[]): number {
  return quantile(pairwiseDifferences(head, base), 0.5)
}
