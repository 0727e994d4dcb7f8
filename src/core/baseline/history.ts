import type { Baseline, Session } from '../../model/baseline.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import { policy } from '../../model/config.ts'
import type { AcceptedSeries, History } from '../../model/history.ts'
import { isSampled, metric, metricNames } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { type RecordedValues, recordedKey, roundValue } from './recorded.ts'

type Rules = Pick<Run['tool'], 'method' | 'trialTime'>
type Found = {
  readonly id: string
  readonly session: Session
  readonly values: readonly number[]
  readonly all: RecordedValues
}

/**
 * What was accepted of each benchmark, session by session; `undefined` where nothing was. `versions`: of baselines, in any
 * order; a session that several of them hold counts once. Sessions that were measured by other rules than the run are
 * no part of its history: their numbers are not compared.
 */
export function historyOf(
  benchmarks: readonly Pick<Benchmark, 'id' | 'file'>[],
  versions: readonly Baseline[],
  rules: Rules,
): History | undefined {
  const byFile = Map.groupBy(versions, ({ file }) => file)
  const found = benchmarks.flatMap((benchmark) => {
    const sessions = sessionsOf(benchmark, byFile.get(benchmark.file) ?? [], rules)
    return sessions.length === 0 ? [] : [{ id: benchmark.id, sessions }]
  })
  if (found.length === 0) return undefined
  const all = new Map(found.flatMap(({ sessions }) => sessions.map(({ id, session }) => [id, session])))
  const ids = [...all.keys()].sort()
  return {
    sessions: ids.map((id) => {
      const { date, commit } = all.get(id)!
      return { id, date, ...(commit === undefined ? {} : { commit }) }
    }),
    benchmarks: found.map(({ id, sessions }) => courseOf(id, sessions, ids)),
  }
}

/** The histories of the parts of a run as one; `undefined` where there is none. */
export function uniteHistories(histories: readonly History[]): History | undefined {
  if (histories.length === 0) return undefined
  const all = new Map(histories.flatMap(({ sessions }) => sessions.map((one) => [one.id, one])))
  const ids = [...all.keys()].sort()
  return {
    sessions: ids.map((id) => all.get(id)!),
    benchmarks: histories.flatMap(({ sessions, benchmarks }) =>
      benchmarks.map((one) => ({
        ...one,
        sessions: one.sessions.map((place) => ids.indexOf(sessions[place]!.id)),
      })),
    ),
  }
}

/** The newest sessions of a benchmark by what leads it, the oldest of them first: ids begin with the time. */
function sessionsOf(
  benchmark: Pick<Benchmark, 'id' | 'file'>,
  versions: readonly Baseline[],
  { method, trialTime }: Rules,
): Found[] {
  const found = new Map<string, Found>()
  const key = recordedKey(benchmark)
  const leading = metricNames().filter((name) => metric(name).leads)
  const lead = leading.find((name) => versions.some(({ benchmarks }) => benchmarks[key]?.[name])) ?? ''
  for (const { sessions, benchmarks } of versions) {
    for (const [id, values] of Object.entries(benchmarks[key]?.[lead] ?? {})) {
      const session = sessions[id]
      if (session?.method === method && session.trialTime === trialTime && !found.has(id))
        found.set(id, { id, session, values, all: benchmarks[key]! })
    }
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(-policy.history.points)
}

function courseOf(id: string, sessions: readonly Found[], ids: readonly string[]): AcceptedSeries {
  const times = sessions.map(({ values }) => medianInterval(values, policy.confidence))
  const counted = countedIn(sessions.at(-1)!)
  return {
    id,
    sessions: sessions.map((session) => ids.indexOf(session.id)),
    estimates: times.map(({ estimate }) => roundValue(estimate)),
    lows: times.map(({ low }) => roundValue(low)),
    highs: times.map(({ high }) => roundValue(high)),
    ...(Object.keys(counted).length > 0 && { counted }),
  }
}

/** What was counted in a session, as tables show it. */
function countedIn({ id, all }: Found): NonNullable<AcceptedSeries['counted']> {
  const exact = metricNames().filter(
    (name) => !isSampled(name) && metric(name).unit === 'byte' && metric(name).column,
  )
  return Object.fromEntries(
    exact.flatMap((name) => {
      const values = all[name]?.[id] ?? []
      return values.length === 0 ? [] : [[name, { low: Math.min(...values), high: Math.max(...values) }]]
    }),
  )
}
