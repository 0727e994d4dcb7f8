import { policy } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { formatPercent, formatQuantity } from '../../../model/unit.ts'
import { hodgesLehmann } from '../../../stats/hodges-lehmann.ts'
import { count } from '../../wording/count.ts'
import { type BoundedChange, pairedChange } from '../change.ts'
import { contradiction, describeChange, notSlower } from '../faster-findings.ts'
import { type Limits, worsening } from '../limits.ts'
import type { ExperimentState } from './experiment.ts'
import { type PairedDecision, pairsToDecide } from './paired.ts'
import type { PairedVerdict } from './paired-verdict.ts'

/** Why there is nothing to compare with, if so. */
export function baseFailure({ experiment, failure }: ExperimentState, ref: string): Finding | undefined {
  if (failure?.side !== 'base') return undefined
  const { reason, message } = failure.failure
  return finding(
    'base-failed',
    experiment.benchmark.id,
    `It does not run at ${ref}: ${reason}, ${message}`,
    reason === 'load-error'
      ? 'If it loads built files (dist/), say in base.build how they are built. Otherwise compare with a revision where it runs.'
      : 'Compare with a revision where it runs; at this one there is nothing to compare with.',
  )
}

/** Whether the base's side would run code of the working tree, if so. */
export function mixedCode({ experiment }: ExperimentState, ref: string): Finding | undefined {
  const { benchmark, mixed } = experiment
  if (mixed === undefined) return undefined
  return finding(
    'mixed-code',
    benchmark.id,
    `At ${ref} it reads ${mixed}: both sides would run a mixture`,
    'Name files relative to the file that reads them (import.meta.url), or to the current folder. A search upwards must stop at the package.json of the project, since the base lies below the working tree; absolute paths, also of variables, lead to the working tree. What decides nothing about code may be named in base.unrelated.',
  )
}

/** Why it is open, and what it would take: a verdict that only says that it does not know helps nobody. */
export function openFinding(
  state: ExperimentState,
  { decision, judged: { change, reason } }: PairedVerdict,
  limits: Limits,
): Finding[] {
  const { verdict, wanted, n } = decision
  const { id } = state.experiment.benchmark
  if (wanted > 0 || n === 0 || change === undefined) return []
  if (verdict === 'not-slower') return [notSlower(id, change, limits)]
  if (verdict !== 'inconclusive') return []
  return [
    reason === 'stages-disagree' ? contradiction(id, change) : undecidedFinding(state, decision, limits),
  ]
}

function undecidedFinding(
  { experiment, pairs, wall }: ExperimentState,
  decision: PairedDecision,
  limits: Limits,
): Finding {
  const wanted = pairsToDecide(decision, limits)
  const each = wall / (pairs.screen.length + pairs.confirm.length)
  const { tolerance, margin } = limits
  const isBelow = decision.bounds.high < Math.log1p(margin)
  const open = isBelow
    ? `a slowdown of more than ${formatPercent(margin)} is disproven, and one of more than ${formatPercent(tolerance)} is likely, but not proven`
    : `neither a slowdown of more than ${formatPercent(tolerance)} is proven nor one of more than ${formatPercent(margin)} disproven`
  return finding(
    'undecided',
    experiment.benchmark.id,
    `After ${count(decision.n, 'pair')} ${open}`,
    wanted === undefined
      ? 'Give it more pairs (--forks, or time.forks.max).'
      : wanted > policy.mostForks
        ? `About ${wanted} pairs would decide, and ${policy.mostForks} are the most. A quieter machine, or longer forks (--time), need fewer.`
        : `About ${wanted} pairs would decide, some ${formatQuantity(wanted * each, 'ns')} in each stage: --forks ${wanted}, or time.forks.max. A quieter machine, or longer forks (--time), need fewer.`,
  )
}

/**
 * A shared heap dilutes: the size of a change in processes of their own stands beside what `decided`, where it is another
 * one; a size within its interval is none.
 */
export function sizeApart(
  subject: string,
  values: readonly number[],
  limits: Limits,
  decided: BoundedChange | undefined,
): Finding[] {
  if (values.length === 0) return []
  const logs = worsening(values, limits)
  const size = pairedChange(logs, hodgesLehmann(logs), limits)
  const { low, high } = size
  const isLike =
    decided !== undefined &&
    (low ?? Number.NEGATIVE_INFINITY) <= decided.estimate &&
    decided.estimate <= (high ?? Number.POSITIVE_INFINITY)
  if (isLike) return []
  const message = `In separate processes the change is ${describeChange(size)}, over ${count(values.length, 'pair')}. The verdict comes from pairs in one process: both revisions share its garbage collector, so each pays for some of what the other allocates, and the change looks smaller`
  const advice = 'Take this one for the size of the change, and that one for its certainty.'
  return [finding('separate-process-size', subject, message, advice)]
}

/** Why its revisions did not share a process. */
export function apartFinding({ experiment, way, reason }: ExperimentState): Finding {
  const order = way === 'apart' ? 'in turns' : 'one after the other'
  return finding(
    'measured-apart',
    experiment.benchmark.id,
    `Its revisions were measured in processes of their own, ${order}: ${reason}`,
    'Separate processes need a larger change, or more pairs, for the same certainty.',
  )
}
