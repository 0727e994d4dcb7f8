import { recordedCommits } from '../core/recorded-commits.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Host } from './host.ts'

/**
 * Ids of benchmarks that are what they were when their newest numbers were recorded. Recorded times of them would only
 * tell about the machine. Where a commit is gone, or there is no git, none is known to be.
 */
export async function unchangedSinceRecorded(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
): Promise<ReadonlySet<string>> {
  const unchanged = new Set<string>()
  for (const [commit, recorded] of recordedCommits(benchmarks, baselines)) {
    try {
      const { asRecorded } = await host.since(commit, recorded, config)
      for (const { id, file } of recorded) if (asRecorded.has(file)) unchanged.add(id)
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
    }
  }
  return unchanged
}
