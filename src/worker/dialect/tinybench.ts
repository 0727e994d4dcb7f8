import { holdRun, passRun } from '../../api/held-runs.ts'
import { versionOf } from './dialects.ts'
import { type LibraryCase, lineOfCall, registerCase } from './library-case.ts'
import { statisticsOf } from './statistics.ts'
import { hooksOf, type PhaseHooks, resultOf, type TaskHooks, type TaskResult } from './tinybench-task.ts'

/**
 * tinybench's words, from version 2 to 6: what a file in them can say, read and listen to. None of tinybench's own code
 * runs: each task is registered when the file runs it, and its result is made of what was measured in its place.
 */

const version = versionOf(import.meta.url, '6.0.0')
const generation = Number.parseInt(version, 10)
const library = `tinybench ${version}`
const ours = new URL('../../', import.meta.url).href

type TaskOptions = TaskHooks & { readonly async?: boolean; readonly retainSamples?: boolean }
type BenchOptions = PhaseHooks & {
  readonly [option: string]: unknown
  readonly name?: string
  readonly concurrency?: 'task' | 'bench' | null
  readonly threshold?: number
  readonly retainSamples?: boolean
  readonly now?: () => number
}

const defaults =
  generation < 3
    ? { time: 500, iterations: 10, warmupTime: 100, warmupIterations: 5 }
    : { time: generation < 6 ? 500 : 1_000, iterations: 64, warmupTime: 250, warmupIterations: 16 }

const nothing = () => {}

class TaskEvent extends Event {
  readonly task: Task | undefined
  readonly error: unknown
  constructor(type: string, task?: Task, error?: unknown) {
    super(type)
    this.task = task
    this.error = error
  }
}

export class Task extends EventTarget {
  readonly name: string
  readonly fn: () => unknown
  readonly fnOpts: TaskOptions
  runs = 0
  #result: object | undefined
  #key: string | undefined
  readonly #bench: Bench
  readonly #line: number | undefined

  constructor(bench: Bench, name: string, fn: () => unknown, fnOpts: TaskOptions = {}) {
    super()
    this.#bench = bench
    this.#line = lineOfCall(ours)
    this.name = name
    this.fn = fn
    this.fnOpts = fnOpts
    for (const hook of ['beforeAll', 'afterAll', 'beforeEach', 'afterEach'] as const) {
      if (fnOpts[hook] !== undefined && typeof fnOpts[hook] !== 'function')
        throw new TypeError(`'${hook}' must be a function if provided`)
    }
  }

  get result(): unknown {
    const about = { runtime: 'node', runtimeVersion: process.versions.node }
    if (generation < 6) return this.#result && { ...about, ...this.#result }
    return {
      ...(this.#result ?? { state: 'not-started' }),
      ...about,
      timestampProviderName: 'performanceNow',
    }
  }

  /** Registers it; returns its key. A task that has been run is not run again, as in the library. */
  register(): string {
    this.#key ??= registerCase(this.#case())
    return this.#key
  }

  #case(): LibraryCase {
    const { opts } = this.#bench
    const isConcurrent = opts.concurrency === 'task' && Number.isInteger(opts.threshold)
    return {
      ...{ library, name: this.name, fn: this.fn, self: this, line: this.#line },
      group: opts.name === undefined ? [] : [opts.name],
      ...hooksOf(this, { fn: this.fn, hooks: this.fnOpts, phases: opts }),
      ...(isConcurrent && { concurrency: opts.threshold }),
    }
  }

  /** Its result, of what was measured in its place. */
  finish(): void {
    const retain = generation < 6 || (this.fnOpts.retainSamples ?? this.#bench.opts.retainSamples ?? false)
    const result = resultOf(this.#key, retain)
    const { latency } = result
    const flat = { hz: 1_000 / latency.mean, ...latency }
    this.runs = latency.samplesCount
    this.#result = { ...(generation < 6 ? flat : { state: 'completed' }), ...result }
    this.dispatchEvent(new TaskEvent('cycle', this))
    this.dispatchEvent(new TaskEvent('complete', this))
    this.#bench.dispatchEvent(new TaskEvent('cycle', this))
  }

  begin(): void {
    this.dispatchEvent(new TaskEvent('start', this))
  }

  async run(): Promise<this> {
    await holdRun([this.register()])
    this.finish()
    return this
  }

  runSync(): this {
    this.register()
    passRun()
    this.finish()
    return this
  }

  async warmup(): Promise<void> {
    this.dispatchEvent(new TaskEvent('warmup', this))
  }

  warmupSync(): void {
    this.dispatchEvent(new TaskEvent('warmup', this))
  }

  reset(): void {
    this.runs = 0
    this.#result = undefined
    this.dispatchEvent(new TaskEvent('reset', this))
  }
}

export class Bench extends EventTarget {
  readonly opts: BenchOptions
  readonly name: string | undefined
  readonly runtime = 'node'
  readonly runtimeVersion = process.versions.node
  readonly now: () => number
  // Version 3 to 5 let files assign them.
  concurrency: BenchOptions['concurrency']
  threshold: number
  readonly time: unknown
  readonly iterations: unknown
  readonly #tasks = new Map<string, Task>()
  readonly #todos = new Map<string, Task>()

  constructor(options: BenchOptions = {}) {
    super()
    this.opts = { ...defaults, ...options }
    this.name = options.name
    this.now = options.now ?? (() => performance.now())
    this.concurrency = options.concurrency ?? null
    this.threshold = options.threshold ?? Number.POSITIVE_INFINITY
    this.time = this.opts.time
    this.iterations = this.opts.iterations
  }

  get tasks(): Task[] {
    return [...this.#tasks.values()]
  }

  get todos(): Task[] {
    return [...this.#todos.values()]
  }

  get results(): unknown[] {
    return this.tasks.map((task) => task.result)
  }

  add(name: string, fn: () => unknown, fnOpts: TaskOptions = {}): this {
    if (typeof fn !== 'function') throw new TypeError(`'fn' must be a function, got ${typeof fn}`)
    const task = new Task(this, name, fn, fnOpts)
    this.#tasks.set(name, task)
    this.dispatchEvent(new TaskEvent('add', task))
    return this
  }

  todo(name: string, fn: () => unknown = nothing, fnOpts: TaskOptions = {}): this {
    const task = new Task(this, name, fn, fnOpts)
    this.#todos.set(name, task)
    this.dispatchEvent(new TaskEvent('todo', task))
    return this
  }

  remove(name: string): this {
    const task = this.getTask(name)
    if (task) this.dispatchEvent(new TaskEvent('remove', task))
    this.#tasks.delete(name)
    return this
  }

  getTask(name: string): Task | undefined {
    return this.#tasks.get(name)
  }

  reset(): void {
    this.dispatchEvent(new TaskEvent('reset'))
    for (const task of this.tasks) task.reset()
  }

  async run(): Promise<Task[]> {
    const tasks = this.#begin()
    await holdRun(tasks.map((task) => task.register()))
    return this.#end(tasks)
  }

  runSync(): Task[] {
    const tasks = this.#begin()
    for (const task of tasks) task.register()
    passRun()
    return this.#end(tasks)
  }

  runConcurrently(): Promise<Task[]> {
    return this.run()
  }

  async warmup(): Promise<void> {
    this.warmupSync()
  }

  warmupSync(): void {
    this.dispatchEvent(new TaskEvent('warmup'))
    for (const task of this.tasks) task.warmupSync()
  }

  warmupConcurrently(): Promise<void> {
    return this.warmup()
  }

  table(convert?: (task: Task) => Record<string, unknown>): (Record<string, unknown> | null)[] {
    return this.tasks.map((task) => convert?.(task) ?? rowOf(task))
  }

  #begin(): Task[] {
    const { tasks } = this
    if (generation >= 3 && this.opts.warmup !== false) this.warmupSync()
    this.dispatchEvent(new TaskEvent('start'))
    for (const task of tasks) task.begin()
    return tasks
  }

  #end(tasks: Task[]): Task[] {
    for (const task of tasks) task.finish()
    this.dispatchEvent(new TaskEvent('complete'))
    return tasks
  }
}

function rowOf(task: Task): Record<string, unknown> | null {
  const { latency, throughput } = (task.result ?? {}) as Partial<TaskResult>
  if (!latency || !throughput)
    return generation < 3 ? null : { 'Task name': task.name, Remarks: 'not-started' }
  return {
    'Task name': task.name,
    'Latency avg (ns)': `${formatNumber(mToNs(latency.mean))} ± ${formatNumber(latency.rme)}%`,
    'Latency med (ns)': `${formatNumber(mToNs(latency.p50))} ± ${formatNumber(mToNs(latency.mad))}`,
    'Throughput avg (ops/s)': `${Math.round(throughput.mean)} ± ${formatNumber(throughput.rme)}%`,
    'Throughput med (ops/s)': `${Math.round(throughput.p50)} ± ${Math.round(throughput.mad)}`,
    Samples: latency.samplesCount,
  }
}

export const now = () => performance.now()
export const hrtimeNow = () => Number(process.hrtime.bigint()) / 1e6
export const nToMs = (ns: number) => ns / 1e6
export const mToNs = (ms: number) => ms * 1e6

export function formatNumber(value: number, digits = 5, decimals = 2): string {
  const whole = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1
  return Number.isFinite(value)
    ? value.toFixed(Math.min(decimals, Math.max(0, digits - whole)))
    : String(value)
}

export const performanceNowTimestampProvider = {
  name: 'performanceNow',
  fn: now,
  toMs: Number,
  fromMs: Number,
}
export const hrtimeNowTimestampProvider = {
  name: 'hrtimeNow',
  fn: process.hrtime.bigint,
  toMs: (ns: bigint) => Number(ns) / 1e6,
  fromMs: (ms: number) => BigInt(Math.round(ms * 1e6)),
}

/** Diagnostics of samples that were taken one call at a time; Assay's come from batches, where a timer is fine enough. */
export const classifyTimerSaturation = () => undefined
export const detectTimerSaturation = () => false
export const estimateResolution = (samples: readonly number[]) => samples.find((value) => value > 0)
export const calibrateTimerOverhead = () => 0

export function medianAbsoluteDeviation(samples: readonly number[]): number {
  return statisticsOf(samples).mad
}

