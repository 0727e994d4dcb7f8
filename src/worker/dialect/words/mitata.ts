import { holdRun, samplesOf } from '../../../api/held-runs.ts'
import { versionOf } from '../dialects.ts'
import { ignoredIn, mitataLimits, mitataWords } from '../ignored-words.ts'
import { lineOfCall, registerCase } from '../library-case.ts'
import { bodyOf, ignoredOfYield, isBody, type MitataArgs, type MitataBody } from '../mitata-body.ts'
import { statisticsOf } from '../statistics.ts'

/** mitata's words. What a benchmark is, it tells by the shape of its function (`mitata-body.ts`). */

const library = `mitata ${versionOf(import.meta.url, '1.0.34')}`

type Values = readonly unknown[]
type Collection = { id: number; name: string | null; types: string[]; trials: B[] }

export const flags = { compact: 1, baseline: 2 }

let collections: Collection[] = newCollections()
let currentFlags = 0

function newCollections(): Collection[] {
  return [{ id: 0, name: null, types: [], trials: [] }]
}

/** A benchmark and the values that it is run with; mitata's own name for it. */
export class B {
  flags = currentFlags
  _name = ''
  _group = 0
  _highlight: string | false = false
  readonly _args: Record<string, Values> = {}
  readonly f: MitataBody
  readonly line: number | undefined
  /** Whether garbage is to be collected between calls. */
  collectsInside = false

  constructor(name: string, f: MitataBody) {
    if (!isBody(f)) throw new TypeError('expected iterator, generator or one-shot function')
    this.f = f
    this.line = lineOfCall()
    this.name(name)
  }

  name(name: string, color: string | false = false): this {
    this._name = name
    return this.highlight(color)
  }

  highlight(color: string | false = false): this {
    this._highlight = color
    return this
  }

  gc(when: unknown = 'once'): this {
    this.collectsInside = when === 'inner'
    return this
  }

  compact(isOn = true): this {
    return this.#flag(flags.compact, isOn)
  }

  baseline(isOn = true): this {
    return this.#flag(flags.baseline, isOn)
  }

  range(name: string, from: number, to: number, factor = 8): this {
    const values: number[] = []
    for (let value = from; value <= to; value *= factor) values.push(Math.min(value, to))
    return this.args(name, values.includes(to) ? values : [...values, to])
  }

  dense_range(name: string, from: number, to: number, step = 1): this {
    const values: number[] = []
    for (let value = from; value <= to; value += step) values.push(value)
    return this.args(name, values.includes(to) ? values : [...values, to])
  }

  args(name: string | Values | Record<string, Values | null> | null, values?: Values | null): this {
    if (name === null) delete this._args.x
    else if (typeof name === 'string') this.#set(name, values)
    else if (Array.isArray(name)) this.#set('x', name as Values)
    else for (const [key, own] of Object.entries(name as Record<string, Values | null>)) this.#set(key, own)
    return this
  }

  #set(name: string, values: Values | null | undefined): void {
    if (values === null || values === undefined) delete this._args[name]
    else if (Array.isArray(values)) this._args[name] = values
    else throw new TypeError('invalid arguments')
  }

  #flag(flag: number, isOn: boolean): this {
    this.flags = isOn ? this.flags | flag : this.flags & ~flag
    return this
  }

  /** Each combination of its values, the first varying fastest. */
  combinations(): MitataArgs[] {
    let all: MitataArgs[] = [{}]
    for (const [name, values] of Object.entries(this._args))
      all = values.flatMap((value) => all.map((args) => ({ ...args, [name]: value })))
    return all
  }

  async run(): Promise<unknown> {
    const keys = registerAll(this, null)
    await holdRun(keys)
    return trialOf(this, keys)
  }
}

export function bench(name: string | MitataBody, fn?: MitataBody): B {
  const [title, body] = typeof name === 'function' ? [name.name || 'anonymous', name] : [name, fn!]
  const { trials, id } = collections.at(-1)!
  const one = new B(title, body)
  one._group = id
  trials.push(one)
  return one
}

export function group(name: string | (() => unknown), fn?: () => unknown): unknown {
  return typeof name === 'function' ? collectIn('g', name) : collectIn('g', fn!, name)
}
export const summary = (fn: () => unknown) => collectIn('s', fn)
export const boxplot = (fn: () => unknown) => collectIn('x', fn)
export const barplot = (fn: () => unknown) => collectIn('b', fn)
export const lineplot = (fn: () => unknown) => collectIn('l', fn)

export function compact(fn: () => unknown): unknown {
  const before = currentFlags
  currentFlags |= flags.compact
  return afterwards(fn(), () => {
    currentFlags = before
  })
}

function collectIn(type: string, fn: () => unknown, name?: string): unknown {
  const last = collections.at(-1)!
  const next = (own: Partial<Collection>) => {
    collections.push({ trials: [], name: last.name, types: last.types, id: collections.length, ...own })
  }
  next({ name: name ?? last.name, types: [type, ...last.types] })
  return afterwards(fn(), () => next({}))
}

function afterwards(returned: unknown, action: () => void): unknown {
  if (returned instanceof Promise) return returned.then(action)
  action()
  return undefined
}

type RunOptions = { readonly filter?: RegExp; readonly observe?: (trial: unknown) => unknown }

export async function run({ filter = /.*/u, observe = (trial) => trial }: RunOptions = {}): Promise<unknown> {
  const layout = collections.map(({ name, types }) => ({ name, types }))
  const chosen = collections.flatMap(({ name, trials }) =>
    trials.flatMap((trial) => (filter.test(trial._name) ? { trial, keys: registerAll(trial, name) } : [])),
  )
  collections = newCollections()
  await holdRun(chosen.flatMap(({ keys }) => keys))
  const benchmarks = chosen.map(({ trial, keys }) => observe(trialOf(trial, keys)))
  const none = statsOf(undefined)
  const context = {
    ...{ now: Date.now(), arch: `${process.arch}-${process.platform}`, runtime: 'node' },
    ...{ version: process.versions.node, cpu: { name: null, freq: Number.NaN } },
    noop: { fn: none, iter: none, fn_gc: none },
  }
  return { layout, context, benchmarks }
}

/** Measures at once, where a file asks for it outside of any run. */
export async function measure(
  fn: MitataBody,
  options: { readonly args?: MitataArgs; readonly [option: string]: unknown } = {},
): Promise<unknown> {
  const line = lineOfCall()
  const name = fn.name || 'measure'
  const asked = ignoredIn(options, mitataWords, mitataLimits)
  const ignored = [...asked.ignored, ...ignoredOfYield(fn)]
  const body = bodyOf(fn, options.args ?? {})
  const key = registerCase({ ...{ library, group: [], name, line }, ...body, ...asked, ignored })
  await holdRun([key])
  return statsOf(key)
}

/** What nobody reads, a compiler may leave out. */
// biome-ignore lint/suspicious/noConsole: as mitata's own does.
export const $ = { _: null as unknown, __: () => console.log($._) }

export function do_not_optimize(value: unknown): void {
  $._ = value
}

function registerAll(trial: B, groupName: string | null): string[] {
  return trial.combinations().map((args) =>
    registerCase({
      ...{ library, group: groupName === null ? [] : [groupName], name: nameWith(trial._name, args) },
      ...{ line: trial.line, ...bodyOf(trial.f, args) },
      ignored: [
        ...(trial.collectsInside ? ["gc('inner'): garbage is collected when V8 does it"] : []),
        ...ignoredIn({ concurrency: args.concurrency }, mitataWords, []).ignored,
        ...ignoredOfYield(trial.f),
      ],
    }),
  )
}

function nameWith(name: string, args: MitataArgs): string {
  let filled = name
  for (const [key, value] of Object.entries(args)) filled = filled.replaceAll(`$${key}`, String(value))
  return filled
}

function trialOf(trial: B, keys: readonly string[]): unknown {
  const count = Object.keys(trial._args).length
  return {
    kind: count === 0 ? 'static' : count === 1 ? 'args' : 'multi-args',
    ...{ args: trial._args, alias: trial._name, group: trial._group },
    baseline: (trial.flags & flags.baseline) !== 0,
    runs: trial.combinations().map((args, index) => ({
      ...{ stats: statsOf(keys[index]), error: undefined, args, name: nameWith(trial._name, args) },
    })),
    style: { highlight: trial._highlight, compact: (trial.flags & flags.compact) !== 0 },
  }
}

/** ns. */
function statsOf(key: string | undefined): unknown {
  const { min, max, p50, p75, p99, p999, mean, samples } = statisticsOf(
    (key === undefined ? undefined : samplesOf(key)) ?? [],
    true,
  )
  const middle = samples ?? []
  return {
    ...{ kind: 'fn', debug: '', samples: middle, ticks: middle.length },
    ...{
      min,
      max,
      p25: middle[Math.floor((middle.length - 1) / 4)] ?? Number.NaN,
      p50,
      p75,
      p99,
      p999,
      avg: mean,
    },
  }
}
