import { javaScriptCore } from './jsc.ts'
import { v8 } from './v8.ts'

/** What the engine of this process is asked. What may be absent is: who asks does without. */
export type Engine = {
  /** Bytes in use, on and off the heap: what grows while something is made. */
  readonly usedMemory: () => number
  /** Whether any of these functions runs in the optimising compiler's code; `undefined` where the engine does not tell. */
  readonly isOptimized: (...functions: unknown[]) => boolean | undefined
  /**
   * Names of threads beside the main one: those that do what any code needs (compiler, collector, profiler), the pool's, and
   * one that is always there, which shows that threads have names at all.
   */
  readonly threads: { readonly own: RegExp; readonly pool: RegExp; readonly sign: RegExp }
}

/** The one that this process has. */
export const engine: Engine = 'Bun' in globalThis ? javaScriptCore : v8
