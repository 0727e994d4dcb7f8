import { AssayError } from '../../model/assay-error.ts'
import { declareMetric } from '../../model/metric.ts'
import {
  type FreeMetric,
  isOtherMetric,
  type OwnMetrics,
  ownMetricsSchema,
  rowOf,
} from '../../model/own-metric.ts'
import { openDeclarations } from './declarations.ts'

/**
 * Metrics of a project's own, whatever kind of benchmark tells them. What names them is read by their rows: a configuration,
 * documents. So they are made known first.
 */

const declarations = openDeclarations<FreeMetric>(
  (name, row) => declareMetric(name, rowOf(name, row)),
  (one, other) => JSON.stringify(rowOf('', one)) === JSON.stringify(rowOf('', other)),
  isOtherMetric,
)

/** Makes metrics known, of a configuration or of benchmark files. Returns what withdraws them. */
export function declareOwnMetrics(metrics: OwnMetrics): () => void {
  return declarations.declare(metrics)
}

/**
 * The same of what a document says in its field `metrics`; words that are known here stay. What is wrong there is told by
 * its schema.
 *
 * @throws AssayError `two-metrics` when a metric of that name is something else here
 */
export function declareMetricsOf(document: unknown): void {
  const metrics = metricsIn(document)
  const other = declarations.findOther(metrics)
  if (other !== undefined) {
    throw new AssayError(
      'two-metrics',
      `The metric '${other}' of this document has another unit than the one that is known here, or is better or exact where that is not.`,
      'Measure again. What counts something else needs another name.',
    )
  }
  declareMissingMetricsOf(document)
}

/** The same of recorded numbers: those of another unit are not compared. */
export function declareMissingMetricsOf(document: unknown): void {
  declareOwnMetrics(declarations.missing(metricsIn(document)))
}

function metricsIn(document: unknown): OwnMetrics {
  const { metrics = {} } = (document ?? {}) as { metrics?: unknown }
  return ownMetricsSchema.safeParse(metrics).data ?? {}
}
