import type { Collected } from '../../flow/host.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'
import type { Finding } from '../../model/finding.ts'

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

/** Why it cannot be used, and what to do about it. */
export type Unusable = Pick<Finding, 'message' | 'advice'>

/** A program of others, behind one interface. None is ever asked while anything is timed. */
export type Collector = {
  /** Whether what it looks into runs at its usual speed; one that disturbs starts a process of its own for it. */
  readonly disturbs: 'nothing' | 'timing'
  /** Nothing when it can be used here; after `limit` ms it cannot. */
  readonly check: (root: string, limit: number) => Promise<Unusable | undefined>
  readonly gather: (task: Task) => Promise<Collected>
}

export const nothingCollected: Collected = { files: [], counters: [], findings: [] }

/** Reports a collector that failed. */
export function reportFailure(collector: string, { benchmark }: Task, why: string): Collected {
  return {
    ...nothingCollected,
    findings: [
      {
        code: 'collector-failed',
        severity: 'warning',
        subject: benchmark.id,
        message: `${collector} brought nothing: ${why}`,
        advice: 'Run it by hand to see more, or leave it out.',
      },
    ],
  }
}
