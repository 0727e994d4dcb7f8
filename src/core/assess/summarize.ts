import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import { type MetricName, metric, metricNames } from '../../model/metric.ts'
import type { Timing } from '../../model/outcome.ts'
import type { BenchmarkResult, Estimate } from '../../model/run.ts'
import type { Ledger } from '../../model/trial.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { isEliminated, marginalCost } from '../kind/function/elimination.ts'
import { functionFindings } from '../kind/function/findings.ts'
import { timingsOf } from '../kind/function/trials.ts'
import { latencyOf } from '../ledger/latency.ts'
import { countDisturbed, failureOf, measured, valuesOf } from '../ledger/ledger.ts'
import { disturbedFindings, isGivenUp } from '../ledger/unmeasured.ts'
import { budgetResults, unheldBudgets } from './budget.ts'

/** What the trials of one benchmark say together. */
export function summarize(benchmark: Benchmark, trials: Ledger, config: Config): BenchmarkResult {
  const { id, file, line, group, name, params, agree, work } = benchmark
  const failure = failureOf(trials)
  const stages = [
    measured(trials, { stage: 'screen', side: 'head' }),
    measured(trials, { stage: 'confirm', side: 'head' }),
  ]
  const timings = stages.flatMap(timingsOf)
  const metrics: BenchmarkResult['metrics'] = {}
  for (const metricName of metricNames()) {
    const forks = stages.flatMap((stage) => valuesOf(stage, metricName))
    if (forks.length > 0) metrics[metricName] = estimateOf(metricName, forks, timings)
  }
  const latency = latencyOf(timings.flatMap((timing) => timing.latency ?? []))
  const isMeasured = !failure && timings.length > 0
  const budget = budgetResults(benchmark, metrics, config)
  const disturbed = countDisturbed(trials.filter(({ way }) => way === undefined))
  return {
    id,
    file,
    ...(line === undefined ? {} : { line }),
    group,
    name,
    params,
    agree,
    state: failure ? 'failed' : isMeasured ? 'measured' : 'skipped',
    ...(!failure && !isMeasured && isGivenUp(disturbed) ? { skipped: 'disturbed' } : {}),
    ...(failure ? { error: failure } : {}),
    metrics,
    timings: timings.map(({ latency: _, result: __, unknownResult: ___, ...row }) => row),
    confirmations: timingsOf(stages[1]!).length,
    ...(latency ? { latency } : {}),
    ...(work ? { work } : {}),
    ...(budget.length > 0 ? { budget } : {}),
    findings: [
      ...functionFindings(id, trials),
      ...disturbedFindings(id, disturbed),
      ...(isMeasured ? unheldBudgets(benchmark, metrics, config) : []),
    ],
  }
}

/** What forks say about a metric together: one value of each, and what the timed ones saw besides. */
export function estimateOf(
  name: MetricName,
  forks: readonly number[],
  timings: readonly Pick<Timing, 'calls'>[],
): Estimate {
  const { unit, better, loopFloor } = metric(name)
  const estimate = { unit, better, ...medianInterval(forks, policy.confidence), forks: [...forks] }
  return loopFloor ? withFloor(estimate, timings) : estimate
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
