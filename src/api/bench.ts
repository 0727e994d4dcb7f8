import { callerLine } from './caller-lines.ts'
import { checkParams } from './check-options.ts'
import { type Grows, growthOf } from './growth.ts'
import { combinations, keyOf } from './identity.ts'
import { type Measures, measureProblem } from './measure.ts'
import { type Agreement, currentScope, type ErasedSpec, enterScope, registerBenchmark } from './registry.ts'

type Awaitable<T> = T | PromiseLike<T>

/** Values of each parameter: `{ n: [100, 10_000] }`. Every combination is a benchmark of its own. */
export type ParamLists = Readonly<Record<string, readonly (string | number | boolean)[]>>

/** One combination of the parameters: `{ n: 100 }`. */
export type ParamsOf<P extends ParamLists> = { readonly [Name in keyof P]: P[Name][number] }

type Common<P extends ParamLists, State, Result> = {
  /** Every combination of the values is a benchmark of its own. */
  params?: P
  /** How it may grow with a parameter, n: 'n log n', or { by: 'rows', as: 'n²' }. Faster growth is found. */
  grows?: Grows<P>
  /** Called once in every fork, before anything is timed. */
  setup?: (params: ParamsOf<P>) => Awaitable<State>
  /** Called once in every fork, after the last measurement. */
  teardown?: (state: State, params: ParamsOf<P>) => Awaitable<unknown>
  /** Checked before anything is timed: return `false` or throw when the result is wrong. */
  verify?: (result: Awaited<Result>, params: ParamsOf<P>) => Awaitable<boolean | undefined>
  /** What one operation does, for rates: items/s, GB/s, GFLOP/s. */
  work?: (params: ParamsOf<P>) => { items?: number; bytes?: number; flops?: number }
  /** Absolute limits, held against the upper bound: `{ time: '2 ms', allocated: '100 kB' }`. */
  budget?: {
    readonly time?: string
    readonly cpu?: string
    readonly allocated?: string
    readonly external?: string
    readonly retained?: string
    readonly peakRss?: string
    /** Of a metric of one's own. */
    readonly [metric: string]: string | number | undefined
  }
  /** Numbers of one's own: `{ queries: () => db.count }`. They are read outside of anything that is timed. */
  measure?: Measures<State, ParamsOf<P>, Awaited<Result>>
  /** Asynchronous benchmarks only: how many operations are in flight at a time (default 1). */
  concurrency?: number
  /** Revisions are compared in processes of their own, never in one that they share. */
  isolate?: boolean
  /** Revisions may return different results and are compared all the same. */
  mayDiffer?: boolean
}

/** A benchmark whose `run` is given the state that `setup` made. */
export type BenchWithState<P extends ParamLists, State, Result> = Common<P, State, Result> & {
  prepare?: never
  /** The measured part; may be asynchronous. Its result is kept from the optimiser. */
  run: (state: State, params: ParamsOf<P>) => Result
}

/** A benchmark whose `run` is given a fresh input, made by `prepare` outside the clock. */
export type BenchWithInput<P extends ParamLists, State, Input, Result> = Common<P, State, Result> & {
  /** A fresh input per operation, made for a whole batch before the clock starts. */
  prepare: (state: State, params: ParamsOf<P>) => Input
  /** The measured part; may be asynchronous. Its result is kept from the optimiser. */
  run: (input: Input, params: ParamsOf<P>) => Result
}

export type GroupOptions = {
  /**
   * The members are alternatives: for equal parameters their results must agree before any is timed. `false`: they are none,
   * though the group around is.
   */
  agree?: Agreement | false
}

/** Registers a benchmark. What each option does: docs/reference/benchmarks.md. */
export function bench(name: string, run: () => unknown): void
export function bench<const P extends ParamLists, State, Input, Result>(
  name: string,
  spec: BenchWithInput<P, State, Input, Result>,
): void
export function bench<const P extends ParamLists, State, Result>(
  name: string,
  spec: BenchWithState<P, State, Result>,
): void
export function bench(name: string, given: unknown): void {
  const spec = (typeof given === 'function' ? { run: given } : given) as ErasedSpec & { params?: ParamLists }
  checkName('bench', name)
  if (typeof spec !== 'object' || spec === null || typeof spec.run !== 'function') {
    throw new TypeError(`bench('${name}'): give a function, or an object with a 'run' function`)
  }
  checkParts(name, spec)
  const line = callerLine()
  const params = spec.params ?? {}
  const scope = currentScope()
  checkParams(params, (what) => {
    throw new TypeError(`bench('${name}'): ${what}`)
  })
  const grows = growthOf(`bench('${name}')`, spec.grows, params)
  for (const combination of combinations(params)) {
    registerBenchmark({
      key: keyOf(scope.path, name, combination),
      group: scope.path,
      name,
      params: combination,
      line,
      agree: scope.agree,
      ...(grows && { grows }),
      spec,
    })
  }
}

/** Groups benchmarks under a name; with `agree`, its members are alternatives that must return equal results. */
export function group(name: string, body: () => void): void
export function group(name: string, options: GroupOptions, body: () => void): void
export function group(name: string, ...rest: [() => void] | [GroupOptions, () => void]): void {
  const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest
  checkName('group', name)
  if (typeof body !== 'function')
    throw new TypeError(`group('${name}'): give a function that registers its members`)
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`group('${name}'): the options must be an object`)
  const outer = currentScope()
  const agree = options.agree === false ? undefined : (options.agree ?? outer.agree)
  enterScope({ path: [...outer.path, name], agree })
  try {
    const returned: unknown = body()
    if (typeof (returned as PromiseLike<unknown> | undefined)?.then === 'function') {
      throw new TypeError(`group('${name}'): the body must be synchronous; await before the group instead`)
    }
  } finally {
    enterScope(outer)
  }
}

function checkName(what: string, name: unknown): void {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new TypeError(`${what}(): the name must be a text that is not empty, got ${String(name)}`)
  }
}

const parts: ReadonlySet<string> = new Set([
  'params',
  'grows',
  'setup',
  'teardown',
  'prepare',
  'run',
  'verify',
  'work',
  'budget',
  'measure',
  'concurrency',
  'isolate',
  'mayDiffer',
] satisfies (keyof ErasedSpec | 'params')[])

/** A part that is not known or not callable, or no operations in flight, would only show in the measured process. */
function checkParts(name: string, spec: ErasedSpec): void {
  for (const key of Object.keys(spec)) {
    if (!parts.has(key)) {
      throw new TypeError(`bench('${name}'): '${key}' is no option; there are ${[...parts].join(', ')}`)
    }
  }
  for (const part of ['setup', 'teardown', 'prepare', 'verify', 'work'] as const) {
    if (spec[part] !== undefined && typeof spec[part] !== 'function') {
      throw new TypeError(`bench('${name}'): ${part} must be a function`)
    }
  }
  for (const part of ['isolate', 'mayDiffer'] as const) {
    if (spec[part] !== undefined && typeof spec[part] !== 'boolean') {
      throw new TypeError(`bench('${name}'): ${part} must be true or false`)
    }
  }
  const problem = spec.measure === undefined ? undefined : measureProblem(spec.measure)
  if (problem !== undefined) throw new TypeError(`bench('${name}'): ${problem}`)
  const { concurrency = 1 } = spec
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new TypeError(`bench('${name}'): concurrency must be a whole number of at least 1`)
  }
}
