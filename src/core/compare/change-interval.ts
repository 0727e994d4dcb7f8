import { policy } from '../../model/config.ts'
import { signedRankBounds } from '../../stats/signed-rank.ts'
import { boundOf } from './bound-of.ts'
import type { Limits } from './limits.ts'

/**
 * The change that pairs tell, as ratio − 1, with the confidence that people are used to: decisions have stricter levels,
 * of one side, by look. `values`: logarithms of the ratio, on which more is worse; a bound is `null` where so few of them cannot give one.
 */
export function changeInterval(
  values: readonly number[],
  limits: Pick<Limits, 'better'>,
): {
  readonly low: number | null
  readonly high: number | null
} {
  if (values.length === 0) return { low: null, high: null }
  const { low, high } = signedRankBounds(values, (1 - policy.confidence) / 2)
  return { low: boundOf(low, limits), high: boundOf(high, limits) }
}
