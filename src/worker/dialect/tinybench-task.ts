import { holdRun, passRun } from '../../api/held-runs.ts'
import { ignoredOfTask, operationsAtOnce } from './ignored-words.ts'
import { type LibraryCase, lineOfCall, registerCase } from './library-case.ts'
import { hooksOf, type PhaseHooks, resultOf, type TaskHooks } from './task-hooks.ts'
import { TaskEvent } from './tinybench-extras.ts'

export type TaskOptions = TaskHooks & {
  readonly async?: boolean
  readonly signal?: unknown
  readonly retainSamples?: boolean
}
export type BenchOptions = PhaseHooks & {
  readonly [option: string]: unknown
  readonly name?: string
  readonly concurrency?: 'task' | 'bench' | null
  readonly threshold?: number
  readonly retainSamples?: boolean
  readonly now?: () => number
}

/** What a task asks of its bench; `about`: the library and its version, and the first part of that. */
export type OwnBench = EventTarget & {
  readonly opts: BenchOptions
  /** Whether the file has warmed it up itself, as version 2 wants. */
  readonly isWarm: boolean
  /** What the file says of them. */
  readonly given: BenchOptions
  readonly concurrency: BenchOptions['concurrency']
  readonly threshold: number
  readonly about: { readonly library: string; readonly generation: number }
}

/** A benchmark of tinybench's, which reads and sounds like one. */
export class BenchTask extends EventTarget {
  readonly name: string
  readonly fn: () => unknown
  readonly fnOpts: TaskOptions
  runs = 0
  #result: object | undefined
  #key: string | undefined
  readonly #bench: OwnBench
  readonly #line: number | undefined

  constructor(bench: OwnBench, name: string, fn: () => unknown, fnOpts: TaskOptions = {}) {
    super()
    this.#bench = bench
    this.#line = lineOfCall()
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
    if (this.#bench.about.generation < 6) return this.#result && { ...about, ...this.#result }
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
    const { about, concurrency, given, opts, threshold } = this.#bench
    return {
      ...{ library: about.library, name: this.name, fn: this.fn, self: this, line: this.#line },
      group: opts.name === undefined ? [] : [opts.name],
      ...hooksOf(this, {
        ...{ fn: this.fn, hooks: this.fnOpts },
        phases: about.generation < 3 ? { ...opts, warmup: this.#bench.isWarm } : opts,
        tellsMode: about.generation > 3,
      }),
      concurrency: operationsAtOnce({ concurrency, threshold }),
      ...ignoredOfTask({ ...given, concurrency, threshold }, this.fnOpts),
    }
  }

  /** Its result, of what was measured in its place. */
  finish(): void {
    const { generation } = this.#bench.about
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
