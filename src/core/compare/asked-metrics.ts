import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { isSampled, type MetricName, metric } from '../../model/metric.ts'
import { hasMetric, kindOf } from '../kind/kinds.ts'

type Asked = Pick<Benchmark, 'kind' | 'measure'>

/**
 * What a gate asks of a benchmark: not every one measures what another one does. Where the gate names no metric of a kind that
 * has metrics of its own, those of the kind decide.
 */
export function askedOf(benchmark: Asked, asked: readonly MetricName[]): MetricName[] {
  const named = asked.filter((name) => !metric(name).own || hasMetric(benchmark, name))
  const { decides } = kindOf(benchmark)
  if (!decides) return named
  const own = named.filter((name) => hasMetric(benchmark, name))
  return own.length > 0 ? own : [...decides]
}

/**
 * Tests that so many benchmarks share the suite's error among: one of each sampled metric that is asked for of the one of which
 * most are.
 *
 * @param of those of the suite, as far as they are known
 */
export function countTests(benchmarks: number, { gate }: Pick<Config, 'gate'>, of: readonly Asked[]): number {
  const each = of.map((one) => askedOf(one, gate.metrics).filter(isSampled).length)
  return benchmarks * Math.max(1, gate.metrics.filter(isSampled).length, ...each)
}
