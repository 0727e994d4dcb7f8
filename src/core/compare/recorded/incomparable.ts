import type { Baseline } from '../../../model/baseline.ts'
import type { Benchmark } from '../../../model/benchmark.ts'
import type { Comparison } from '../../../model/comparison.ts'
import type { Config } from '../../../model/config.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { type MetricName, metric } from '../../../model/metric.ts'
import type { MeasuredTrial } from '../../../model/trial.ts'
import { isOfOtherUnit, recordedOf } from '../../baseline/recorded.ts'
import { valuesOf } from '../../ledger/ledger.ts'
import { askedOf } from '../asked-metrics.ts'
import { tellOtherRules } from './other-rules.ts'

/** Metrics that the gate asks for and no cell is about; of each source only where its trials were made. */
export function findUncompared(
  benchmark: Benchmark,
  cells: readonly Pick<Comparison, 'metric' | 'standsFor'>[],
  { gate }: Config,
  trials: readonly MeasuredTrial[],
): MetricName[] {
  const about = new Set(cells.flatMap(({ metric: name, standsFor = name }) => [name, standsFor]))
  const sources = new Set(
    trials.flatMap(({ end }) => Object.keys(end.values).map((name) => metric(name).from)),
  )
  return askedOf(benchmark, gate.metrics).filter((name) => {
    const { from, quantile } = metric(name)
    // Not every benchmark has operations that can be timed one by one.
    const isMissed = quantile === undefined ? sources.has(from) : valuesOf(trials, name).length > 0
    return isMissed && !about.has(name)
  })
}

/** Why nothing that is recorded of a metric is compared. The headline of a run repeats it. */
export function incomparableFinding(
  benchmark: Benchmark,
  name: MetricName,
  baselines: readonly Baseline[],
  config: Config,
): Finding {
  const found = recordedOf(benchmark, baselines)
  const sessions = Object.keys(found?.recorded[name] ?? {}).flatMap(
    (id) => found?.baseline.sessions[id] ?? [],
  )
  const { title, unit } = metric(name)
  if (found && isOfOtherUnit(found.baseline, name)) {
    const before = found.baseline.metrics![name]!.unit
    return finding(
      'incomparable',
      benchmark.id,
      `The baseline has ${title} in another unit: ${before}, and ${unit} now`,
      'Record it again: \'assay baseline update --why "…"\'; or give what counts something else another name.',
    )
  }
  const how = tellOtherRules(sessions, config)
  return finding(
    'incomparable',
    benchmark.id,
    how === undefined ? `The baseline has no ${title} of it` : `The baseline was measured ${how}`,
    'Measure for the same time, or the baseline again: \'assay baseline update --why "…"\'.',
  )
}
