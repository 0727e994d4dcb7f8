import type { Run } from '../../model/run.ts'
import type { Moved } from '../machine/moved.ts'
import { type Cause, findCauses } from './causes.ts'
import { furthestMove } from './machine-words.ts'

/** What several sentences about a run stand on: found once for all of them. */
export type Grounds = {
  /** The functions that are to blame. */
  readonly causes: readonly Cause[]
  /** The control kernel that has moved furthest, if any has. */
  readonly moved: Moved | undefined
}

export function groundsOf(run: Run): Grounds {
  return { causes: findCauses(run), moved: furthestMove(run) }
}
