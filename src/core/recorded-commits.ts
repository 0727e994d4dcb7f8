import type { Baseline, Session } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import { identicalTo } from './contest-verdict.ts'
import { recordedOf, sessionIds } from './recorded.ts'

/** A session whose code a commit tells. */
type Known = Session & { readonly commit: string }

/**
 * The commits that say what code the newest numbers of benchmarks are of, with those benchmarks. Of a session with
 * changes that were not committed, or outside git, nobody knows.
 */
export function recordedCommits(
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
): ReadonlyMap<string, readonly Benchmark[]> {
  const commits = new Map<string, Benchmark[]>()
  for (const benchmark of benchmarks) {
    const commit = knownSession(benchmark, baselines)?.commit
    if (commit !== undefined) commits.set(commit, [...(commits.get(commit) ?? []), benchmark])
  }
  return commits
}

/** A benchmark that is what it was when it was recorded: whatever its numbers are now, the code did not change them. */
export function asRecorded(benchmark: Benchmark, baselines: readonly Baseline[]): Comparison {
  const { commit, date } = knownSession(benchmark, baselines)!
  const compared = identicalTo(benchmark.id, { ref: commit, commit })
  return { ...compared, base: { commit, baseline: date } }
}

function knownSession(benchmark: Benchmark, baselines: readonly Baseline[]): Known | undefined {
  const found = recordedOf(benchmark, baselines)
  const session = found?.baseline.sessions[sessionIds(found.recorded).at(-1) ?? '']
  return session && session.commit !== undefined && !session.dirty ? (session as Known) : undefined
}
