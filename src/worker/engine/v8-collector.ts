import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const laterTurn = setImmediate

/** Garbage collection on demand. */
export type GarbageCollector = {
  /** Empties the young generation: what is allocated next begins on an empty page. Optimised code stays. */
  readonly minor: () => void
  /**
   * Collects everything. It throws optimised code away, and code that is not optimised allocates more: nothing
   * whose allocation is to be counted comes after the first one.
   */
  readonly full: () => Promise<void>
}

export function collector(): GarbageCollector {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
  setFlagsFromString('--no-expose-gc')
  return {
    minor() {
      // The first one copies what is alive, the second one moves it to the old generation.
      collect({ type: 'minor' })
      collect({ type: 'minor' })
    },
    async full() {
      // What a WeakRef was asked for lives until the turn of the event loop ends (ECMA-262, KeepDuringJob).
      await new Promise((resolve) => laterTurn(resolve))
      collect()
    },
  }
}
