import type { Registered } from '../../api/registry.ts'
import { concurrencyOf } from '../load/subject.ts'

/**
 * Runs n iterations and returns the last results. `inputs` are those that were prepared, one per operation, or
 * several references to the one state; `params` are several references to the one combination.
 */
export type SyncLoop = (...given: Given) => unknown
/** The same for promises. `plain` is told how many calls returned no promise, when there were any. */
export type AsyncLoop = (...given: [...Given, plain: (calls: number) => void]) => Promise<unknown>
type Given = [run: Run, inputs: readonly unknown[], params: readonly unknown[], n: number]
type Run = (input: unknown, params: unknown) => unknown

/** References to the state that a loop may rotate, at the most. */
export const aliases = 4
/** Prepared inputs that a counting loop takes turns with: a power of two. */
export const inputRing = 1024

/**
 * The measured loop. It is generated once per benchmark, so that the call site and its type feedback belong to
 * this benchmark alone, and compiled once: regenerating it per sample measures the compiler (V. Egorov, "The
 * black cat of microbenchmarks", mrale.ph 2014).
 *
 * Two things keep the compiler from doing the work once instead of n times. The last result is carried through
 * the loop and returned. And the state comes through variables that change places in every iteration: they hold
 * the same reference, but the compiler cannot know, so nothing that depends on the state is hoisted. A register
 * is renamed for it; nothing is loaded.
 */
export function syncLoop(benchmark: Registered): SyncLoop {
  return compile(benchmark, 1, 2, () => 'inputs[i]')
}

/**
 * A loop that calls the function several times per iteration, each call with a place, an input and a result of
 * its own. The loops for one, two and four calls differ in the calls only.
 */
export function countingLoop(benchmark: Registered, calls: 1 | 2 | 4): SyncLoop {
  return compile(benchmark, calls, aliases, (call) => `inputs[(i * ${calls} + ${call}) & ${inputRing - 1}]`)
}

export function asyncLoop(benchmark: Registered): AsyncLoop {
  const concurrency = concurrencyOf(benchmark)
  const input = benchmark.spec.prepare ? 'inputs[i]' : 'inputs[0]'
  // Only a promise is awaited: `await` of a plain value would add a turn of the microtask queue.
  const step = `result = run(${input}, params[0])
    if (${isThenable}) result = await result
    else count++`
  const serial = `for (let i = 0; i < n; i++) { ${step} }`
  const lanes = `let next = 0
    const lane = async () => { while (next < n) { const i = next++; ${step} } }
    await Promise.all(Array.from({ length: Math.min(n, ${concurrency}) }, lane))`
  return new AsyncFunction(
    'run',
    'inputs',
    'params',
    'n',
    'plain',
    `/* loop ${++loops} */ let result, count = 0; ${concurrency === 1 ? serial : lanes}; if (count > 0) plain(count); return result`,
  ) as AsyncLoop
}

/** Code that tells whether `await` would wait for `result`: a function may have a `then`, too (query builders do). */
export const isThenable =
  "result !== null && (typeof result === 'object' || typeof result === 'function') && typeof result.then === 'function'"

let loops = 0

const AsyncFunction = (async () => {}).constructor as FunctionConstructor

function compile(
  { spec, params }: Registered,
  calls: number,
  rotated: number,
  prepared: (call: number) => string,
): SyncLoop {
  // What is not there need not be kept opaque: the loop is shorter without.
  const state = rotating('inputs', spec.setup && !spec.prepare ? rotated : 1)
  const given = rotating('params', Object.keys(params).length > 0 ? rotated : 1)
  // Loops and no methods of arrays: the benchmark file may have changed those.
  let [declared, body, result] = ['', '', '']
  for (let call = 0; call < calls; call++) {
    const input = spec.prepare ? prepared(call) : state.at(call)
    declared += `let result${call}; `
    body += `result${call} = run(${input}, ${given.at(call)}); `
    result += `${call === 0 ? '' : ', '}result${call}`
  }
  return new Function(
    'run',
    'inputs',
    'params',
    'n',
    // V8 keeps one feedback for functions of the same text, however often they are made.
    `/* loop ${++loops} */ ${state.declare} ${given.declare} ${declared}
    for (let i = 0; i < n; i++) { ${body} ${state.rotate} ${given.rotate} }
    return ${calls === 1 ? result : `[${result}]`}`,
  ) as SyncLoop
}

/** Calls of each stranger: enough for V8 to begin collecting feedback, which it does after some bytes of bytecode. */
const decoyCalls = 200

/**
 * Shows a loop's call site other functions, so that no compiler copies the benchmark's into the loop: it is
 * called as a function of its own, and compiled as one.
 */
export function preventInlining(loop: SyncLoop | AsyncLoop): void {
  const things = new Array<unknown>(decoyCalls).fill(undefined)
  for (let stranger = 0; stranger < decoys.length; stranger++) {
    loop(decoys[stranger]!, things, things, decoyCalls, () => {})
  }
}

/** Two functions are what it takes: V8 remembers one target of a call site, or that there are several. */
const decoys: readonly Run[] = [() => undefined, () => null]

/** Variables that hold the references of a list and change places. */
function rotating(list: string, count: number) {
  const name = (index: number) => `${list}${index % count}`
  let [declare, rotate] = ['', '']
  for (let index = 0; index < count; index++) {
    declare += `let ${name(index)} = ${list}[${index}]; `
    rotate += index + 1 < count ? `${name(index)} = ${name(index + 1)}; ` : `${name(index)} = first; `
  }
  return { declare, at: name, rotate: count === 1 ? '' : `{ const first = ${name(0)}; ${rotate}}` }
}
