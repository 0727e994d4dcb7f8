import type { ShardNumber } from '../model/shard.ts'
import type { FirstWord } from './first-word.ts'

/** What the person asked for, beside the command. */
export type Request = {
  readonly filters: readonly string[]
  readonly seed?: string | undefined
  /** ns; replaces `time.perBenchmark`. */
  readonly time?: number | undefined
  /** ns; the whole run ends within it. */
  readonly within?: number | undefined
  /** Exactly so many timed forks; replaces `time.forks`. */
  readonly forks?: number | undefined
  /** The run ends when the first benchmark is proven worse. */
  readonly bail?: boolean | undefined
  /** Of a run: what has not changed since its base gets no numbers of today. */
  readonly changed?: boolean | undefined
  /** Ids of benchmarks that are decided before the others. */
  readonly suspects?: ReadonlySet<string> | undefined
  /** Only this part of the benchmarks is measured; `assay merge` puts the parts together. */
  readonly shard?: ShardNumber | undefined
  /** Replaces `runtimes`. */
  readonly runtimes?: readonly string[] | undefined
  /** Of a gate: replaces `gate.against`. */
  readonly against?: string | undefined
  /** The first filter, where the command was left out. */
  readonly firstWord?: FirstWord | undefined
}
