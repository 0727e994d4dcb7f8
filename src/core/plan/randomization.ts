import { policy } from '../../model/config.ts'
import type { Revision } from '../../model/message.ts'
import type { Randomization } from '../../model/step.ts'
import { integer, type Random } from '../../stats/random.ts'

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
