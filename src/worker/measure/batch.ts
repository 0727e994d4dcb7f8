import type { Timed } from '../../api/registry.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { hasThen } from '../engine/thenable.ts'
import { concurrencyOf, type Subject } from '../load/subject.ts'
import { type AsyncLoop, aliases, asyncLoop, preventInlining, type SyncLoop, syncLoop } from './loop.ts'

/** n operations of a benchmark between two readings of the clock. */
export type Batch = {
  /** Makes the inputs of n operations, before the clock starts. */
  readonly prepare: (n: number) => readonly unknown[]
  /** The function whose code decides how fast it is: the loop with the benchmark's function in it, or that alone. */
  readonly hot: unknown
  /** Whether it times itself, and a batch takes longer than what it tells. */
  readonly isTimed: boolean
  /** Calls of an asynchronous benchmark that returned no promise, so far. */
  readonly plainCalls: () => number
} & Take

/** Runs n operations on the prepared inputs and returns the ns between the two readings. */
type Take =
  | { readonly asynchronous: false; readonly take: (inputs: readonly unknown[], n: number) => number }
  | { readonly asynchronous: true; readonly take: (inputs: readonly unknown[], n: number) => Promise<number> }

/** Thrown when a benchmark that returned a plain value returns a promise: it has to be measured as asynchronous. */
export class Promised extends Error {}

/** Measures a benchmark as what it turns out to be: one that returns a promise even once is asynchronous. */
export async function measureAs<T>(subject: Subject, measure: (subject: Subject) => Promise<T>): Promise<T> {
  try {
    return await measure(subject)
  } catch (thrown) {
    if (!(thrown instanceof Promised)) throw thrown
    return measure({ ...subject, asynchronous: true, mixed: true })
  }
}

/** The results end here, where no optimiser can prove that nobody reads them. */
export const sink: { last: unknown } = { last: undefined }

const { apply } = Reflect

/**
 * Runs a loop in a way that teaches the compiler nothing about which loop it is: it is read from a list, and
 * `apply` has no feedback about targets. Otherwise the caller is compiled, after some hundred batches, with the
 * loop inside, where less room is left for the function: a reading of 1.4 ns becomes 4.3 in the middle of a fork.
 */
export function callWithoutFeedback(
  loop: readonly [SyncLoop],
  run: Parameters<SyncLoop>[0],
  inputs: readonly unknown[],
  params: readonly unknown[],
  n: number,
): unknown {
  return apply(loop[0], undefined, [run, inputs, params, n])
}

/**
 * How the loop reaches the function. `inlined`: the compiler may copy it into the loop, which a short function
 * needs, whose call would cost more than its work. `called`: it stays a function of its own. A long one must,
 * because it makes the loop turn so rarely that V8 leaves it in its middle tier (Maglev) for thousands of calls,
 * and with it the function's own loops: 69 µs become 413 for as long as a fork lasts.
 */
export type CallMode = 'inlined' | 'called'

export function batchOf(subject: Subject, manner: CallMode): Batch {
  const { benchmark, state } = subject
  const { spec } = benchmark
  const { run } = spec
  const timed = timedOf(subject)
  if (timed) return timedBatch(subject, timed)
  const params = new Array<unknown>(aliases).fill(benchmark.params)
  const states = new Array<unknown>(aliases).fill(state)
  const prepare = spec.prepare ? (n: number) => inputsOf(subject, n) : () => states
  if (!subject.asynchronous) {
    const loop = syncLoop(benchmark)
    const hot = applyCallMode(loop, run, manner)
    const entered: [SyncLoop] = [loop]
    const take = (inputs: readonly unknown[], n: number) => {
      const start = now()
      const last = callWithoutFeedback(entered, run, inputs, params, n)
      const end = now()
      sink.last = last
      if (hasThen(last)) throw new Promised()
      return elapsedBetween(start, end)
    }
    return { asynchronous: false, isTimed: false, prepare, take, hot, plainCalls: () => 0 }
  }
  const loop = asyncLoop(benchmark)
  const hot = applyCallMode(loop, run, manner)
  let plainCalls = 0
  const plain = (calls: number) => {
    plainCalls += calls
  }
  const take = async (inputs: readonly unknown[], n: number) => {
    const start = now()
    const last = await loop(run, inputs, params, n, plain)
    const end = now()
    sink.last = last
    return elapsedBetween(start, end)
  }
  return { asynchronous: true, isTimed: false, prepare, take, hot, plainCalls: () => plainCalls }
}

/** How it times itself, if it does. */
export function timedOf({ benchmark, state }: Subject): Timed | undefined {
  return benchmark.timed?.(state)
}

/** A batch of what times itself: its calls are its own. */
function timedBatch({ asynchronous, benchmark }: Subject, timed: Timed): Batch {
  const none: readonly unknown[] = []
  const same = { isTimed: true, prepare: () => none, hot: benchmark.spec.run, plainCalls: () => 0 }
  return asynchronous
    ? { ...same, asynchronous, take: (_, n) => timed.awaited(n) }
    : { ...same, asynchronous, take: (_, n) => timed.plain(n) }
}

/** Decides how this loop reaches its function; returns the one of the two whose code is to be optimised. */
function applyCallMode(loop: SyncLoop | AsyncLoop, run: unknown, manner: CallMode): unknown {
  if (manner === 'inlined') return loop
  preventInlining(loop)
  return run
}

export function inputsOf({ benchmark, state }: Subject, n: number): unknown[] {
  const { spec, params } = benchmark
  const made = new Array<unknown>(n)
  for (let index = 0; index < n; index++) made[index] = spec.prepare?.(state, params)
  return made
}

/** Operations of a batch at the least: fewer than are to be in flight would be another benchmark. */
export function leastOperations({ asynchronous, benchmark }: Subject): number {
  return asynchronous ? concurrencyOf(benchmark) : 1
}

/** Bytes of prepared inputs above which a batch does not get twice as many: one has room for 64 MB. */
export const doubledInputs = 32e6
