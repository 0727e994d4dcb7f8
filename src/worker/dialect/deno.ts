import { afterLoad } from '../../api/held-runs.ts'
import type { Timed } from '../../api/registry.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { denoLimits, denoWords, ignoredIn, lackingWord } from './ignored-words.ts'
import { callOf, type LibraryCase, lineOfCall, registerCase } from './library-case.ts'

/** The benchmarks of `Deno.bench`, in the place of Deno's own. */

const library = 'Deno.bench'

// biome-ignore lint/suspicious/noExplicitAny: what a file gives is called as Deno calls it.
type Fn = (context?: any) => unknown
type Options = {
  readonly name?: string
  readonly fn?: Fn
  readonly group?: string
  readonly ignore?: boolean
  readonly only?: boolean
}
type Bench = {
  readonly name: string
  readonly fn: Fn
  readonly options: Options
  readonly line: number | undefined
}

const AsyncFunction = (async () => {}).constructor
/** ns below which Deno times the whole function, whatever part of it the function marks. */
const shortest = 10_000

/** Makes `Deno.bench` register here what a file that is loaded next asks of it. */
export function offerDeno(): void {
  const benches: Bench[] = []
  const bench = (first: string | Fn | Options, second?: Options | Fn, third?: Fn) => {
    benches.push({ ...readGiven([first, second, third]), line: lineOfCall() })
  }
  const words: Record<string, unknown> = {
    bench,
    version: { deno: '', v8: process.versions.v8, typescript: '' },
    build: { os: process.platform },
  }
  const deno = new Proxy(words, {
    get: (_, name) =>
      typeof name === 'symbol' || name in words
        ? words[name as string]
        : lackingWord('Deno', `Deno.${name}`)(),
  })
  const restore = putInPlace(deno, bench)
  afterLoad(() => {
    const hasOnly = benches.some(({ options }) => options.only)
    for (const one of benches) if (!one.options.ignore && (one.options.only || !hasOnly)) registerBench(one)
    restore()
  })
}

/** Where Deno itself runs the file, all but `bench` is its own. Returns what takes it away again. */
function putInPlace(words: object, bench: unknown): () => void {
  const { Deno: own } = globalThis as { Deno?: { bench: unknown } }
  if (own) {
    const { bench: theirs } = own
    own.bench = bench
    return () => {
      own.bench = theirs
    }
  }
  Object.defineProperty(globalThis, 'Deno', { value: words, configurable: true, writable: true })
  return () => Reflect.deleteProperty(globalThis, 'Deno')
}

function readGiven(given: readonly (string | Fn | Options | undefined)[]): Omit<Bench, 'line'> {
  const options = (given.find((one) => typeof one === 'object') as Options | undefined) ?? {}
  const fn = (given.find((one) => typeof one === 'function') as Fn | undefined) ?? options.fn
  const name =
    (given.find((one) => typeof one === 'string') as string | undefined) ?? options.name ?? fn?.name
  if (typeof fn !== 'function') throw new TypeError('Deno.bench: a function is missing')
  if (name === undefined || name === '') throw new TypeError('Deno.bench: a name is missing')
  return { name, fn, options }
}

function registerBench({ name, fn, options, line }: Bench): void {
  const group = options.group === undefined ? [] : [options.group]
  const ignored = ignoredIn(options as Record<string, unknown>, denoWords, denoLimits)
  registerCase({ ...{ library, group, name, line }, ...partOf(name, fn), ...ignored })
}

function partOf(name: string, fn: Fn): Pick<LibraryCase, 'fn' | 'timed'> {
  // Deno awaits what is written as asynchronous, and nothing else that returns a promise.
  const isAsync = fn.constructor === AsyncFunction
  const whole = { name, origin: '', start: () => {}, end: () => {} }
  const call = callOf(fn, undefined, 1) as Fn
  const once = isAsync ? () => call(whole) : () => void call(whole)
  return fn.length === 0 ? { fn: once } : { fn: once, timed: () => timeParts(name, fn) }
}

/** A function may mark the part of it that counts. */
function timeParts(name: string, fn: Fn): Timed {
  const operation = () => {
    let [start, end] = [now(), undefined as bigint | undefined]
    const begun = start
    const context = {
      ...{ name, origin: '' },
      start: () => {
        start = now()
      },
      end: () => {
        end = now()
      },
    }
    return {
      context,
      taken: () => {
        const over = now()
        return { whole: elapsedBetween(begun, over), part: elapsedBetween(start, end ?? over) }
      },
    }
  }
  const told = (whole: number, part: number, operations: number) =>
    whole < shortest * operations ? whole : part
  return {
    plain(operations) {
      let [whole, part] = [0, 0]
      for (let count = 0; count < operations; count++) {
        const one = operation()
        fn(one.context)
        const taken = one.taken()
        whole += taken.whole
        part += taken.part
      }
      return told(whole, part, operations)
    },
    async awaited(operations) {
      let [whole, part] = [0, 0]
      for (let count = 0; count < operations; count++) {
        const one = operation()
        await fn(one.context)
        const taken = one.taken()
        whole += taken.whole
        part += taken.part
      }
      return told(whole, part, operations)
    },
  }
}
