import { elapsed, now } from './clock.ts'
import { asyncLoop, syncLoop } from './loop.ts'
import type { Subject } from './subject.ts'

/** n operations of a benchmark between two readings of the clock. */
export type Batch = {
  /** Makes the inputs of n operations, before the clock starts. */
  readonly prepare: (n: number) => unknown
  /** The generated loop, for whoever asks how well it is compiled. */
  readonly loop: unknown
} & Take

/** Runs n operations on the prepared inputs and returns the ns between the two readings. */
type Take =
  | { readonly asynchronous: false; readonly take: (inputs: unknown, n: number) => number }
  | { readonly asynchronous: true; readonly take: (inputs: unknown, n: number) => Promise<number> }

/** The results end here, where no optimiser can prove that nobody reads them. */
export const sink: { last: unknown } = { last: undefined }

export function batchOf(subject: Subject): Batch {
  const { benchmark, state } = subject
  const { spec, params } = benchmark
  const { run } = spec
  const prepare = spec.prepare ? (n: number) => inputs(subject, n) : () => state
  if (!subject.asynchronous) {
    const loop = syncLoop(benchmark)
    const take = (given: unknown, n: number) => {
      const start = now()
      const last = loop(run, given, params, n)
      const end = now()
      sink.last = last
      return elapsed(start, end)
    }
    return { asynchronous: false, prepare, take, loop }
  }
  const loop = asyncLoop(benchmark)
  const take = async (given: unknown, n: number) => {
    const start = now()
    const last = await loop(run, given, params, n)
    const end = now()
    sink.last = last
    return elapsed(start, end)
  }
  return { asynchronous: true, prepare, take, loop }
}

function inputs({ benchmark, state }: Subject, n: number): unknown[] {
  const { spec, params } = benchmark
  const made = new Array<unknown>(n)
  for (let index = 0; index < n; index++) made[index] = spec.prepare?.(state, params)
  return made
}
