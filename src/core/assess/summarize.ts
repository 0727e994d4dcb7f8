import { type Config, policy } from '../../model/config.ts'
import { type MetricName, metric, metricNames } from '../../model/metric.ts'
import type { Timing } from '../../model/outcome.ts'
import type { BenchmarkResult, Estimate } from '../../model/run.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { codeFindings } from '../kind/function/code-findings.ts'
import { isEliminated, marginalCost } from '../kind/function/elimination.ts'
import { memoryFindings } from '../kind/function/memory-findings.ts'
import type { Evidence } from '../ledger/evidence.ts'
import { latencyOf } from '../ledger/latency.ts'
import { confirmationsOf, valuesOf } from '../ledger/metric-values.ts'
import { isGivenUp, unmeasuredFindings } from '../ledger/unmeasured.ts'
import { budgetResults, unheldBudgets } from './budget.ts'

/** What the forks of one benchmark say together. */
export function summarize(evidence: Evidence, config: Config): BenchmarkResult {
  const { benchmark, failure } = evidence
  const { id, file, line, group, name, params, agree, work } = benchmark
  const timings = [...evidence.timings, ...evidence.confirmations]
  const metrics: BenchmarkResult['metrics'] = {}
  for (const name of metricNames()) {
    const forks = [...valuesOf(evidence, name), ...confirmationsOf(evidence, name)]
    if (forks.length > 0) metrics[name] = estimateOf(name, forks, timings)
  }
  const latency = latencyOf(timings.flatMap((timing) => timing.latency ?? []))
  const measured = !failure && timings.length > 0
  const budget = budgetResults(benchmark, metrics, config)
  return {
    id,
    file,
    ...(line === undefined ? {} : { line }),
    group,
    name,
    params,
    agree,
    state: failure ? 'failed' : measured ? 'measured' : 'skipped',
    ...(!failure && !measured && isGivenUp(evidence.disturbed) ? { skipped: 'disturbed' } : {}),
    ...(failure ? { error: failure } : {}),
    metrics,
    timings: timings.map(({ latency: _, result: __, unknownResult: ___, ...row }) => row),
    confirmations: evidence.confirmations.length,
    ...(latency ? { latency } : {}),
    ...(work ? { work } : {}),
    ...(budget.length > 0 ? { budget } : {}),
    findings: [
      ...evidence.findings,
      ...codeFindings(evidence),
      ...memoryFindings(evidence),
      ...unmeasuredFindings(evidence),
      ...(measured ? unheldBudgets(benchmark, metrics, config) : []),
    ],
  }
}

/** What forks say about a metric together: one value of each, and what the timed ones saw besides. */
export function estimateOf(
  name: MetricName,
  forks: readonly number[],
  timings: readonly Pick<Timing, 'calls'>[],
): Estimate {
  const { unit, better } = metric(name)
  const estimate = { unit, better, ...medianInterval(forks, policy.confidence), forks: [...forks] }
  return name === 'time' ? withFloor(estimate, timings) : estimate
}

/**
 * Near the floor nobody can say which part of an iteration is the loop's and which the function's: the interval
 * begins at what one more call costs, which is zero for work that was optimised away, and ends at the iteration.
 */
function withFloor(time: Estimate, timings: readonly Pick<Timing, 'calls'>[]): Estimate {
  const marginal = timings.flatMap(({ calls }) => (calls ? marginalCost(calls) : []))
  if (marginal.length * 2 <= timings.length) return time
  const low = isEliminated(timings) ? 0 : medianInterval(marginal, policy.confidence).low
  return { ...time, low: Math.min(time.low, low) }
}
