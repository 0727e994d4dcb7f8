import { AssayError } from '../../model/assay-error.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import { declareDetail } from '../../model/kind.ts'
import { type MetricName, metric, metricNames } from '../../model/metric.ts'
import { coldKind } from './cold/kind.ts'
import { commandKind } from './command/kind.ts'
import { functionKind } from './function/kind.ts'
import type { Kind } from './kind.ts'
import { serviceKind } from './service/kind.ts'

const kinds = new Map<string, Kind>([
  ['function', functionKind satisfies Kind],
  ['command', commandKind satisfies Kind],
  ['cold', coldKind satisfies Kind],
  ['service', serviceKind satisfies Kind],
])

/**
 * Makes a kind from outside known. Its metrics must have been declared. Returns what withdraws it.
 *
 * @throws RangeError when there is another kind of that name
 */
export function declareKind(kind: Kind): () => void {
  const withdraw = declareDetail(kind.name, kind.detail)
  kinds.set(kind.name, kind)
  return () => {
    withdraw()
    kinds.delete(kind.name)
  }
}

/** The rows of a result, or of a ledger, that tell its sampled metrics. */
export function sampledTrials<T extends { readonly task: string }>(benchmark: {
  readonly kind: string
  readonly trials: readonly T[]
}): T[] {
  const { task } = kindOf(benchmark)
  return benchmark.trials.filter((one) => one.task === task)
}

/** Every metric that trials of a kind may tell: its own, and those of the project, which belong to no kind. */
export function metricsOfKind({ metrics }: Pick<Kind, 'metrics'>): MetricName[] {
  return [...metrics, ...metricNames().filter((name) => metric(name).own)]
}

/** Whether a benchmark tells a metric: one of its kind, or one that it measures itself. */
export function hasMetric(benchmark: Pick<Benchmark, 'kind' | 'measure'>, name: MetricName): boolean {
  return metric(name).own
    ? Object.hasOwn(benchmark.measure ?? {}, name)
    : kindOf(benchmark).metrics.includes(name)
}

/** @throws AssayError `unknown-kind` */
export function kindOf({ kind }: { readonly kind: string }): Kind {
  const known = kinds.get(kind)
  if (known) return known
  throw new AssayError(
    'unknown-kind',
    `there is no kind of benchmark '${kind.slice(0, 80)}'; there are ${[...kinds.keys()].join(', ')}.`,
    'Update Assay, or install the package that brings this kind.',
  )
}
