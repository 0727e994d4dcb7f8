import type { Baseline, Session } from '../../model/baseline.ts'
import { policy } from '../../model/config.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { nanosecondsBetween } from '../identity/elapsed.ts'
import { shortCommit } from '../wording/commit.ts'
import { count } from '../wording/count.ts'
import { newestSession, recordedOf, sessionIds } from './recorded.ts'

/** Where the numbers of one benchmark go. */
export type NumberUpdate =
  /** Nothing was recorded of it. */
  | { readonly state: 'first' }
  /** Beside those of earlier sessions of the same code; it is the `session`-th of those that are kept. */
  | { readonly state: 'appended'; readonly session: number; readonly sincePrevious: number }
  /** In place of what was recorded. */
  | { readonly state: 'anew'; readonly because: string }

/** By id of the benchmark. */
export type UpdatePlan = ReadonlyMap<string, NumberUpdate>

/** Ids of the benchmarks that are what they were at a recorded commit, or why nobody knows. */
export type SameSince = { readonly asRecorded: ReadonlySet<string> } | { readonly unknown: string }

/**
 * Commits that the working tree must be compared with before anybody can say whether sessions are of the same code:
 * those that were recorded last, where they are not the one that was measured.
 */
export function commitsToCompare(baselines: readonly Baseline[], run: Run): Map<string, BenchmarkResult[]> {
  const asked = new Map<string, BenchmarkResult[]>()
  for (const benchmark of measuredBenchmarks(run)) {
    const { session } = newestSession(benchmark, baselines) ?? {}
    if (!session?.commit || reasonToStart(session, run) || isSameCommit(session, run)) continue
    asked.set(session.commit, [...(asked.get(session.commit) ?? []), benchmark])
  }
  return asked
}

/**
 * Whether each benchmark's numbers are a further session of the same code, measured by the same rules, or the first of
 * another one. `since`: the result of commitsToCompare.
 */
export function planUpdate(
  baselines: readonly Baseline[],
  run: Run,
  since: ReadonlyMap<string, SameSince>,
): UpdatePlan {
  return new Map(
    measuredBenchmarks(run).map((benchmark): [string, NumberUpdate] => {
      const last = newestSession(benchmark, baselines)
      if (!last) return [benchmark.id, { state: 'first' }]
      const because = reasonToStart(last.session, run) ?? otherCode(benchmark, last.session, run, since)
      if (because !== undefined) return [benchmark.id, { state: 'anew', because }]
      const session = Math.min(last.sessions + 1, policy.sessions.kept)
      const sincePrevious = nanosecondsBetween(last.session.date, run.startedAt)
      return [benchmark.id, { state: 'appended', session, sincePrevious }]
    }),
  )
}

/** What is about to be done with the numbers, a line for all benchmarks of a file that it holds for. */
export function describeUpdate(plan: UpdatePlan, run: Run): string[] {
  const planned = run.benchmarks.flatMap(({ id, file }) => {
    const update = plan.get(id)
    return update ? [{ file, what: words(update) }] : []
  })
  const groups = Map.groupBy(planned, ({ file, what }) => JSON.stringify([file, what]))
  return [...groups.values()].map(
    (group) => `${group[0]!.file}: ${count(group.length, 'benchmark')}, ${group[0]!.what}`,
  )
}

function words(update: NumberUpdate): string {
  if (update.state === 'first') return 'recorded for the first time'
  if (update.state === 'anew') return `starting anew: ${update.because}`
  const { session, sincePrevious } = update
  const full = session === policy.sessions.kept ? ', the most that are kept' : ''
  const soon =
    sincePrevious < policy.sessions.apart
      ? `; only ${formatQuantity(Math.max(0, sincePrevious), 'ns')} after the one before, which says little about another day`
      : ''
  return `appended as session ${session} of ${session}${full}${soon}`
}

/** Whether a run is a session already of any of these benchmarks. */
export function isRecordedRun(
  { id: session }: Run,
  benchmarks: readonly Pick<BenchmarkResult, 'id' | 'file'>[],
  baselines: readonly Baseline[],
): boolean {
  return benchmarks.some((benchmark) =>
    sessionIds(recordedOf(benchmark, baselines)?.recorded ?? {}).includes(session),
  )
}

function measuredBenchmarks(run: Run): BenchmarkResult[] {
  return run.benchmarks.filter(({ state }) => state === 'measured')
}

/** Why it cannot be the same code by the same rules, whatever has changed since. */
function reasonToStart(session: Session, { tool }: Run): string | undefined {
  if (session.method !== tool.method) return 'what is recorded was measured by other rules'
  if (session.trialTime !== tool.trialTime) return 'what is recorded was measured in forks of another length'
  if (session.commit === undefined) return 'outside git nobody can tell whether the code is the same'
  if (session.dirty) return 'what is recorded had changes that were not committed'
  return undefined
}

function isSameCommit({ commit }: Session, { source }: Run): boolean {
  return commit === source.commit && !source.dirty
}

function otherCode(
  { id }: BenchmarkResult,
  session: Session,
  run: Run,
  since: ReadonlyMap<string, SameSince>,
): string | undefined {
  if (isSameCommit(session, run)) return undefined
  const commit = shortCommit(session.commit ?? '')
  const same = since.get(session.commit ?? '')
  if (!same || 'unknown' in same) return `${commit} cannot be compared with: ${same?.unknown ?? 'not asked'}`
  return same.asRecorded.has(id) ? undefined : `something that it reads has changed since ${commit}`
}
