import type { Memory } from '../../../model/outcome.ts'
import { median } from '../../../stats/quantile.ts'

/** Share of its time that the collector pauses a benchmark: the median of its memory forks, 0 without any. */
export function collectorShare(memories: readonly Memory[]): number {
  const shares = memories.map(({ minorPause, majorPause, time }) => {
    return time > 0 ? (minorPause + majorPause) / time : 0
  })
  return shares.length === 0 ? 0 : median(shares)
}
