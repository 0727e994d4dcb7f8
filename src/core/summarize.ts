import { type Config, policy } from '../model/config.ts'
import { type MetricName, metric, metricNames } from '../model/metric.ts'
import type { BenchmarkResult, Estimate } from '../model/run.ts'
import { medianInterval } from '../stats/median-interval.ts'
import { budgetResults, unheldBudgets } from './budget.ts'
import { codeFindings } from './code-findings.ts'
import type { Evidence } from './evidence.ts'
import { confirmationsOf, valuesOf } from './metric-values.ts'

/** What the forks of one benchmark say together. */
export function summarize(evidence: Evidence, config: Config): BenchmarkResult {
  const { benchmark, failure } = evidence
  const { id, file, line, group, name, params, agree, work } = benchmark
  const timings = [...evidence.timings, ...evidence.confirmations]
  const metrics: BenchmarkResult['metrics'] = {}
  for (const name of metricNames) {
    const forks = [...valuesOf(evidence, name), ...confirmationsOf(evidence, name)]
    if (forks.length > 0) metrics[name] = estimate(name, forks)
  }
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
    ...(failure ? { error: failure } : {}),
    metrics,
    timings,
    confirmations: evidence.confirmations.length,
    ...(work ? { work } : {}),
    ...(budget.length > 0 ? { budget } : {}),
    findings: [
      ...evidence.findings,
      ...codeFindings(evidence),
      ...(measured ? unheldBudgets(benchmark, metrics, config) : []),
    ],
  }
}

function estimate(name: MetricName, forks: number[]): Estimate {
  const { unit, better } = metric(name)
  return { unit, better, ...medianInterval(forks, policy.confidence), forks }
}
