import type { Collected } from '../../flow/ports/machine.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap } from '../../model/collector.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'

/** What a collector is to look into. */
export type Task = {
  readonly root: string
  readonly benchmark: Pick<Benchmark, 'id' | 'file' | 'key'>
  /** ms for which the benchmark runs. */
  readonly time: number
  /** ms after which whatever is still running is ended. */
  readonly timeout: number
  /** What Assay's own profiler saw of it last. */
  readonly profile: CpuProfile | undefined
}

/** A program of others, behind one interface. None is ever asked while anything is timed. */
export type Collector = {
  /** Whether what it looks into runs at its usual speed; one that disturbs starts a process of its own for it. */
  readonly disturbs: 'nothing' | 'timing'
  /** Nothing when it can be used here; after `limit` ms it cannot. */
  readonly check: (root: string, limit: number) => Promise<CollectorGap | undefined>
  readonly gather: (task: Task) => Promise<Collected>
}

export const nothingCollected: Collected = { files: [], counters: [], notes: [] }

/** A note instead of what was hoped for. */
export function reportFailure(why: string): Collected {
  return { ...nothingCollected, notes: [{ state: 'failed', why }] }
}
