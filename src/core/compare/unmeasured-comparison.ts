import type { Benchmark } from '../../model/benchmark.ts'
import type { Comparison, ComparisonReason, Reference } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import { kindOf } from '../kind/kinds.ts'

/** What a comparison says beside what it is about. */
export type Judged = Omit<Comparison, 'id' | 'metric' | 'base'>

/** Of a benchmark whose code and data are the same in both revisions: nothing is measured. */
export function identicalTo(benchmark: Pick<Benchmark, 'id' | 'kind'>, base: Reference): Comparison {
  const about = { id: benchmark.id, metric: kindOf(benchmark).primary, base }
  return { ...about, method: 'identical', ...nothing, verdict: 'identical', findings: [] }
}

/** Of a benchmark that only the base has. */
export function missingFrom(id: string, base: Reference, { gate }: Pick<Config, 'gate'>): Comparison {
  const metric = gate.metrics[0]!
  return { id, base, metric, method: 'paired', ...nothing, verdict: 'missing', findings: [] }
}

/** What a comparison states of which nothing was measured. */
export const nothing = { n: { head: 0, base: 0 }, decisive: true, minimumDetectable: null } as const

/** That a comparison decides nothing. */
export function undecided(
  reason: ComparisonReason,
  ...findings: Finding[]
): Pick<Judged, 'verdict' | 'reason' | 'findings'> {
  return { verdict: 'inconclusive', reason, findings }
}
