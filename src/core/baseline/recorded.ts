import { type Baseline, baselineSchema, type Session } from '../../model/baseline.ts'
import type { Config } from '../../model/config.ts'
import { method } from '../../model/method.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import { isMetricOf } from '../../model/own-kind.ts'
import type { Run } from '../../model/run.ts'
import { schemas } from '../../model/schema-version.ts'
import { forkBudget } from '../plan/plan.ts'

/** Of one benchmark: by metric, then by session, one value per fork. */
export type RecordedValues = Baseline['benchmarks'][string]

/** A benchmark is recorded in the baseline of its file, under the rest of its id. */
type Place = { readonly id: string; readonly file: string }

/** What of its id names a benchmark within its file. */
export function recordedKey({ id, file }: Place): string {
  return id.slice(`${file} › `.length)
}

/** What is recorded of a benchmark, with the baseline that tells about its sessions. */
export function recordedOf(
  place: Place,
  baselines: readonly Baseline[],
): { readonly baseline: Baseline; readonly recorded: RecordedValues } | undefined {
  const baseline = baselines.find(({ file }) => file === place.file)
  const recorded = baseline?.benchmarks[recordedKey(place)]
  return baseline && recorded && { baseline, recorded }
}

/** The session that was recorded last of a benchmark, and how many there are. */
export function newestSession(
  place: Place,
  baselines: readonly Baseline[],
): { readonly session: Session; readonly sessions: number } | undefined {
  const found = recordedOf(place, baselines)
  const ids = sessionIds(found?.recorded ?? {})
  const session = found?.baseline.sessions[ids.at(-1) ?? '']
  return session && { session, sessions: ids.length }
}

/** Six significant digits are recorded of a value: more would only make the diffs longer. */
export function roundValue(value: number): number {
  return Number(value.toPrecision(6))
}

/** The same, unless any difference in it is one. */
export function recordedValue(name: MetricName, value: number): number {
  const { distribution, tolerance } = metric(name)
  const isToTheDigit = distribution === 'exact' && tolerance.absolute === 0 && tolerance.relative === 0
  return isToTheDigit ? value : roundValue(value)
}

/** Whether what a baseline has of a metric is in another unit than it has today. */
export function isOfOtherUnit(baseline: Pick<Baseline, 'metrics'>, name: MetricName): boolean {
  const before = baseline.metrics && Object.hasOwn(baseline.metrics, name) && baseline.metrics[name]
  return before ? before.unit !== metric(name).unit : false
}

/** The sessions that there are values of, the oldest first: ids begin with the time. */
export function sessionIds(recorded: RecordedValues): string[] {
  return [...new Set(Object.values(recorded).flatMap((values) => Object.keys(values ?? {})))].sort()
}

/** A session and what its forks of one metric of one benchmark gave. */
type RecordedSession = { readonly id: string; readonly session: Session; readonly values: number[] }

/** Of what is recorded of one metric, the sessions that were measured under today's rules and in its unit, oldest first. */
export function comparableSessions(
  baseline: Baseline,
  name: MetricName,
  { [name]: recorded = {} }: RecordedValues,
  config: Config,
): RecordedSession[] {
  if (isOfOtherUnit(baseline, name)) return []
  const { sessions } = baseline
  return Object.keys(recorded)
    .sort()
    .flatMap((id): RecordedSession[] => {
      const session = sessions[id]
      return session && sameRules(session, config) ? [{ id, session, values: recorded[id] ?? [] }] : []
    })
}

/** Code that had longer to be compiled is faster: numbers of forks of another length are another method's. */
export function sameRules(session: Session, config: Config): boolean {
  return session.method === method && session.trialTime === forkBudget(config)
}

/**
 * The baseline of a file with these values, after a run was accepted as a session of it. Sessions that no benchmark has
 * values of any more are dropped. By which rules the run was measured is said beside it.
 */
export function makeBaseline(
  {
    file,
    sessions,
    benchmarks,
    metrics: before,
  }: Pick<Baseline, 'file' | 'benchmarks'> & Partial<Pick<Baseline, 'sessions' | 'metrics'>>,
  { id, source, finishedAt, environment, kinds = {}, metrics: own = {} }: Run,
  why: string,
  rules: Pick<Session, 'method' | 'trialTime'>,
): Baseline {
  const session: Session = {
    ...(source.commit === undefined ? {} : { commit: source.commit }),
    date: finishedAt,
    dirty: source.dirty,
    method: rules.method,
    trialTime: rules.trialTime,
    node: environment.runtime.node,
    ...(environment.runtime.measured && { measured: environment.runtime.measured }),
    why,
  }
  const used = new Set(Object.values(benchmarks).flatMap(sessionIds))
  const kept = Object.entries({ ...sessions, [id]: session }).filter(([one]) => used.has(one))
  const metrics = Object.values(benchmarks).flatMap((one) => Object.keys(one))
  const told = Object.entries(kinds).filter(([kind]) => metrics.some((name) => isMetricOf(kind, name)))
  const toldOwn = Object.entries({ ...before, ...own }).filter(([name]) => metrics.includes(name))
  return baselineSchema.parse({
    schema: schemas.baseline,
    class: environment.class,
    file,
    ...(told.length === 0 ? {} : { kinds: Object.fromEntries(told) }),
    ...(toldOwn.length === 0 ? {} : { metrics: Object.fromEntries(toldOwn) }),
    sessions: Object.fromEntries(kept),
    benchmarks,
  })
}
