import type { Registered } from '../api/bench.ts'

/** Runs n operations and returns the last result. */
export type SyncLoop = (run: Run, inputs: unknown, params: unknown, n: number) => unknown
export type AsyncLoop = (run: Run, inputs: unknown, params: unknown, n: number) => Promise<unknown>
type Run = (input: unknown, params: unknown) => unknown

/**
 * The measured loop. It is generated once per benchmark, so that the call site and its type feedback belong to
 * this benchmark alone, and compiled once: regenerating it per sample measures the compiler (V. Egorov, "The
 * black cat of microbenchmarks", mrale.ph 2014). The last result is carried through the loop and returned,
 * so that no call in it is provably useless.
 */
export function syncLoop(benchmark: Registered): SyncLoop {
  return new Function('run', 'inputs', 'params', 'n', body(benchmark, 'run')) as SyncLoop
}

export function asyncLoop(benchmark: Registered): AsyncLoop {
  const concurrency = benchmark.spec.concurrency ?? 1
  return new AsyncFunction('run', 'inputs', 'params', 'n', concurrent(benchmark, concurrency)) as AsyncLoop
}

const AsyncFunction = (async () => {}).constructor as FunctionConstructor

function body(benchmark: Registered, call: string): string {
  return `let result; for (let i = 0; i < n; i++) { result = ${call}(${input(benchmark)}, params) } return result`
}

function concurrent(benchmark: Registered, concurrency: number): string {
  if (concurrency === 1) return body(benchmark, 'await run')
  return `
    let next = 0, result
    const lane = async () => { while (next < n) { const i = next++; result = await run(${input(benchmark)}, params) } }
    await Promise.all(Array.from({ length: Math.min(n, ${concurrency}) }, lane))
    return result`
}

/** Prepared inputs are one per operation; otherwise every operation is given the same state. */
function input(benchmark: Registered): string {
  return benchmark.spec.prepare ? 'inputs[i]' : 'inputs'
}
