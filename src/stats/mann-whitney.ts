import { pairwiseDifferences } from './hodges-lehmann-shift.ts'
import { assertBoundLevel, type Bounds, criticalValue, invert } from './interval.ts'
import { mannWhitneyTail } from './mann-whitney-tail.ts'
import { midranks } from './ranks.ts'
import { assertFinite } from './sample.ts'

export interface MannWhitneyTest {
  /** How many of all pairs have head − shift above base, equal ones counting one half. */
  readonly u: number
  /** P(U ≥ u) when head − shift and base have one distribution, in [0, 1]. */
  readonly p: number
}

/**
 * Mann & Whitney's test, one-sided: is head above base by more than `shift` (default 0, in the unit of the
 * values)? Exact, given the ties there are, for up to 3600 pairs (60 against 60); above, the normal
 * approximation with the corrections for ties and continuity (Mann & Whitney 1947; Lehmann 1975,
 * Nonparametrics, ch. 1). A two-sided p is twice the smaller of this one and that with the sides swapped.
 * Throws RangeError when a side has no value or one that is not finite, or the shift is not.
 */
export function mannWhitneyTest(
  head: readonly number[],
  base: readonly number[],
  { shift = 0 }: { readonly shift?: number } = {},
): MannWhitneyTest {
  assertFinite(head, 'head values')
  assertFinite(base, 'base values')
  assertFinite([shift], 'the shift')
  const { ranks, groups } = midranks([...head.map((value) => value - shift), ...base])
  const rankSum = ranks.slice(0, head.length).reduce((sum, rank) => sum + rank, 0)
  const u = rankSum - (head.length * (head.length + 1)) / 2
  return { u, p: mannWhitneyTail(head.length, base.length, groups)(u) }
}

/**
 * Bounds for how far head lies above base, in the unit of the values: P(shift < low) ≤ alpha and
 * P(shift > high) ≤ alpha, each on its own, so both together hold with 1 − 2·alpha. They are order statistics
 * of all differences head − base (Moses 1953; Hollander, Wolfe & Chicken 2014, §4.3), enclose
 * `hodgesLehmannShift`, and are infinite when no outcome of so few values has a probability of at most alpha.
 * Ties make them wider than they need be.
 * Throws RangeError when a side has no value or one that is not finite, or alpha is not in (0, 0.5].
 */
export function mannWhitneyBounds(head: readonly number[], base: readonly number[], alpha: number): Bounds {
  assertBoundLevel(alpha)
  return invert(pairwiseDifferences(head, base), mannWhitneyCritical(head.length, base.length, alpha))
}

/** The smallest U with P(U ≥ u) ≤ alpha where no two values are equal, or undefined without one. */
export function mannWhitneyCritical(heads: number, bases: number, alpha: number): number | undefined {
  const untied = new Array<number>(heads + bases).fill(1)
  return criticalValue(mannWhitneyTail(heads, bases, untied), heads * bases, alpha)
}
