import type { Baseline, Session } from '../../model/baseline.ts'
import { policy } from '../../model/config.ts'
import { gateableMetricNames, metric } from '../../model/metric.ts'
import type { BenchmarkResult, Digest, Run } from '../../model/run.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { quantile } from '../../stats/quantile.ts'
import { sorted } from '../../stats/sample.ts'
import { numberId } from '../identity/run-id.ts'
import { kindOf, sampledTrials } from '../kind/kinds.ts'
import { isContended } from '../ledger/waiting.ts'
import type { Objection } from './objection.ts'
import {
  isOfOtherUnit,
  makeBaseline,
  type RecordedValues,
  recordedKey,
  recordedValue,
  sessionIds,
} from './recorded.ts'
import type { UpdatePlan } from './update-plan.ts'

/** Reasons not to accept a run as the baseline; an empty list if there are none. */
export function objections(run: Run): Objection[] {
  const { source, partial, benchmarks, policy } = run
  return [
    ...(source.dirty
      ? [{ reason: 'dirty', text: 'the working tree had changes that are not committed' } as const]
      : []),
    ...(partial ? [{ reason: 'partial', text: 'the run was interrupted' } as const] : []),
    ...benchmarks.flatMap(({ id, state, error }): Objection[] => {
      const detail = error?.reason ?? 'unknown'
      const text = `${id} failed (${detail})`
      return state === 'failed' ? [{ reason: 'failed', subject: id, detail, text }] : []
    }),
    ...benchmarks.flatMap((benchmark) => findUnstable(benchmark, policy.drift)),
    ...findContended(benchmarks),
  ]
}

/** Whether a stored run is about the code, the machine and the configuration as they are now. */
export function isCurrent(
  run: Run,
  now: Pick<Run, 'source'> &
    Pick<Session, 'method' | 'trialTime'> & { readonly class: string; readonly inputs: readonly Digest[] },
): boolean {
  return (
    run.tool.method === now.method &&
    run.tool.trialTime === now.trialTime &&
    run.environment.class === now.class &&
    run.source.commit === now.source.commit &&
    run.source.dirty === now.source.dirty &&
    JSON.stringify(run.inputs) === JSON.stringify(now.inputs)
  )
}

/** The run under a name that no other session has: two runs may begin in the same second. */
export function nameSession(run: Run, baselines: readonly Baseline[]): Run {
  for (let n = 1; ; n++) {
    const id = numberId(run.id, n)
    const isOther = baselines.some(({ sessions }) => {
      const session = sessions[id]
      return session !== undefined && session.date !== run.finishedAt
    })
    if (!isOther) return { ...run, id }
  }
}

/**
 * The baselines after accepting a run: what it measured replaces what was recorded of the same benchmarks, or, where
 * `plan` says so, is appended to it as a further session. With `everything`, benchmarks that are gone are dropped. Those
 * that it changes nothing of are left out; one without benchmarks is one to delete.
 */
export function acceptRun(
  baselines: readonly Baseline[],
  run: Run,
  why: string,
  everything: boolean,
  plan: UpdatePlan = new Map(),
): Baseline[] {
  const measured = run.benchmarks.filter(({ state }) => state === 'measured')
  const known = run.benchmarks.map(({ file }) => file)
  const files = new Set([...known, ...(everything ? baselines.map(({ file }) => file) : [])])
  return [...files].sort().flatMap((file) => {
    const old = withoutOtherUnits(baselines.find((baseline) => baseline.file === file))
    const recorded = Object.entries(old?.benchmarks ?? {})
    const kept = recorded.filter(
      ([key]) => !everything || run.benchmarks.some(({ id }) => id === `${file} › ${key}`),
    )
    const added = measured
      .filter((one) => one.file === file)
      .map((one) => {
        const key = recordedKey(one)
        const isAppended = plan.get(one.id)?.state === 'appended'
        return [key, newest(values(one, run.id), isAppended ? old?.benchmarks[key] : undefined)] as const
      })
    if (added.length === 0 && kept.length === recorded.length) return []
    const benchmarks = Object.fromEntries([...kept, ...added])
    return [makeBaseline({ ...old, file, benchmarks }, run, why, run.tool)]
  })
}

/** What is recorded of a metric whose unit has changed would be read in the new one. */
function withoutOtherUnits(old: Baseline | undefined): Baseline | undefined {
  const strange = Object.keys(old?.metrics ?? {}).filter((name) => old && isOfOtherUnit(old, name))
  if (!old || strange.length === 0) return old
  const kept = Object.entries(old.benchmarks).map(([key, recorded]) => {
    return [key, Object.fromEntries(Object.entries(recorded).filter(([name]) => !strange.includes(name)))]
  })
  return { ...old, benchmarks: Object.fromEntries(kept) }
}

/** Of what a gate can compare, one value per fork. */
function values({ metrics }: BenchmarkResult, session: string): RecordedValues {
  const recorded: RecordedValues = {}
  for (const name of gateableMetricNames()) {
    const forks = metrics[name]?.values
    if (forks) recorded[name] = { [session]: forks.map((value) => recordedValue(name, value)) }
  }
  return recorded
}

/** The values of all sessions, of which the newest are kept. Ids begin with the time. */
function newest(added: RecordedValues, old: RecordedValues = {}): RecordedValues {
  const all = [old, added].flatMap(sessionIds)
  const kept = [...new Set(all)].sort().slice(-policy.sessions.kept)
  const merged: RecordedValues = {}
  for (const name of gateableMetricNames()) {
    const entries = Object.entries({ ...old[name], ...added[name] }).filter(([id]) => kept.includes(id))
    if (entries.length > 0) merged[name] = Object.fromEntries(entries)
  }
  return merged
}

/** One objection for all: the machine is to blame. */
function findContended(benchmarks: readonly BenchmarkResult[]): Objection[] {
  const sharing = benchmarks.filter((one) => isContended(sampledTrials(one).map(({ quality }) => quality)))
  const [first, second] = sharing
  if (!first) return []
  const subject = second ? `${sharing.length} of ${benchmarks.length} benchmarks` : first.id
  const text = `${subject} had to share the CPU with other work, whose share would be recorded with its time`
  // A name is written as it is.
  return [{ reason: 'contended', text, ...(second ? {} : { subject }) }]
}

/** One trial out of line is what medians are for; when the middle half of them lies far apart, nothing is typical. */
function findUnstable(benchmark: BenchmarkResult, drift: number): Objection[] {
  const { id, state, metrics } = benchmark
  if (state !== 'measured') return []
  const name = kindOf(benchmark).primary
  const { values, estimate } = metrics[name] ?? { values: [], estimate: 0 }
  if (values.length === 0) return []
  const ordered = sorted(values)
  const half = (quantile(ordered, 0.75) - quantile(ordered, 0.25)) / 2
  if (half <= drift * estimate) return []
  const detail = `± ${formatPercent(half / estimate)}`
  const text = `${id} is not stable: ${formatQuantity(estimate, metric(name).unit)}, the middle half of its ${ordered.length} forks lies ${detail} apart`
  return [{ reason: 'unstable', subject: id, detail, text }]
}
