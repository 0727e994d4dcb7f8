import { mean, standardDeviation } from './moments.ts'
import { studentUpper } from './student.ts'

/** What the values of one group say of its mean. */
export interface GroupMean {
  readonly mean: number
  /** Variance of the mean. */
  readonly variance: number
  /** Degrees of freedom of that variance. */
  readonly df: number
}

/** A sum of means, each times a coefficient, with its standard error. */
export interface Contrast {
  readonly estimate: number
  readonly error: number
  readonly df: number
}

/** Throws RangeError on fewer than two values, NaN or infinity. */
export function groupMean(values: readonly number[]): GroupMean {
  return {
    mean: mean(values),
    variance: standardDeviation(values) ** 2 / values.length,
    df: values.length - 1,
  }
}

/**
 * A contrast of independent means whose variances may differ: the degrees of freedom are those of Satterthwaite 1946
 * (Biometrics Bull. 2, 110) and Welch 1947 (Biometrika 34, 28). Groups with a coefficient of 0 play no part. Infinite where
 * no group scatters at all.
 */
export function contrastOf(groups: readonly GroupMean[], coefficients: readonly number[]): Contrast {
  let [estimate, variance, spread] = [0, 0, 0]
  for (const [place, { mean: value, variance: own, df }] of groups.entries()) {
    const coefficient = coefficients[place] ?? 0
    if (coefficient === 0) continue
    estimate += coefficient * value
    variance += coefficient ** 2 * own
    spread += (coefficient ** 2 * own) ** 2 / df
  }
  const df = spread === 0 ? Number.POSITIVE_INFINITY : variance ** 2 / spread
  return { estimate, error: Math.sqrt(variance), df }
}

/**
 * How far a bound at the one-sided level alpha lies from the estimate. Throws RangeError unless alpha is above 0 and below 1.
 */
export function reachOf({ error, df }: Contrast, alpha: number): number {
  return error === 0 ? 0 : studentUpper(alpha, df) * error
}
