import type { Comparison } from '../../model/comparison.ts'
import type { EnvironmentChange } from '../../model/environment-record.ts'
import { type Finding, finding } from '../../model/finding.ts'
import { tellDifferences } from '../wording/environment-words.ts'
import { isSuspicious } from './environment-difference.ts'

/**
 * That an environment has changed in what may move numbers, where recorded numbers of it say that something has: said of the
 * run, once for each environment. Elsewhere the change is listed, and warns of nothing.
 */
export function environmentFindings(
  changes: readonly EnvironmentChange[],
  comparisons: readonly Comparison[],
): Finding[] {
  if (!comparisons.some(isDoubtful)) return []
  return changes
    .filter((change) => change.class === undefined && change.differences.some(isSuspicious))
    .map((change) =>
      finding(
        'environment-differs',
        'run',
        `The environment is not the one of ${change.date.slice(0, 10)}, when the baseline was recorded: ${tellDifferences(change)}`,
        'Recorded numbers cannot tell that from a change of the code: let pairs decide (assay gate), or record a session of this environment, too: assay baseline update --why "…".',
      ),
    )
}

/** By recorded numbers something is worse or better, or looks so. */
function isDoubtful({ base, verdict, reason }: Comparison): boolean {
  if (base.baseline === undefined) return false
  return (
    verdict === 'regressed' || verdict === 'improved' || reason === 'suspected' || reason === 'machine-moved'
  )
}
