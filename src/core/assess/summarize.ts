import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult, TrialRow } from '../../model/run.ts'
import type { Ledger, MeasuredTrial } from '../../model/trial.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import type { Kind } from '../kind/kind.ts'
import { kindOf, metricsOfKind } from '../kind/kinds.ts'
import { latencyOf } from '../ledger/latency.ts'
import { countDisturbed, failureOf, measured, valuesOf } from '../ledger/ledger.ts'
import { disturbedFindings, isGivenUp } from '../ledger/unmeasured.ts'
import { budgetResults, unheldBudgets } from './budget.ts'

/** What the trials of one benchmark say together. */
export function summarize(benchmark: Benchmark, trials: Ledger, config: Config): BenchmarkResult {
  const { id, file, line, group, name, params, agree, work, grows, runsOn } = benchmark
  const kind = kindOf(benchmark)
  const failure = failureOf(trials)
  const stages = [
    measured(trials, { stage: 'screen', side: 'head' }),
    measured(trials, { stage: 'confirm', side: 'head' }),
  ]
  const all = stages.flat()
  const sampled = all.filter(({ task }) => task === kind.task)
  const metrics = metricsOf(kind, stages)
  const latency = latencyOf(kind.latencies?.(sampled) ?? [])
  const isMeasured = !failure && sampled.length > 0
  const budget = budgetResults(benchmark, metrics, config)
  const objectives =
    kind.holdToObjectives?.(
      benchmark,
      sampled.map(({ end }) => end),
    ) ?? []
  const disturbed = countDisturbed(trials.filter(({ way }) => way === undefined))
  return {
    id,
    kind: kind.name,
    file,
    ...(line === undefined ? {} : { line }),
    group,
    name,
    params,
    ...(runsOn && { runtime: runsOn.label }),
    agree,
    state: failure ? 'failed' : isMeasured ? 'measured' : 'skipped',
    ...(!failure && !isMeasured && isGivenUp(disturbed) ? { skipped: 'disturbed' } : {}),
    ...(failure ? { error: failure } : {}),
    metrics,
    trials: all.map(({ stage, task, way, end: { values, quality, detail } }) => ({
      stage: stage === 'confirm' ? stage : 'screen',
      task,
      ...(way === undefined ? {} : { way }),
      values: values as TrialRow['values'],
      quality: { ...quality },
      detail: kind.keepDetail(detail),
    })),
    ...(latency ? { latency } : {}),
    ...(work ? { work } : {}),
    ...(grows ? { grows } : {}),
    ...(budget.length > 0 ? { budget } : {}),
    ...(objectives.length > 0 ? { objectives } : {}),
    findings: [
      ...kind.findings(id, trials),
      ...disturbedFindings(id, disturbed),
      ...(isMeasured ? unheldBudgets(benchmark, metrics, config) : []),
    ],
  }
}

/**
 * What trials say of each metric together, those of the first stage first. From the rows of a Run the same follows as from
 * the trials themselves.
 */
export function metricsOf(
  kind: Kind,
  stages: readonly (readonly Pick<MeasuredTrial, 'task' | 'end'>[])[],
): BenchmarkResult['metrics'] {
  const sampled = stages.flat().filter(({ task }) => task === kind.task)
  const ends = sampled.map(({ end }) => end)
  const metrics: BenchmarkResult['metrics'] = {}
  for (const name of metricsOfKind(kind)) {
    const values = stages.flatMap((stage) => valuesOf(stage, name))
    if (values.length === 0) continue
    const { unit, better } = metric(name)
    const estimate = { unit, better, ...medianInterval(values, policy.confidence), values }
    metrics[name] = kind.adjustEstimate?.(name, estimate, ends) ?? estimate
  }
  return metrics
}

/** The rows of a Run as the stages of trials that they were made of. */
export function stagesOf({ trials }: Pick<BenchmarkResult, 'trials'>) {
  return (['screen', 'confirm'] as const).map((stage) =>
    trials
      .filter((row) => row.stage === stage)
      .map(({ task, values, quality, detail }) => ({
        task,
        end: { state: 'measured' as const, values, quality, detail },
      })),
  )
}
