import type { Baseline, Session } from '../../../model/baseline.ts'
import type { Benchmark } from '../../../model/benchmark.ts'
import { newestSession, recordedOf } from '../../baseline/recorded.ts'

/** A session whose code a commit tells. */
type Known = Session & { readonly commit: string }

/**
 * The commits that say what code the newest numbers of benchmarks are of, with those benchmarks. Of a session with
 * changes that were not committed, or outside git, nobody knows. Each benchmark has a commit of its own: one that was
 * recorded later than another says nothing about that other.
 *
 * @param elsewhere baselines of other classes of machines, class by class, for benchmarks that this one has no numbers of:
 *   numbers do not travel between classes, but a commit can be measured on all of them
 */
export function recordedCommits(
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
  elsewhere: readonly (readonly Baseline[])[] = [],
): ReadonlyMap<string, readonly Benchmark[]> {
  const commits = new Map<string, Benchmark[]>()
  for (const benchmark of benchmarks) {
    const isRecorded = recordedOf(benchmark, baselines) !== undefined
    const commit = (isRecorded ? knownSession(benchmark, baselines) : newest(benchmark, elsewhere))?.commit
    if (commit !== undefined) commits.set(commit, [...(commits.get(commit) ?? []), benchmark])
  }
  return commits
}

/** Recorded benchmarks of whose newest numbers no commit tells the code. */
export function findWithoutCommit(
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
): readonly Benchmark[] {
  return benchmarks.filter((one) => recordedOf(one, baselines) && !knownSession(one, baselines))
}

function newest(benchmark: Benchmark, classes: readonly (readonly Baseline[])[]): Known | undefined {
  const known = classes.flatMap((baselines) => knownSession(benchmark, baselines) ?? [])
  // Dates are in UTC, in the order of their letters.
  return known.toSorted((one, other) => (one.date < other.date ? -1 : 1)).at(-1)
}

function knownSession(benchmark: Benchmark, baselines: readonly Baseline[]): Known | undefined {
  const { session } = newestSession(benchmark, baselines) ?? {}
  return session?.commit !== undefined && !session.dirty ? (session as Known) : undefined
}
