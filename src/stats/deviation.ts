import { median } from './quantile.ts'

/** A normal distribution's standard deviation ÷ its median absolute deviation: 1 ÷ Φ⁻¹(¾). */
const normalConsistency = 1.4826

/**
 * Sum of the absolute deviations from the median of the values from `start` up to `end`, in their unit: outer pairs
 * first, as they come.
 */
export function absoluteDeviations(
  ascending: readonly number[],
  start = 0,
  end: number = ascending.length,
): number {
  let sum = 0
  for (let low = start, high = end - 1; low < high; low++, high--) {
    sum += ascending[high]! - ascending[low]!
  }
  return sum
}

/**
 * Standard deviation of residuals around zero, estimated by their median size, so that nearly half of them may
 * be anything (Hampel 1974, J. Am. Stat. Assoc. 69, 383). In their unit. Throws RangeError when there is none.
 */
export function robustScale(residuals: readonly number[]): number {
  return normalConsistency * median(residuals.map(Math.abs))
}

/** The differences of neighbours, without their sign. */
export function absoluteDifferences(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => Math.abs(value - values[index]!))
}
