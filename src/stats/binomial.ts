import { incompleteBeta } from './beta.ts'
import { assertBoundLevel, type Bounds } from './interval.ts'

/**
 * Bounds for the share of which `count` of `total` independent cases are a sample: P(share < low) ≤ alpha and
 * P(share > high) ≤ alpha, each on its own, exactly and whatever the share is (Clopper & Pearson 1934, Biometrika 26, 404).
 * In [0, 1]; they enclose count ÷ total.
 * Throws RangeError unless 0 ≤ count ≤ total are whole, total is above 0, and alpha is in (0, 0.5].
 */
export function shareBounds(count: number, total: number, alpha: number): Bounds {
  assertTotal(total)
  assertBoundLevel(alpha)
  if (!Number.isSafeInteger(count) || count < 0 || count > total)
    throw new RangeError(`expected a whole number up to ${total}, not ${count}`)
  return {
    low: count === 0 ? 0 : solve((share) => tailFrom(count, total, share) - alpha),
    high: count === total ? 1 : solve((share) => alpha - tailUpTo(count, total, share)),
  }
}

/** Ranks among the values of a sample, 1 for the smallest; `undefined` where the sample is too small for such a bound. */
export interface RankBounds {
  readonly low: number | undefined
  readonly high: number | undefined
}

/**
 * Ranks of the values that bound the p-quantile of what `total` independent values are a sample of, each on its own with an
 * error of at most alpha, whatever the distribution is (David & Nagaraja 2003, Order Statistics, §7.1): the largest low one
 * and the smallest high one.
 * Throws RangeError unless total is a whole number above 0, p is in (0, 1) and alpha in (0, 0.5].
 */
export function quantileRankBounds(total: number, p: number, alpha: number): RankBounds {
  assertTotal(total)
  assertBoundLevel(alpha)
  if (!(p > 0 && p < 1)) throw new RangeError(`p must lie between 0 and 1, not ${p}`)
  // How many values lie below the quantile is binomial.
  const above = firstRank(total, (rank) => tailUpTo(rank - 1, total, p) > alpha)
  const high = firstRank(total, (rank) => tailFrom(rank, total, p) <= alpha)
  return { low: above > 1 ? above - 1 : undefined, high: high > total ? undefined : high }
}

/** P(X ≥ count) of a binomial variable, for a count above 0. */
function tailFrom(count: number, total: number, share: number): number {
  return incompleteBeta(count, total - count + 1, share, 1 - share)
}

/** P(X ≤ count) of a binomial variable. */
function tailUpTo(count: number, total: number, share: number): number {
  return count >= total ? 1 : incompleteBeta(total - count, count + 1, 1 - share, share)
}

/** The share in [0, 1] where a function that never falls becomes positive, by halving. */
function solve(value: (share: number) => number): number {
  let [low, high] = [0, 1]
  for (;;) {
    const half = (low + high) / 2
    if (!(low < half && half < high)) return half
    if (value(half) > 0) high = half
    else low = half
  }
}

/** The first of 1 … `total` from which on something is true, or the next one after all. */
function firstRank(total: number, isTrue: (rank: number) => boolean): number {
  let [below, found] = [0, total + 1]
  while (found - below > 1) {
    const middle = Math.floor((below + found) / 2)
    if (isTrue(middle)) found = middle
    else below = middle
  }
  return found
}

function assertTotal(total: number): void {
  if (!Number.isSafeInteger(total) || total <= 0)
    throw new RangeError(`expected a whole number above 0, not ${total}`)
}
