import type { Revision } from './message.ts'
import type { Stage, Way } from './trial.ts'

/** What is drawn for a pair: independent coins, which is what makes the sign test of its value exact. */
export type Randomization = {
  /** Which revision is loaded first, and which is warmed up first or runs first. */
  readonly loads: Revision
  readonly runs: Revision
  /** For the engine's own random numbers and hashes, and for the order of batches. */
  readonly seed: number
  /** Of forks that take turns: who is first in each. */
  readonly turns: readonly Revision[]
  /** Bytes added to the environment, which moves the stack. */
  readonly padding: number
}

/** One replicate to measure. */
export type Step = {
  /** The sort of its subject, and what of that kind is to be done. */
  readonly kind: string
  readonly task: string
  readonly stage: Stage
  /** One revision, or both against each other; then `way` says how. */
  readonly side: Revision | 'pair'
  readonly way?: Way
  /** Of a pair: the base is measured against itself. */
  readonly isControl?: boolean
  /** Of a pair of alternatives: id of the benchmark of the same run that takes the place of the base. */
  readonly against?: string
  /** Label of the runtime that that one runs on. */
  readonly againstOn?: string
  readonly file: string
  /** Label of the runtime that it runs on; absent: Assay's own Node. */
  readonly runtime?: string
  /** One benchmark, or the members of a group that must return equal results. */
  readonly keys: readonly string[]
  readonly ids: readonly string[]
  /** Number of the round, from 1; 0 for what comes before anything is timed. */
  readonly round: number
  readonly randomization?: Randomization
  /** Whether it may run while others do, on CPUs that nobody uses: nothing in it wants more than one. */
  readonly besideOthers?: boolean
  /** What is left of the time of the whole run when it is handed over, ns: then it is cut, whatever it has said. */
  readonly left?: number
  /** What its kind alone reads. */
  readonly detail?: unknown
}
