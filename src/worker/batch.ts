import { elapsed, now } from './clock.ts'
import { aliases, asyncLoop, syncLoop } from './loop.ts'
import { isThenable, type Subject } from './subject.ts'

/** n operations of a benchmark between two readings of the clock. */
export type Batch = {
  /** Makes the inputs of n operations, before the clock starts. */
  readonly prepare: (n: number) => readonly unknown[]
  /** The generated loop, for whoever asks how well it is compiled. */
  readonly loop: unknown
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
export async function asReturned<T>(subject: Subject, measure: (subject: Subject) => Promise<T>): Promise<T> {
  try {
    return await measure(subject)
  } catch (thrown) {
    if (!(thrown instanceof Promised)) throw thrown
    return measure({ ...subject, asynchronous: true, mixed: true })
  }
}

/** The results end here, where no optimiser can prove that nobody reads them. */
export const sink: { last: unknown } = { last: undefined }

export function batchOf(subject: Subject): Batch {
  const { benchmark, state } = subject
  const { spec } = benchmark
  const { run } = spec
  const params = new Array<unknown>(aliases).fill(benchmark.params)
  const states = new Array<unknown>(aliases).fill(state)
  const prepare = spec.prepare ? (n: number) => inputsOf(subject, n) : () => states
  if (!subject.asynchronous) {
    const loop = syncLoop(benchmark)
    const take = (inputs: readonly unknown[], n: number) => {
      const start = now()
      const last = loop(run, inputs, params, n)
      const end = now()
      sink.last = last
      if (isThenable(last)) throw new Promised()
      return elapsed(start, end)
    }
    return { asynchronous: false, prepare, take, loop, plainCalls: () => 0 }
  }
  const loop = asyncLoop(benchmark)
  let plainCalls = 0
  const plain = (calls: number) => {
    plainCalls += calls
  }
  const take = async (inputs: readonly unknown[], n: number) => {
    const start = now()
    const last = await loop(run, inputs, params, n, plain)
    const end = now()
    sink.last = last
    return elapsed(start, end)
  }
  return { asynchronous: true, prepare, take, loop, plainCalls: () => plainCalls }
}

export function inputsOf({ benchmark, state }: Subject, n: number): unknown[] {
  const { spec, params } = benchmark
  const made = new Array<unknown>(n)
  for (let index = 0; index < n; index++) made[index] = spec.prepare?.(state, params)
  return made
}
