import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import type { Waiver } from '../../model/waiver.ts'
import { rulesOf, waiverOf } from './excuse.ts'

/** What excuses a regression: "storage accepts up to 10 % until 2026-12-31: the new index", or that it is soft. */
export function excuseWords(comparison: Comparison, run: Run): string {
  const waiver = waiverFor(comparison, run)
  if (!waiver) return 'it fails softly'
  const { owner, limit, until, why } = waiver
  return `${owner} accepts up to ${formatPercent(limit)} until ${until}: ${why}`
}

/** The waiver that covers a regression, if one does. */
export function waiverFor(comparison: Comparison, run: Run): Waiver | undefined {
  if (comparison.excused !== 'waiver') return undefined
  const benchmark = run.benchmarks.find(({ id }) => id === comparison.id)
  return benchmark && waiverOf(comparison, benchmark, rulesOf(run))
}
