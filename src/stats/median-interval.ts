import { quantile } from './quantile.ts'
import { assertFinite, sorted } from './sample.ts'

export interface MedianInterval {
  /** The sample median, in the unit of the values. */
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** The least probability with which such an interval covers the median, in [0, 1). */
  readonly coverage: number
}

/** Sums of dyadic fractions are rounded; a confidence that is reached but for this much counts as reached. */
const ROUNDING = 1e-12

/**
 * An interval for the median that assumes no distribution: from the k-th smallest to the k-th largest value,
 * the narrowest such pair whose coverage P(k ≤ B ≤ n − k), B binomial(n, ½), reaches `confidence` (David &
 * Nagaraja 2003, Order Statistics, §7.1). Too few values for that: the smallest and the largest, with the
 * coverage that they really have, 1 − 2¹⁻ⁿ, which is less than asked for, and 0 for a single value.
 * Throws RangeError when there is no value, one is not finite, or confidence is not in (0, 1).
 */
export function medianInterval(values: readonly number[], confidence: number): MedianInterval {
  assertFinite(values, 'values')
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must lie between 0 and 1, not ${confidence}`)
  }
  const ordered = sorted(values)
  const { rank, coverage } = symmetricRank(ordered.length, confidence)
  return {
    estimate: quantile(ordered, 0.5),
    low: ordered[rank - 1]!,
    high: ordered[ordered.length - rank]!,
    coverage,
  }
}

/**
 * From the middle outwards, two outcomes of B at a time. The middle one is a product without over- or
 * underflow: C(2m, m) / 4ᵐ = ½ · ¾ · ⅚ …
 *
 * Note: binomialDistribution of simple-statistics leaves out the last 1e-4 of the probability: too coarse.
 */
function symmetricRank(n: number, confidence: number): { rank: number; coverage: number } {
  const half = Math.ceil(n / 2)
  let probability = 1
  for (let i = 1; i <= half; i++) probability *= (2 * i - 1) / (2 * i)
  let rank = half
  let coverage = n % 2 === 0 ? probability : 0
  while (rank > 1 && coverage < confidence - ROUNDING) {
    rank--
    probability *= (rank + 1) / (n - rank)
    coverage += 2 * probability
  }
  return { rank, coverage }
}
