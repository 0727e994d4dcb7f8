import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { isLeading } from '../compare/comparison-state.ts'
import { weighChange } from '../compare/weight.ts'
import { beforeOf } from './before.ts'

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
      const { metrics = {} } = benchmarks.get(comparison.id) ?? {}
      const now = metrics[comparison.metric]?.estimate
      return { comparison, before: beforeOf({ metrics }, comparison), now }
    })
}

export function isRegression({ verdict, excused }: Comparison): boolean {
  return verdict === 'regressed' && excused === undefined
}
