import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Host } from './host.ts'
import { matchRecorded } from './matched.ts'

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
  const { matched } = await matchRecorded(host, config, benchmarks, baselines)
  const unchanged = matched.flatMap(({ since, benchmarks: recorded }) =>
    recorded.filter(({ file }) => since.asRecorded.has(file)),
  )
  return new Set(unchanged.map(({ id }) => id))
}
