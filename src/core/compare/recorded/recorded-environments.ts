import type { Baseline, Session } from '../../../model/baseline.ts'
import type { Config } from '../../../model/config.ts'
import type { EnvironmentChange, EnvironmentRecord, Environments } from '../../../model/environment-record.ts'
import type { Run } from '../../../model/run.ts'
import { recordedOf, sameRules, sessionIds } from '../../baseline/recorded.ts'
import { compareEnvironments, type PackageDifference } from '../../machine/environment-difference.ts'
import { digestEnvironment } from '../../machine/environment-record.ts'
import { uniteEnvironmentChanges } from '../unite-environment-changes.ts'

/** What is recorded of a class. */
export type RecordedClass = {
  readonly baselines: readonly Baseline[]
  readonly environments?: Environments | undefined
}

/** Sessions that were measured in the same environment, the oldest first. */
export type RecordedEnvironment = {
  /** Where it is another class than that of the run. */
  readonly class?: string
  readonly sessions: readonly string[]
  /** When the newest of them was recorded, and of which commit, where one has exactly their code. */
  readonly date: string
  readonly commit?: string
  readonly record: EnvironmentRecord
}

type Place = Pick<Run['benchmarks'][number], 'id' | 'file'>
type Known = { readonly id: string; readonly session: Session }

/**
 * The environments of the numbers that a run is held against or shows beside its own: of every comparison with recorded
 * numbers all sessions, and of identical code the newest one. The newest environment first.
 */
export function recordedEnvironments(
  { comparisons, benchmarks }: Pick<Run, 'comparisons' | 'benchmarks'>,
  recorded: RecordedClass,
  config: Config,
): RecordedEnvironment[] {
  const isHeld = new Map(
    comparisons
      .filter(({ method, base }) => method === 'identical' || base.baseline !== undefined)
      .map(({ id, method }) => [id, method !== 'identical']),
  )
  const sessions = benchmarks.flatMap((benchmark): Known[] => {
    const found = recordedOf(benchmark, recorded.baselines)
    if (!found || benchmark.state !== 'measured' || !isHeld.has(benchmark.id)) return []
    const known = sessionsOf(found).filter(({ session }) => sameRules(session, config))
    return isHeld.get(benchmark.id) ? known : known.slice(-1)
  })
  return groupSessions(sessions, recorded)
}

/**
 * The environment of what another class has recorded last of benchmarks that this class has no numbers of: they are not
 * judged by it, and people want to know what makes it another one.
 */
export function environmentElsewhere(
  benchmarks: Run['benchmarks'],
  here: RecordedClass,
  elsewhere: readonly (RecordedClass & { readonly class: string })[],
): RecordedEnvironment[] {
  const lacking = benchmarks.filter((one) => one.state === 'measured' && !recordedOf(one, here.baselines))
  const found = elsewhere.flatMap((of) => {
    const sessions = lacking.flatMap((one) => {
      const known = recordedOf(one, of.baselines)
      return known ? sessionsOf(known).slice(-1) : []
    })
    const [newest] = groupSessions(sessions, of)
    return newest ? [{ class: of.class, ...newest }] : []
  })
  return found.toSorted(newestFirst).slice(0, 1)
}

/** The environments of all that is recorded of these benchmarks, the newest first. */
export function environmentsOf(benchmarks: readonly Place[], recorded: RecordedClass): RecordedEnvironment[] {
  const sessions = benchmarks.flatMap((one) => {
    const found = recordedOf(one, recorded.baselines)
    return found ? sessionsOf(found) : []
  })
  return groupSessions(sessions, recorded)
}

function sessionsOf({ baseline, recorded }: NonNullable<ReturnType<typeof recordedOf>>): Known[] {
  return sessionIds(recorded).flatMap((id) => {
    const session = baseline.sessions[id]
    return session ? [{ id, session }] : []
  })
}

function groupSessions(sessions: readonly Known[], { environments }: RecordedClass): RecordedEnvironment[] {
  const each = new Map(sessions.map((one) => [one.id, one]))
  const recorded = [...each.values()].map((one) => ({ ...one, record: recordOf(one, environments) }))
  const groups = Map.groupBy(recorded, ({ record }) => digestEnvironment(record))
  return [...groups.values()].map(describeGroup).toSorted(newestFirst)
}

/** Of older baselines the version of Node is known. What runtimes were measured stood in sessions alone. */
function recordOf({ id, session }: Known, environments: Environments | undefined): EnvironmentRecord {
  const { node, measured } = session
  const record = environments?.environments[environments.sessions[id] ?? ''] ?? { facts: { node } }
  return measured === undefined || record.measured !== undefined ? record : { ...record, measured }
}

function describeGroup(
  group: readonly (Known & { readonly record: EnvironmentRecord })[],
): RecordedEnvironment {
  const ordered = group.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const { session, record } = ordered.at(-1)!
  return {
    sessions: ordered.map(({ id }) => id),
    date: session.date,
    ...(session.commit !== undefined && !session.dirty && { commit: session.commit }),
    record,
  }
}

/** Dates are in UTC, in the order of their letters. */
function newestFirst(one: { readonly date: string }, other: { readonly date: string }): number {
  return one.date > other.date ? -1 : 1
}

/** Whether the packages of both must be asked for by name: their lock files differ, or only one is known. */
export function needsPackages(
  { record: { packages } }: RecordedEnvironment,
  now: EnvironmentRecord,
): boolean {
  return now.packages !== undefined && packages?.lock !== now.packages.lock
}

/**
 * What differs between each of them and the environment of a run, the newest first. Those that differ in the same are told
 * once, and those that do not differ not at all.
 *
 * @param packagesOf what the lock files have in different versions, where that is known
 */
export function environmentChanges(
  recorded: readonly RecordedEnvironment[],
  now: EnvironmentRecord,
  packagesOf: (one: RecordedEnvironment) => readonly PackageDifference[] | undefined,
): EnvironmentChange[] {
  const changes = recorded.flatMap((one): EnvironmentChange[] => {
    const differences = compareEnvironments(one.record, now, packagesOf(one))
    const { class: machine, sessions, date } = one
    if (differences.length === 0) return []
    return [{ ...(machine !== undefined && { class: machine }), sessions: [...sessions], date, differences }]
  })
  return uniteEnvironmentChanges(changes)
}
