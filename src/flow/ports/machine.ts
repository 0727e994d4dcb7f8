import type { Benchmark } from '../../model/benchmark.ts'
import type { CollectorGap, CollectorNote, Counter } from '../../model/collector.ts'
import type { CollectorName } from '../../model/collector-name.ts'
import type { Config } from '../../model/config.ts'
import type { CpuProfile } from '../../model/cpu-profile.ts'
import type { During, Environment } from '../../model/environment.ts'
import type { Rendered } from '../../model/rendered.ts'

/** What a program of others brought: files by name, numbers, and what it has to say. */
export type Collected = {
  readonly files: readonly Rendered[]
  readonly counters: readonly Counter[]
  readonly notes: readonly CollectorNote[]
}

/** The machine, and what other programs see of it. */
export type Machine = {
  readonly environment: () => Promise<Environment>
  /** Reads the machine's counters; calling what it returns reads them again, and tells what happened in between. */
  readonly watch: () => Promise<() => During>
  /** The control kernels, which Assay brings itself. Their files lie outside the project. */
  readonly controls: () => Promise<readonly Benchmark[]>
  /** Why a program of others cannot be used here; nothing when it can. */
  readonly checkCollector: (name: CollectorName, config: Config) => Promise<CollectorGap | undefined>
  /** Lets one look into a benchmark; `profile`: what was seen of it last. What goes wrong is a note. */
  readonly collect: (
    name: CollectorName,
    benchmark: Benchmark,
    profile: CpuProfile | undefined,
    config: Config,
  ) => Promise<Collected>
}
