import type { Benchmark } from '../../../model/benchmark.ts'
import type { Comparison } from '../../../model/comparison.ts'

/** Whether recorded numbers leave something open about a benchmark: it is suspected, or undecided. */
export function isLeftOpen(
  comparisons: readonly Comparison[],
): (benchmark: Pick<Benchmark, 'id'>) => boolean {
  const open = comparisons.filter(({ method, verdict }) => {
    if (method === 'exact') return false
    return verdict === 'inconclusive' || verdict === 'regressed'
  })
  const ids = new Set(open.map(({ id }) => id))
  return ({ id }) => ids.has(id)
}
