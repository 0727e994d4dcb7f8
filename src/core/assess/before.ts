import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import type { BenchmarkResult } from '../../model/run.ts'
import { directChange } from '../wording/change-words.ts'

/**
 * What a metric was before, in base units: the present number without the change that was measured, for the machine of
 * another day is another one. So before, now and the change always fit each other. `undefined` where there was no base, or
 * where it was not measured.
 */
export function beforeOf(
  { metrics }: Pick<BenchmarkResult, 'metrics'>,
  comparison: Comparison,
): number | undefined {
  const { metric: name, method, change, difference } = comparison
  const now = metrics[name]?.estimate
  if (method === 'identical' || now === undefined) return undefined
  if (difference !== undefined) return metric(name).better === 'lower' ? now - difference : now + difference
  if (!change || now <= 0) return undefined
  const before = now / (1 + directChange(comparison).estimate)
  return Number.isFinite(before) ? before : undefined
}
