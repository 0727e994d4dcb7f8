import { holdRun, samplesOf } from '../../../api/held-runs.ts'
import { type BenchmarkCode, type BenchmarkOptions, bodyOfBenchmark } from '../benchmark-body.ts'
import { emitting } from '../benchmark-events.ts'
import { versionOf } from '../dialects.ts'
import { benchmarkLimits, ignoredIn, lackingWord } from '../ignored-words.ts'
import { lineOfCall, registerCase } from '../library-case.ts'
import { statisticsOf } from '../statistics.ts'

/** Benchmark.js's words: benchmarks, alone or in suites, with listeners that read results as text. */

const version = versionOf(import.meta.url, '2.1.4')
const library = `Benchmark.js ${version}`

type Options = BenchmarkOptions & { readonly [option: string]: unknown }
type Given = BenchmarkCode | Options

/** In seconds, as Benchmark.js tells them. */
type Stats = Record<'mean' | 'deviation' | 'moe' | 'rme' | 'sem' | 'variance', number> & {
  readonly sample: readonly number[]
}

function noStats(): Stats {
  const none = Number.NaN
  return { mean: none, deviation: none, moe: none, rme: none, sem: none, variance: none, sample: [] }
}

const defaults: Options = {
  ...{ async: false, defer: false, delay: 0.005, initCount: 1 },
  ...{ maxTime: 5, minSamples: 5, minTime: 0 },
}

/** What the file says of all benchmarks. */
function changedDefaults(): Options {
  return Object.fromEntries(
    Object.entries(Benchmark.options).filter(([name, value]) => defaults[name] !== value),
  )
}

let ids = 0

class BenchmarkInWords extends emitting(Object) {
  [own: string]: unknown
  readonly id = ++ids
  name: string | undefined
  fn: BenchmarkCode
  options: Options
  hz = Number.NaN
  count = 0
  cycles = 0
  error: unknown
  aborted = false
  running = false
  stats = noStats()
  times = { cycle: Number.NaN, elapsed: Number.NaN, period: Number.NaN, timeStamp: Date.now() }
  #key: string | undefined
  readonly #line = lineOfCall()

  constructor(name?: string | Given, fn?: Given, options?: Options) {
    super()
    const given: (string | Given | undefined)[] = [name, fn, options]
    const own = given.find((one) => typeof one === 'object') as Options | undefined
    this.options = own ?? {}
    const texts = given.filter((one) => typeof one === 'string') as string[]
    const code = given.find((one) => typeof one === 'function') as BenchmarkCode | undefined
    this.fn = code ?? (this.options.fn as BenchmarkCode) ?? texts[1] ?? ''
    this.name = (this.options.name as string | undefined) ?? texts[0]
    this.listenAsAsked(this.options)
  }

  clone(options: Options = {}): BenchmarkInWords {
    return new BenchmarkInWords(this.name, this.fn, { ...this.options, ...options })
  }

  /** Which of two is faster: none is, where that was not measured here. */
  compare(other: BenchmarkInWords): number {
    const difference = other.hz - this.hz
    return Number.isNaN(difference) ? 0 : -Math.sign(difference)
  }

  run(options: Options = {}): this {
    holdRun([this.register([], options)]).then(() => this.finish())
    return this
  }

  /** @param asked what the run says */
  register(group: readonly string[], asked: Options): string {
    const body = bodyOfBenchmark(this, this.fn, this.options)
    const name = this.name ?? `benchmark ${this.id}`
    const { limits } = ignoredIn({ ...changedDefaults(), ...this.options }, {}, benchmarkLimits)
    const isAsync = asked.async ?? this.options.async ?? Benchmark.options.async
    const ignored = isAsync
      ? []
      : ['run() without async: it comes back at once, and listeners are told later']
    this.emit('start')
    this.#key ??= registerCase({ library, group, name, line: this.#line, ...body, ignored, limits })
    return this.#key
  }

  finish(): void {
    const seconds = (samplesOf(this.#key ?? '') ?? []).map((ns) => ns / 1e9)
    const { mean, sd, moe, rme, sem, variance } = statisticsOf(seconds)
    this.stats = { mean, deviation: sd, moe, rme, sem, variance, sample: seconds }
    this.hz = 1 / mean
    this.count = 1
    this.cycles = seconds.length
    this.times = { cycle: mean, elapsed: mean * seconds.length, period: mean, timeStamp: Date.now() }
    for (const type of ['cycle', 'complete']) this.emit(type)
  }

  override toString(): string {
    const { length } = this.stats.sample
    const hz = formatRate(this.hz)
    const runs = `${length} run${length === 1 ? '' : 's'} sampled`
    return `${this.name ?? `<Test #${this.id}>`} x ${hz} ops/sec ±${this.stats.rme.toFixed(2)}% (${runs})`
  }
}

function formatRate(hz: number): string {
  return (hz < 100 ? Number(hz.toFixed(2)) : Math.round(hz)).toLocaleString('en-US')
}

/** A list of benchmarks that run together. */
class Suite extends emitting(Array<BenchmarkInWords>) {
  name: string | undefined
  readonly options: Options
  aborted = false
  running = false

  // What maps or filters one gets a list.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  constructor(name?: string | Options, options: Options = {}) {
    super()
    this.name = typeof name === 'string' ? name : (name?.name as string | undefined)
    this.options = typeof name === 'object' ? name : options
    this.listenAsAsked(this.options)
  }

  add(name?: string | Given, fn?: Given, options?: Options): this {
    const one = name instanceof BenchmarkInWords ? name : new BenchmarkInWords(name, fn, options)
    this.push(one)
    this.tell('add', one)
    return this
  }

  override filter(which: unknown): Suite {
    const some = new Suite(this.name)
    for (const one of filterBenchmarks([...this], which)) some.push(one)
    return some
  }

  override map(how: unknown): never[] {
    const make = typeof how === 'function' ? (how as (one: BenchmarkInWords) => unknown) : undefined
    return [...this].map((one) => (make ? make(one) : one[String(how)])) as never[]
  }

  clone(options: Options = {}): Suite {
    const copy = new Suite(this.name, { ...this.options, ...options })
    for (const one of this) copy.add(one.clone() as never)
    return copy
  }

  /** Comes back at once: what listens is told when it has been measured. */
  run(options: Options = {}): this {
    const group = this.name === undefined ? [] : [this.name]
    const own = [...this]
    this.tell('start', own[0])
    holdRun(own.map((one) => one.register(group, options))).then(() => {
      for (const one of own) {
        one.finish()
        this.tell('cycle', one)
      }
      this.tell('complete', own.at(-1))
    })
    return this
  }
}

function filterBenchmarks(all: readonly BenchmarkInWords[], which: unknown): BenchmarkInWords[] {
  if (typeof which === 'function') return all.filter(which as (one: BenchmarkInWords) => boolean)
  const done = all.filter(({ hz }) => Number.isFinite(hz))
  if (which === 'successful') return done
  const ordered = done.toSorted((a, b) => (which === 'slowest' ? a.hz - b.hz : b.hz - a.hz))
  return ordered.slice(0, 1)
}

Object.assign(Suite.prototype, { each: Suite.prototype.forEach })

/** It is called with `new` or without. */
const Benchmark = Object.assign(
  function make(...given: ConstructorParameters<typeof BenchmarkInWords>): BenchmarkInWords {
    return new BenchmarkInWords(...given)
  },
  {
    Suite,
    version,
    options: { ...defaults } as Options,
    support: {},
    platform: { name: 'Node.js', version: process.versions.node, description: `Node.js ${process.version}` },
    filter: filterBenchmarks,
    formatNumber: (value: number) => value.toLocaleString('en-US'),
    join: (all: readonly unknown[], between = ',') => [...all].map(String).join(between),
    map: (all: readonly Record<string, unknown>[], how: string) => all.map((one) => one[how]),
    each: (all: readonly unknown[], tell: (one: unknown) => void) => all.forEach(tell),
    forEach: (all: readonly unknown[], tell: (one: unknown) => void) => all.forEach(tell),
    has: (one: object, name: string) => Object.hasOwn(one, name),
    indexOf: (all: readonly unknown[], one: unknown) => all.indexOf(one),
    forOwn: (one: object, tell: (value: unknown, name: string) => void) => {
      for (const [name, value] of Object.entries(one)) tell(value, name)
    },
    reduce: (all: readonly never[], how: (sum: unknown, one: never) => unknown, first: unknown) =>
      all.reduce(how, first),
    ...Object.fromEntries(['invoke', 'Deferred', 'Event'].map((word) => [word, lackingWord(library, word)])),
    runInContext: () => Benchmark,
  },
) as unknown as typeof BenchmarkInWords & { readonly options: Options }
Object.assign(Benchmark, { Benchmark })
Object.defineProperty(Benchmark, 'prototype', { value: BenchmarkInWords.prototype })

export { Benchmark as default, Benchmark as 'module.exports', Suite }
