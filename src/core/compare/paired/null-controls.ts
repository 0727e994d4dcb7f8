import type { Comparison } from '../../../model/comparison.ts'
import type { NullControl, Run } from '../../../model/run.ts'
import { limitsOf } from '../limits.ts'
import { hasFailed, isMeasured } from './paired-verdict.ts'

/**
 * Whether pairs that were compared are not to be believed: because pairs of the same code differ, or because of the pairs
 * with some base no control came to an end. The second does not count where somebody wanted no more.
 */
export function areVoid(
  compared: readonly Comparison[],
  controls: readonly NullControl[],
  policy: Run['policy'],
  isPartial: boolean,
): boolean {
  const most = policy.pairs
  const paired = compared.filter(({ pairs }) => pairs && pairs.screen.length > 0)
  if (paired.length === 0 || most === undefined) return false
  if (controls.some((control) => hasFailed(control, limitsOf(control.metric, policy), most))) return true
  if (isPartial) return false
  const withBase = Map.groupBy(paired, ({ base }) => JSON.stringify([base.commit, base.ref]))
  return [...withBase.values()].some((group) => {
    const ids = new Set(group.map(({ id }) => id))
    return !controls.some(
      (control) => ids.has(control.id) && isMeasured(control, limitsOf(control.metric, policy), most),
    )
  })
}
