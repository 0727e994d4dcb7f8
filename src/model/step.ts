import type { ForkRequest, Revision } from './message.ts'
import type { Stage } from './trial.ts'

/** One fork to make. */
export type Step = {
  /** The sort of its subject, and what of that kind is to be done. */
  readonly kind: 'function'
  readonly task: ForkRequest['kind']
  readonly stage: Stage
  /** Whose: the working tree's where nothing is said. */
  readonly side?: Revision
  readonly file: string
  /** One benchmark, or for `agree` the members of a group that must return equal results. */
  readonly keys: readonly string[]
  readonly ids: readonly string[]
  /** Of a memory fork: whether it explains a leak. */
  readonly growth?: boolean
  /** Number of the round, from 1; 0 for what comes before anything is timed. */
  readonly round: number
}
