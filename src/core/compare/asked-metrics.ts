import type { Benchmark } from '../../model/benchmark.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import { hasMetric } from '../kind/kinds.ts'

/** What a gate asks of a benchmark: not every one measures what another one does. */
export function askedOf(
  benchmark: Pick<Benchmark, 'kind' | 'measure'>,
  asked: readonly MetricName[],
): MetricName[] {
  return asked.filter((name) => !metric(name).own || hasMetric(benchmark, name))
}
