import type { Comparison } from '../../model/comparison.ts'
import { policy } from '../../model/config.ts'
import type { Bounds } from '../../stats/interval.ts'
import { signedRankBounds } from '../../stats/signed-rank.ts'
import type { Limits } from './limits.ts'

/** A change of a metric: ratio − 1, positive is worse, with bounds that are `null` where there are none. */
export type BoundedChange = NonNullable<Comparison['change']>

type Better = Pick<Limits, 'better'>

/**
 * A change on the log scale, on which more is worse, as ratio − 1 with the sign of the worse: twice as slow is 1, half the
 * rate is 0.5.
 */
function changeOf(log: number, { better }: Better): number {
  return better === 'lower' ? Math.expm1(log) : -Math.expm1(-log)
}

/** The same of a bound; `null` where there is none, because JSON has no infinity. */
export function boundOf(log: number, limits: Better): number | null {
  return Number.isFinite(log) ? changeOf(log, limits) : null
}

/** Back to the log scale, on which more is worse: infinite where nothing is left of one side. */
export function logOfChange(change: number, { better }: Better): number {
  return better === 'lower' ? Math.log1p(change) : -Math.log1p(-change)
}

/** The same of an estimate and its interval. */
export function changeWithin(estimate: number, { low, high }: Bounds, limits: Better): BoundedChange {
  return { estimate: changeOf(estimate, limits), low: boundOf(low, limits), high: boundOf(high, limits) }
}

/**
 * The change that pairs tell, with the confidence that people are used to: decisions have stricter levels, of one side, by
 * look. `values`: logarithms of the ratio, on which more is worse, at least one; so few of them may give no bound.
 */
export function pairedChange(values: readonly number[], estimate: number, limits: Better): BoundedChange {
  return changeWithin(estimate, signedRankBounds(values, (1 - policy.confidence) / 2), limits)
}
