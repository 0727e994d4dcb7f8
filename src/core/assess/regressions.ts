import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { median } from '../../stats/quantile.ts'
import { isLeading } from '../compare/comparison-state.ts'
import { weighChange } from '../compare/weight.ts'
import { directChange } from '../wording/change-words.ts'

/** What has become worse, with the numbers of both sides. */
export type Regression = {
  readonly comparison: Comparison
  /** In base units. The number of today, and what the change says that it was: one estimate, told twice. */
  readonly before: number | undefined
  readonly now: number | undefined
}

/** Everything that has become worse and is not excused: time before bytes, the largest change first. */
export function regressionsOf(run: Run): Regression[] {
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  return run.comparisons
    .filter(isRegression)
    .toSorted((a, b) => Number(isLeading(b)) - Number(isLeading(a)) || weighChange(b) - weighChange(a))
    .map((comparison) => {
      const measured = benchmarks.get(comparison.id)?.metrics[comparison.metric]?.estimate
      return { comparison, ...sidesOf(comparison, measured) }
    })
}

export function isRegression({ verdict, excused }: Comparison): boolean {
  return verdict === 'regressed' && excused === undefined
}

/** What is exact was counted on both sides; of what is sampled the ratio is what is known. */
function sidesOf(comparison: Comparison, now: number | undefined): Pick<Regression, 'before' | 'now'> {
  const { method, values, change } = comparison
  if (method === 'exact' && values) {
    const [head, base] = [values.head, values.base.flat()]
    return { before: base.length > 0 ? median(base) : undefined, now: head.length > 0 ? median(head) : now }
  }
  const ratio = change && 1 + directChange(comparison).estimate
  return { before: ratio && now !== undefined && ratio > 0 ? now / ratio : undefined, now }
}
