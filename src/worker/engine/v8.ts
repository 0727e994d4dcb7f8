import v8Module, { getHeapStatistics, setFlagsFromString } from 'node:v8'
import type { Engine } from './engine.ts'

/** User code may set flags by it. */
export { v8Module }

// Taken before user code loads, which may replace it.
const statistics = getHeapStatistics

type Probe = (fn: unknown) => boolean

/** V8, as Node and Deno have it. Everything that only V8 has is in this file, and in those whose names begin like it. */
export const v8: Engine = {
  usedMemory() {
    // process.memoryUsage() also reads the resident set, from files that may be missing.
    const { used_heap_size, external_memory } = statistics()
    return used_heap_size + external_memory
  },
  isOptimized,
  // Linux keeps the first 15 letters. Node 22 calls V8's workers like itself, so its threads have no names.
  threads: {
    own: /^(?:(?:node-)?V8Worker|V8 DefaultWorke|DelayedTaskSche|SignalInspector|v8:ProfEvntProc)$/u,
    pool: /^(?:libuv-worker|tokio-runtime-w)$/u,
    sign: /^(?:(?:node-)?V8Worker|V8 DefaultWorke)$/u,
  },
}

/**
 * Whether a function runs in the optimising compiler's code. V8's natives are probed, never required:
 * without them the answer is `undefined`. (Not `%GetOptimizationStatus`: its bits moved in Node 26.)
 */
function isOptimized(...functions: unknown[]): boolean | undefined {
  if (!probe) return undefined
  for (const fn of functions) {
    if (probe(fn)) return true
  }
  return false
}

const probe = 'Bun' in globalThis ? undefined : makeProbe()

function makeProbe(): Probe | undefined {
  try {
    // Stays on: full collections throw bytecode away, and then the probe is parsed once more.
    setFlagsFromString('--allow-natives-syntax')
    const made = new Function('fn', 'return %ActiveTierIsTurbofan(fn)') as Probe
    made(makeProbe)
    return made
  } catch {
    setFlagsFromString('--no-allow-natives-syntax')
    return undefined
  }
}
