import type { Comparison, ComparisonVerdict } from '../../model/comparison.ts'
import { type MetricName, metric, metricNames } from '../../model/metric.ts'
import type { BenchmarkResult, Estimate } from '../../model/run.ts'

/** Whether a comparison decides about the metric that its benchmark is compared by first: as itself, or in its place. */
export function isLeading({ metric: name, standsFor = name }: Comparison): boolean {
  return metric(standsFor).leads === true
}

/** What was measured of the metric that a benchmark is compared by first. */
export function leadOf({ metrics }: Pick<BenchmarkResult, 'metrics'>): Lead | undefined {
  const name = metricNames().find((one) => metric(one).leads && metrics[one])
  return name === undefined ? undefined : { name, ...metrics[name]! }
}
export type Lead = Estimate & { readonly name: MetricName }

/**
 * Undecided only because recorded numbers cannot decide it, of one session or of another machine: nothing speaks against
 * it, and nothing could speak for it.
 */
export function isUnsuspected({ verdict, reason }: Comparison): boolean {
  return verdict === 'inconclusive' && (reason === 'one-session' || reason === 'machine-moved')
}

const decided: ReadonlySet<ComparisonVerdict> = new Set(['regressed', 'improved', 'equivalent', 'identical'])

/** Whether a comparison says something about this benchmark that was not known before. */
export function isDecided(comparison: Comparison): boolean {
  return decided.has(comparison.verdict) || isNotSlower(comparison)
}

/** Whether only an improvement is undecided: that it is not slower is proven, so it holds up nothing. */
export function isNotSlower(one: Pick<Comparison, 'verdict' | 'decisive' | 'method'>): boolean {
  return one.verdict === 'inconclusive' && !one.decisive && one.method !== 'exact'
}
