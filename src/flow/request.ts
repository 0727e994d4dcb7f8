/** What the person asked for, beside the command. */
export type Request = {
  readonly filters: readonly string[]
  readonly seed?: string | undefined
  /** ns; replaces `time.perBenchmark`. */
  readonly time?: number | undefined
  /** Exactly so many timed forks; replaces `time.forks`. */
  readonly forks?: number | undefined
  /** Of a gate: replaces `gate.against`. */
  readonly against?: string | undefined
}
