import { holdRun, passRun } from '../../../api/held-runs.ts'
import { versionOf } from '../dialects.ts'
import { performanceNow, TaskEvent, tableRow } from '../tinybench-extras.ts'
import { type BenchOptions, BenchTask, type OwnBench, type TaskOptions } from '../tinybench-task.ts'

/**
 * tinybench's words, from version 2 to 6: what a file in them can say, read and listen to. None of tinybench's own code
 * runs: each task is registered when the file runs it, and its result is made of what was measured in its place.
 */

const version = versionOf(import.meta.url, '6.0.0')
const generation = Number.parseInt(version, 10)
const about: OwnBench['about'] = { library: `tinybench ${version}`, generation }

const defaults =
  generation < 3
    ? { time: 500, iterations: 10, warmupTime: 100, warmupIterations: 5 }
    : { time: generation < 6 ? 500 : 1_000, iterations: 64, warmupTime: 250, warmupIterations: 16 }

const nothing = () => {}

export class Bench extends EventTarget {
  readonly about = about
  readonly opts: BenchOptions
  readonly given: BenchOptions
  readonly name: string | undefined
  readonly runtime = 'node'
  readonly runtimeVersion = process.versions.node
  readonly now: () => number
  // Version 3 to 5 let files assign them.
  concurrency: BenchOptions['concurrency']
  threshold: number
  readonly time: unknown
  readonly iterations: unknown
  isWarm = false
  readonly #tasks = new Map<string, BenchTask>()
  readonly #todos = new Map<string, BenchTask>()

  constructor(options: BenchOptions = {}) {
    super()
    this.given = options
    this.opts = { ...defaults, ...options }
    this.name = options.name
    this.now = options.now ?? (() => performance.now())
    this.concurrency = options.concurrency ?? null
    this.threshold = options.threshold ?? Number.POSITIVE_INFINITY
    this.time = this.opts.time
    this.iterations = this.opts.iterations
  }

  get tasks(): BenchTask[] {
    return [...this.#tasks.values()]
  }

  get todos(): BenchTask[] {
    return [...this.#todos.values()]
  }

  get results(): unknown[] {
    return this.tasks.map((task) => task.result)
  }

  add(name: string, fn: () => unknown, fnOpts: TaskOptions = {}): this {
    if (typeof fn !== 'function') throw new TypeError(`'fn' must be a function, got ${typeof fn}`)
    const task = new BenchTask(this, name, fn, fnOpts)
    this.#tasks.set(name, task)
    this.dispatchEvent(new TaskEvent('add', task))
    return this
  }

  todo(name: string, fn: () => unknown = nothing, fnOpts: TaskOptions = {}): this {
    const task = new BenchTask(this, name, fn, fnOpts)
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

  getTask(name: string): BenchTask | undefined {
    return this.#tasks.get(name)
  }

  reset(): void {
    this.dispatchEvent(new TaskEvent('reset'))
    for (const task of this.tasks) task.reset()
  }

  async run(): Promise<BenchTask[]> {
    const tasks = this.#begin()
    await holdRun(tasks.map((task) => task.register()))
    return this.#end(tasks)
  }

  runSync(): BenchTask[] {
    const tasks = this.#begin()
    for (const task of tasks) task.register()
    passRun()
    return this.#end(tasks)
  }

  runConcurrently(
    threshold = Number.POSITIVE_INFINITY,
    mode: 'task' | 'bench' = 'bench',
  ): Promise<BenchTask[]> {
    this.concurrency = mode
    this.threshold = threshold
    return this.run()
  }

  async warmup(): Promise<void> {
    this.warmupSync()
  }

  warmupSync(): void {
    this.isWarm = true
    this.dispatchEvent(new TaskEvent('warmup'))
    for (const task of this.tasks) task.warmupSync()
  }

  warmupConcurrently(): Promise<void> {
    return this.warmup()
  }

  table(convert?: (task: BenchTask) => Record<string, unknown>): (Record<string, unknown> | null)[] {
    return this.tasks.map((task) => convert?.(task) ?? tableRow(task, generation))
  }

  #begin(): BenchTask[] {
    const { tasks } = this
    if (generation >= 3 && this.opts.warmup !== false) this.warmupSync()
    this.dispatchEvent(new TaskEvent('start'))
    for (const task of tasks) task.begin()
    return tasks
  }

  #end(tasks: BenchTask[]): BenchTask[] {
    for (const task of tasks) task.finish()
    this.dispatchEvent(new TaskEvent('complete'))
    return tasks
  }
}

export {
  calibrateTimerOverhead,
  classifyTimerSaturation,
  detectTimerSaturation,
  estimateResolution,
  formatTableNumber as formatNumber,
  hrtimeNow,
  hrtimeNowTimestampProvider,
  medianAbsoluteDeviation,
  mToNs,
  nToMs,
  performanceNowTimestampProvider,
} from '../tinybench-extras.ts'
export { BenchTask as Task, performanceNow as now }
