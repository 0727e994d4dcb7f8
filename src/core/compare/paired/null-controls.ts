import type { Comparison } from '../../../model/comparison.ts'
import type { Config } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import type { NullControl, Run } from '../../../model/run.ts'
import { formatPercent } from '../../../model/unit.ts'
import { limitsFor, type Policy } from '../limits.ts'
import type { ExperimentState } from './experiment.ts'
import { decidePaired, type PairedDecision } from './paired.ts'

type Decided = PairedDecision & Pick<NullControl, 'id'>

/** Each control is a test of its own. `most`: largest number of pairs of a stage. */
function decideControls(controls: readonly NullControl[], policy: Policy, most: number): Decided[] {
  return controls.map((control) => ({
    id: control.id,
    ...decidePaired(control, limitsFor(control, policy), 1, most),
  }))
}

/** Whether pairs of the same code differ: then pairs of this run say nothing. */
function hasFailed({ verdict }: Decided): boolean {
  return verdict === 'regressed' || verdict === 'improved'
}

/** Of a control that came to no decision, nobody can tell whether it would have failed. */
function isMeasured({ wanted }: Decided): boolean {
  return wanted === 0
}

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
  const decisions = decideControls(controls, policy, most)
  if (decisions.some(hasFailed)) return true
  if (isPartial) return false
  const measured = new Set(decisions.filter(isMeasured).map(({ id }) => id))
  const withBase = Map.groupBy(paired, ({ base }) => JSON.stringify([base.commit, base.ref]))
  return [...withBase.values()].some((group) => !group.some(({ id }) => measured.has(id)))
}

/**
 * Why the pairs themselves are not to be believed, if so: what the controls say, or that none could say anything. `isLate`:
 * the time of the run was over before.
 */
export function controlFindings(
  controls: readonly NullControl[],
  states: readonly Pick<ExperimentState, 'pairs' | 'failure'>[],
  { gate, time }: Config,
  { isInterrupted, isLate }: { readonly isInterrupted: boolean; readonly isLate: boolean },
): Finding[] {
  const decisions = decideControls(controls, gate, time.forks.max)
  const failed = decisions.filter(hasFailed)
  if (failed.length > 0) return failed.map(failedControl)
  const isAny = states.some(({ pairs, failure }) => !failure && pairs.screen.length > 0)
  return isAny && !decisions.some(isMeasured) && !isInterrupted ? [unmeasuredControls(isLate)] : []
}

function failedControl({ id, estimate }: Decided): Finding {
  return finding(
    'control-failed',
    'run',
    `The control failed: the same code of ${id}, measured against itself, differs by ${formatPercent(Math.abs(Math.expm1(estimate)))}`,
    'Nothing of this run counts. Run it again on a quieter machine.',
  )
}

function unmeasuredControls(isLate: boolean): Finding {
  const why = isLate
    ? 'its time was over before the base was compared with itself'
    : 'of no benchmark could the base be compared with itself'
  const advice = isLate ? 'Give it more time, or fewer benchmarks.' : 'Run it again on a quieter machine.'
  return finding(
    'control-not-measured',
    'run',
    `The control could not be measured: ${why}`,
    `Nothing of this run counts. ${advice}`,
  )
}
