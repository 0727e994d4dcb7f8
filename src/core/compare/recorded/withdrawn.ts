import type { Comparison } from '../../../model/comparison.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { formatPercent } from '../../../model/unit.ts'
import type { Moved } from '../../machine/moved.ts'
import { isNotSlower } from '../comparison-state.ts'
import type { Policy } from '../limits.ts'
import { undecided } from '../unmeasured-comparison.ts'

/**
 * A comparison with numbers of another machine, so to speak, rules nothing out. A regression that is proven beyond
 * `gate.drift` stands as long as no kernel has moved further than that: such a move is what the drift allows for.
 */
export function withdrawPass(
  comparison: Comparison,
  moved: readonly Moved[],
  { drift }: Pick<Policy, 'drift'>,
): Comparison {
  const { verdict, method, id, change } = comparison
  if (moved.length === 0 || method !== 'recorded') return comparison
  // What is not slower would pass, so it is withdrawn like any other pass, and what it says of that with it.
  if (verdict === 'improved' || verdict === 'equivalent' || isNotSlower(comparison))
    return { ...comparison, decisive: true, ...undecided('machine-moved', ruledOut(id)) }
  const furthest = Math.max(...moved.map(({ factor }) => Math.abs(Math.log(factor))))
  // What has changed by no more than the machine has is the machine's.
  const size = Math.abs(Math.log1p(change?.estimate ?? 0))
  if (verdict === 'inconclusive' && change && size <= furthest)
    return { ...comparison, decisive: true, ...undecided('machine-moved', ruledOut(id)) }
  if (verdict !== 'regressed' || furthest <= Math.log1p(drift)) return comparison
  return { ...comparison, ...undecided('suspected', withdrawnFinding(id, drift)) }
}

function ruledOut(id: string): Finding {
  return finding(
    'withdrawn',
    id,
    'The machine has moved since the baseline was recorded, so these numbers rule nothing out',
    'Measure when the machine is as it was, or record a session of it as it is: assay baseline update --why "…".',
  )
}

function withdrawnFinding(id: string, drift: number): Finding {
  return finding(
    'regression-withdrawn',
    id,
    `Slower on fresh forks, too, but the machine itself has moved by more than gate.drift (${formatPercent(drift)}) since the baseline was recorded`,
    'Measure when the machine is as it was; no base could be laid out to measure it in pairs.',
  )
}
