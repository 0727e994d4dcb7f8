import { policy } from '../../model/config.ts'
import type { Revision } from '../../model/message.ts'
import { integer, type Random } from '../../stats/random.ts'

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

export function randomize(random: Random): Randomization {
  const coin = (): Revision => (random() < 0.5 ? 'base' : 'head')
  return {
    loads: coin(),
    runs: coin(),
    seed: 1 + integer(random, 2 ** 31 - 2),
    turns: Array.from({ length: policy.turns.turns }, coin),
    padding: integer(random, 4096),
  }
}
