import { walshAverages } from './hodges-lehmann.ts'
import { assertBoundLevel, assertLevel, type Bounds, criticalValue, invert, type Tail } from './interval.ts'
import { midranks } from './ranks.ts'
import { assertFinite } from './sample.ts'
import { signedRankTail } from './signed-rank-tail.ts'

export interface SignedRankTest {
  /** W⁺: the sum of the ranks of |value − shift| over the values above the shift. */
  readonly statistic: number
  /** How many values were ranked, which is how many differ from the shift. */
  readonly n: number
  /** P(W⁺ ≥ statistic) when the values are symmetric around the shift, in [0, 1]; 1 when n is 0. */
  readonly p: number
}

/**
 * Wilcoxon's signed-rank test, one-sided: is the centre of the values above `shift` (default 0, in their
 * unit)? Values equal to the shift are dropped, equal distances share a midrank, and p is exact given those
 * ties up to n = 60 (Wilcoxon 1945, Biometrics Bull. 1, 80; Hollander, Wolfe & Chicken 2014, §3.1).
 * Throws RangeError when there is no value, one is not finite, or the shift is not.
 *
 * Note: with dropped zeros p need not fall when every value grows (Pratt 1959, JASA 54, 655). A verdict that
 * must be monotone is taken from `signedRankBounds`, which move with the values.
 */
export function signedRankTest(
  values: readonly number[],
  { shift = 0 }: { readonly shift?: number } = {},
): SignedRankTest {
  assertFinite(values, 'values')
  assertFinite([shift], 'the shift')
  const differences = values.map((value) => value - shift).filter((difference) => difference !== 0)
  const { ranks } = midranks(differences.map(Math.abs))
  const statistic = differences.reduce((sum, difference, i) => (difference > 0 ? sum + ranks[i]! : sum), 0)
  return { statistic, n: differences.length, p: signedRankTail(ranks)(statistic) }
}

/**
 * The smallest W with P(W⁺ ≥ W) ≤ alpha for n values without ties, or undefined when even the largest W,
 * whose probability is 2⁻ⁿ, is more probable than alpha. Exact up to n = 60.
 * Throws RangeError unless n is a whole number of at least 0 and alpha is in (0, 1).
 */
export function signedRankCritical(n: number, alpha: number): number | undefined {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`n must be a whole number of at least 0, not ${n}`)
  }
  assertLevel(alpha)
  return criticalValue(untied(n), (n * (n + 1)) / 2, alpha)
}

/** By their number: a suite asks for the same few numbers of pairs again and again. */
const kept = new Map<number, Tail>()

function untied(n: number): Tail {
  const tail = kept.get(n) ?? signedRankTail(Array.from({ length: n }, (_, index) => index + 1))
  kept.set(n, tail)
  return tail
}

/**
 * Bounds for the centre of a symmetric distribution, in the unit of the values: P(centre < low) ≤ alpha and
 * P(centre > high) ≤ alpha, each on its own, so both together hold with 1 − 2·alpha. They are order
 * statistics of the Walsh averages (Tukey 1949; Hollander, Wolfe & Chicken 2014, §3.3), enclose
 * `hodgesLehmann(values)`, and are infinite when no outcome of so few values has a probability of at most
 * alpha. Ties make them wider than they need be; values that are all equal make them coincide, and whether
 * such values can be believed is for the caller to say.
 * Throws RangeError when there is no value, one is not finite, or alpha is not in (0, 0.5].
 */
export function signedRankBounds(values: readonly number[], alpha: number): Bounds {
  assertBoundLevel(alpha)
  return invert(walshAverages(values), signedRankCritical(values.length, alpha))
}
