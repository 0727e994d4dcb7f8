import type { AcceptedSeries } from '../../model/history.ts'
import type { Run } from '../../model/run.ts'

/**
 * Ids of the benchmarks that are the likeliest to change next: those that this run has found changed, and those whose accepted
 * numbers have changed before. History alone is as good a guess as the best that looks at the code (Laaber et al.,
 * arXiv 2211.13525).
 */
export function suspectsOf({ comparisons, history }: Pick<Run, 'comparisons' | 'history'>): string[] {
  const changed = comparisons.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved')
  const moved = (history?.benchmarks ?? []).filter(hasMoved)
  return [...new Set([...changed, ...moved].map(({ id }) => id))]
}

/** Whether two sessions that follow each other have intervals that do not meet. */
function hasMoved({ lows, highs }: AcceptedSeries): boolean {
  return lows.some((low, place) => place > 0 && (low > highs[place - 1]! || highs[place]! < lows[place - 1]!))
}
