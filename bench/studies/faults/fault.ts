import type { Random } from '../../../src/stats/random.ts'
import type { Ended, World } from './world.ts'

export const kinds = ['signals', 'children', 'files', 'disk', 'concurrency', 'git'] as const
export type Kind = (typeof kinds)[number]

/** Something that goes wrong in the world, and what must be true afterwards beside the invariants (`judge.ts`). */
export type Fault = {
  readonly kind: Kind
  readonly name: string
  /** Makes it go wrong, and runs what meets it. Moments are drawn from `chance`. */
  readonly plant: (world: World, chance: Random) => Promise<Ended | readonly Ended[]>
  /** Exit codes that are right; any that the manual has otherwise. */
  readonly codes?: readonly number[]
  /** Takes away what nobody but the person can, before the next command must work again. */
  readonly fix?: (world: World) => void
  /** Files that were planted, relative to the project: they need not be whole. */
  readonly spoiled?: readonly string[]
  /** A message when something else is wrong. */
  readonly check?: (world: World, ended: readonly Ended[]) => string | undefined | Promise<string | undefined>
  /** How often it is planted, at moments of its own. */
  readonly times?: number
  /** Whether it is among those that `npm test` plants: short, and about a command that measures nothing. */
  readonly isQuick?: boolean
}
