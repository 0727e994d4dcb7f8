import type { Benchmark } from '../../model/benchmark.ts'
import type { Comparison, ComparisonReason, Reference } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import { type Finding, finding } from '../../model/finding.ts'
import { isSampled, type MetricName, metric } from '../../model/metric.ts'
import type { MeasuredTrial } from '../../model/trial.ts'
import { hasMetric, kindOf } from '../kind/kinds.ts'
import { valuesOf } from '../ledger/ledger.ts'

/** What a comparison says beside what it is about. */
export type Judged = Omit<Comparison, 'id' | 'metric' | 'base'>

/**
 * Of a benchmark whose code and data are the same in both revisions: nothing is measured.
 *
 * @param spared those of which only functions have changed that they do not execute
 */
export function identicalTo(
  { id, kind }: Pick<Benchmark, 'id' | 'kind'>,
  base: Reference,
  spared: ReadonlySet<string>,
): Comparison {
  const about = {
    id,
    metric: kindOf({ kind }).primary,
    base,
    ...(spared.has(id) && { unexecuted: true as const }),
  }
  return { ...about, method: 'identical', ...nothing, verdict: 'identical', findings: [] }
}

/** Of a benchmark that only the base has. */
export function missingFrom(id: string, base: Reference, { gate }: Pick<Config, 'gate'>): Comparison {
  return compareWithNothing(id, gate.metrics[0]!, { verdict: 'missing' }, [], base)
}

/** That a benchmark is compared with nothing. `base`: of pairs, what they are measured against. */
export function compareWithNothing(
  id: string,
  name: MetricName,
  standing: Pick<Comparison, 'verdict' | 'reason'>,
  findings: Finding[],
  base?: Reference,
): Comparison {
  const method = base ? 'paired' : 'recorded'
  return { id, metric: name, method, base: base ?? {}, ...nothing, ...standing, findings }
}

/**
 * Sampled metrics that are asked for, and that these trials do not tell: quantiles beyond which too few operations of a
 * trial lie; what the benchmark was to measure itself; or, where nothing that is asked for can be measured, the first. What
 * has no latencies has no quantiles either.
 */
export function findUnmeasured(
  benchmark: Pick<Benchmark, 'kind' | 'measure'>,
  asked: readonly MetricName[],
  trials: readonly MeasuredTrial[],
): MetricName[] {
  const isQuantile = (name: MetricName) => metric(name).quantile !== undefined
  const isTold = (name: MetricName) => valuesOf(trials, name).length > 0
  const hasQuantiles = trials.some(({ end }) => Object.keys(end.values).some(isQuantile))
  const sampled = asked.filter(isSampled)
  const isExpected = (name: MetricName) =>
    metric(name).own ? hasMetric(benchmark, name) : isQuantile(name) && hasQuantiles
  const missed = sampled.filter((name) => isExpected(name) && !isTold(name))
  return missed.length > 0 || sampled.some(isTold) ? missed : sampled.slice(0, 1)
}

/** That such a metric is compared with nothing. `base`: of pairs, what they were measured against. */
export function notMeasured(id: string, name: MetricName, base?: Reference): Comparison {
  const standing = { verdict: 'inconclusive', reason: 'not-measured' } as const
  return compareWithNothing(id, name, standing, [tellUnmeasured(id, name)], base)
}

/** That no trial of a benchmark tells a metric that is asked for. */
export function tellUnmeasured(id: string, name: MetricName): Finding {
  const { quantile, title, own } = metric(name)
  const message = `Its ${title} could not be measured`
  const advice = own
    ? isSampled(name)
      ? 'Where it is zero there is no ratio: declare it exact, or let an operation do more of it.'
      : 'Let it be read: another finding says what keeps it from that.'
    : quantile === undefined
      ? 'Ask for a metric that it has (gate.metrics), such as time.'
      : 'Only operations that are timed one by one have latencies, and a far quantile needs many of them: give it more time (--time), or leave it out of gate.metrics.'
  return finding('metric-not-measured', id, message, advice)
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
