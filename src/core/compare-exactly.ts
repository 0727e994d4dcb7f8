import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Metric } from '../model/metric.ts'
import { median } from '../stats/quantile.ts'

/** One exact metric of one benchmark on two sides; one value per fork. */
export type ExactCell = {
  readonly id: string
  readonly head: readonly number[]
  readonly base: readonly number[]
}

type ExactlyJudged = Pick<
  Comparison,
  'method' | 'change' | 'difference' | 'verdict' | 'decisive' | 'minimumDetectable' | 'findings' | 'n'
>

/**
 * A difference is a fact when all forks of one side lie beyond all of the other by more than the quantum. Where
 * the recorded forks themselves disagree by more than that (code that was compiled at another moment allocates
 * another amount), the metric is not exact for this benchmark: three forks above three others happen once in
 * twenty times by chance, so the gap must exceed what either side's forks differ among themselves; a difference
 * within the tolerance is none, and one between the two is shown but decides nothing.
 */
export function compareExactly(
  { id, head, base }: ExactCell,
  { quantum, better, title }: Metric,
  { tolerance }: Pick<Config['gate'], 'tolerance'>,
): ExactlyJudged {
  const worse = better === 'lower' ? 1 : -1
  const from = median(base)
  const step = Math.max(quantum?.absolute ?? 0, Math.abs(from) * (quantum?.relative ?? 0))
  const ratio = (value: number) => (worse * (value - from)) / Math.max(Math.abs(from), 1)
  const values = head.map(ratio)
  const uneven = range(base) > step
  const judged: Omit<ExactlyJudged, 'verdict'> = {
    method: 'exact',
    n: { head: head.length, base: base.length },
    change: { estimate: ratio(median(head)), low: Math.min(...values), high: Math.max(...values) },
    difference: worse * (median(head) - from),
    decisive: true,
    minimumDetectable: step / Math.max(Math.abs(from), 1),
    findings: [],
  }
  const gap = uneven ? Math.max(step, range(base), range(head)) : step
  const above = Math.min(...head) > Math.max(...base) + gap
  const below = Math.max(...head) < Math.min(...base) - gap
  if (above || below) return { ...judged, verdict: above === (worse === 1) ? 'regressed' : 'improved' }
  const small = uneven ? Math.max(step, Math.abs(from) * tolerance) : step
  if (Math.abs(median(head) - from) <= small) return { ...judged, verdict: 'equivalent' }
  const findings = uneven || range(head) > step ? [unevenForks(id, title)] : []
  return { ...judged, verdict: 'inconclusive', decisive: !uneven, findings }
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values)
}

function unevenForks(id: string, title: string): Finding {
  return {
    code: 'uneven-forks',
    severity: 'info',
    subject: id,
    message: `The ${title} differ from fork to fork by more than what is compared`,
    advice:
      'Make the work of an operation equal each time, or give it more time (--time): code that is still being compiled allocates more.',
  }
}
