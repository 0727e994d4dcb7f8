import type { Baseline, Session } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { policy } from '../model/config.ts'
import type { History, HistoryPoint } from '../model/history.ts'
import type { Run } from '../model/run.ts'
import { medianInterval } from '../stats/median-interval.ts'
import { keyOf, rounded } from './recorded.ts'

/**
 * What was accepted of each benchmark, session by session, the oldest first; a benchmark without such a number is left
 * out. `versions`: of baselines, whichever order; a session that several of them hold counts once. Sessions that were
 * measured by other rules than the run are no part of its history: their numbers are not compared.
 */
export function historyOf(
  benchmarks: readonly Pick<Benchmark, 'id' | 'file'>[],
  versions: readonly Baseline[],
  rules: Pick<Run['tool'], 'method' | 'forkTime'>,
): History[] {
  const byFile = Map.groupBy(versions, ({ file }) => file)
  return benchmarks.flatMap((benchmark) => {
    const found = new Map<string, { session: Session; values: number[] }>()
    for (const { sessions, benchmarks } of byFile.get(benchmark.file) ?? []) {
      for (const [id, values] of Object.entries(benchmarks[keyOf(benchmark)]?.time ?? {})) {
        const session = sessions[id]
        if (session && isBy(session, rules) && !found.has(id)) found.set(id, { session, values })
      }
    }
    const newest = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(-policy.history.points)
    const points = newest.map(([id, { session, values }]) => pointOf(id, session, values))
    return points.length === 0 ? [] : [{ id: benchmark.id, points }]
  })
}

function isBy(session: Session, { method, forkTime }: Pick<Run['tool'], 'method' | 'forkTime'>): boolean {
  return session.method === method && session.forkTime === forkTime
}

function pointOf(id: string, { commit, date }: Session, values: readonly number[]): HistoryPoint {
  const { estimate, low, high } = medianInterval(values, policy.confidence)
  return {
    session: id,
    ...(commit === undefined ? {} : { commit }),
    date,
    estimate: rounded(estimate),
    low: rounded(low),
    high: rounded(high),
  }
}
