import { setFlagsFromString } from 'node:v8'

type Probe = (fn: unknown) => boolean

/**
 * Whether a function runs in the optimising compiler's code. V8's natives are probed, never required:
 * without them the answer is `undefined`. (Not `%GetOptimizationStatus`: its bits moved in Node 26.)
 */
export function isOptimized(...functions: unknown[]): boolean | undefined {
  if (!probe) return undefined
  for (const fn of functions) {
    if (probe(fn)) return true
  }
  return false
}

const probe = makeProbe()

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
