import type { DeclaredGrowth } from './growth.ts'
import type { ParamValues } from './identity.ts'
import type { LoadSteps } from './service.ts'

/** How the results of a group's members are compared: deeply equal, within a tolerance, or by a function. */
export type Agreement =
  | true
  | { readonly tolerance: number }
  // biome-ignore lint/suspicious/noExplicitAny: the results are whatever the members return.
  | ((a: any, b: any) => boolean)

/** A registered benchmark, its types erased: what a worker measures. */
export type Registered = {
  readonly key: string
  readonly group: readonly string[]
  readonly name: string
  readonly params: ParamValues
  readonly line: number | undefined
  readonly agree: Agreement | undefined
  /** How it may grow with one of its parameters. */
  readonly grows?: DeclaredGrowth
  /** The library in whose words it is written, with its version: `tinybench 6.2.5`. Absent: Assay's own. */
  readonly library?: string
  /** What its file asks of the library that has no meaning here, in a sentence each. */
  readonly ignored?: readonly string[]
  /** Its options of how long and how often it is measured, by name: Assay decides that itself. */
  readonly limits?: readonly string[]
  /** How it times itself, with the state that was set up; absent, or nothing: a batch is timed as a whole. */
  readonly timed?: (state: unknown) => Timed | undefined
  /** Of a command: how it is started, as data. What it is to be checked by is in the host. */
  readonly command?: Readonly<Record<string, unknown>>
  /** Of a command: what it says of the metrics that it tells. */
  readonly stated?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** The same of a cold start. */
  readonly cold?: Readonly<Record<string, unknown>>
  /** The same of a load on a service; and what it asks, and how it checks answers. */
  readonly service?: Readonly<Record<string, unknown>>
  readonly load?: LoadSteps
  readonly spec: ErasedSpec
}

/**
 * Runs so many operations, and tells the ns that count: where something happens between the calls that does not. `awaited` is
 * for operations that return promises.
 */
export type Timed = {
  readonly plain: (operations: number) => number
  readonly awaited: (operations: number) => Promise<number>
}

export type ErasedSpec = {
  grows?: unknown
  setup?: (params: unknown) => unknown
  teardown?: (state: unknown, params: unknown) => unknown
  prepare?: (state: unknown, params: unknown) => unknown
  run: (input: unknown, params: unknown) => unknown
  verify?: (result: unknown, params: unknown) => unknown
  work?: (params: unknown) => { items?: number; bytes?: number; flops?: number }
  budget?: Readonly<Record<string, unknown>>
  objectives?: unknown
  measure?: Readonly<Record<string, unknown>>
  concurrency?: number
  isolate?: boolean
  mayDiffer?: boolean
}

export type Scope = { readonly path: readonly string[]; readonly agree: Agreement | undefined }

type Registry = { readonly registered: Registered[]; scope: Scope }

const place = Symbol.for('assay.registry')

/**
 * One for all instances of this module: a loader that makes CommonJS of everything gives benchmark files another one
 * than the harness has.
 */
const shared = (globalThis as { [place]?: Registry })[place] ?? newRegistry()

function newRegistry(): Registry {
  const value: Registry = { registered: [], scope: { path: [], agree: undefined } }
  Object.defineProperty(globalThis, place, { value, configurable: true })
  return value
}

/** What the loaded files have registered so far, in order. */
export function registry(): readonly Registered[] {
  return shared.registered
}

export function registerBenchmark(one: Registered): void {
  shared.registered.push(one)
}

/** The group that is being registered. */
export function currentScope(): Scope {
  return shared.scope
}

export function enterScope(scope: Scope): void {
  shared.scope = scope
}
