import type { CommandRun } from '../../../model/command.ts'
import { policy } from '../../../model/config.ts'
import { shareOfOthers } from './slow-runs.ts'

/**
 * After how many turns of theirs the first threads of commands may be kept on one CPU: at once, where they have no others; once
 * its helpers have been started, where these do little; `undefined`: never, since they use more than one CPU. On a virtual
 * machine each CPU may share its core with somebody else's work: CPU times of the same program were 66 ms on one and 103 on the
 * other.
 */
export function freeTurnsOf(runs: readonly CommandRun[]): number | undefined {
  const { alone, helped, freeTurns } = policy.commands.oneCpu
  const byOthers = Math.max(...runs.map(shareOfOthers))
  if (byOthers <= alone) return 0
  return byOthers <= helped ? freeTurns : undefined
}
