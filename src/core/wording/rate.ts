import type { Work } from '../../model/benchmark.ts'
import { formatRate } from '../../model/unit.ts'

/** Work per second, of each kind that an operation does: `4.921 GFLOP/s`; '' where none was given. `time` in ns. */
export function rateWords(work: Work | undefined, time: number | undefined): string {
  if (!work || time === undefined || time <= 0) return ''
  return (['flops', 'bytes', 'items'] as const)
    .filter((kind) => (work[kind] ?? 0) > 0)
    .map((kind) => formatRate((work[kind]! / time) * 1e9, kind))
    .join(', ')
}
