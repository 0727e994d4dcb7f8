import { callerLines } from '../../api/caller-lines.ts'
import { firstOfFile } from '../../api/held-runs.ts'
import { keyOf } from '../../api/identity.ts'
import { type Registered, registerBenchmark, registry } from '../../api/registry.ts'
import { callWithHooks } from './call-with-hooks.ts'

/** A benchmark as another library's words describe it. */
export type LibraryCase = {
  /** The library and its version: `tinybench 6.2.5`. */
  readonly library: string
  readonly group: readonly string[]
  readonly name: string
  readonly line: number | undefined
  // biome-ignore lint/complexity/noBannedTypes: what a file gives is called as it is.
  readonly fn: Function
  /** What `this` is in it; absent: nothing. */
  readonly self?: unknown
  /** Around all calls of a process. */
  readonly setup?: () => unknown
  readonly teardown?: () => unknown
  /** In place of `fn`, where what is called is only known when it is set up: is given the state. */
  readonly run?: (state: unknown) => unknown
  /** Around each call, outside the clock. */
  readonly beforeEach?: (() => unknown) | undefined
  readonly afterEach?: (() => unknown) | undefined
  /** Whether calls have said how long they took, once it has been set up; and the ns that one says. */
  readonly tellsDuration?: () => boolean
  readonly durationOf?: (result: unknown) => number | undefined
  /** What times itself, in place of all of the above around calls. */
  readonly timed?: Registered['timed']
  /** What is asked that has no meaning here, in a sentence each. */
  readonly ignored?: readonly string[]
  /** Options of how long and how often it is measured, by name. */
  readonly limits?: readonly string[]
  /** Operations in flight at a time. */
  readonly concurrency?: number | undefined
}

/** Registers it; returns its key. A name that is taken already gets a number: libraries allow what a report could not tell apart. */
export function registerCase(one: LibraryCase): string {
  const benchmark = benchmarkOf({ ...one, name: freeName(one.group, one.name) })
  registerBenchmark(benchmark)
  return benchmark.key
}

export function benchmarkOf(one: LibraryCase): Registered {
  const { library, group, name, line, setup, teardown, beforeEach, afterEach, concurrency } = one
  const call = callOf(one.fn, one.self)
  const each = beforeEach || afterEach ? callWithHooks(call, beforeEach, afterEach) : undefined
  const own = one.tellsDuration && callWithHooks(call, beforeEach, afterEach, one.durationOf)
  const byCall = () => (one.tellsDuration?.() ? own?.timed : each?.timed)
  const timed = one.timed ?? (own || each ? byCall : undefined)
  return {
    ...{ key: keyOf(group, name, {}), group, name, params: {}, line, agree: undefined, library },
    ...(timed && { timed }),
    ...(one.ignored && one.ignored.length > 0 && { ignored: one.ignored }),
    ...(one.limits && one.limits.length > 0 && { limits: one.limits }),
    spec: {
      run: one.run ?? each?.run ?? call,
      ...(setup && { setup }),
      ...(teardown && { teardown }),
      ...(concurrency !== undefined && { concurrency }),
    },
  }
}

function freeName(group: readonly string[], name: string): string {
  const taken = new Set<string>()
  for (let index = firstOfFile(); index < registry().length; index++) taken.add(registry()[index]!.key)
  let free = name
  for (let number = 2; taken.has(keyOf(group, free, {})); number++) free = `${name} (${number})`
  return free
}

let calls = 0

/**
 * Calls the function with so many arguments, and with the library's `this`. One that can see neither is what is called itself:
 * a long one would be copied into what calls it, and stay in V8's middle tier with it, as slow as a fifth. Others get a text of
 * their own: V8 keeps one feedback for all functions that are made in the same place, and would not copy any of them into the
 * loop.
 */
// biome-ignore lint/complexity/noBannedTypes: as above.
export function callOf(fn: Function, self: unknown, count = 0): () => unknown {
  if (count === 0 && seesNothing(fn)) return fn as () => unknown
  const names = Array.from({ length: count }, (_, place) => `a${place}`).join(', ')
  const call = self === undefined ? `fn(${names})` : `fn.call(self${names && `, ${names}`})`
  const make = new Function('fn', 'self', `/* call ${++calls} */ return (${names}) => ${call}`) as (
    fn: unknown,
    self: unknown,
  ) => () => unknown
  return make(fn, self)
}

const withoutParameters = /^(?:async\s*)?(?:\(\s*\)\s*=>|function\b[^(*]*\(\s*\))/u

/** Whether a function cannot tell how it is called: told from its text, and rather once too seldom. */
// biome-ignore lint/complexity/noBannedTypes: as above.
function seesNothing(fn: Function): boolean {
  const text = Function.prototype.toString.call(fn)
  return withoutParameters.test(text) && !/\b(?:this|arguments|eval|super|new\s*\.\s*target)\b/u.test(text)
}

/** Where Assay's own modules are. */
const ours = new URL('../../', import.meta.url).href
const inFile = /:(\d+):\d+\)?$/u

/** The line of the file that speaks the library's words: the first that is none of Assay's own. */
export function lineOfCall(): number | undefined {
  for (const line of callerLines()) {
    if (line.includes(ours) || line.includes('node:')) continue
    const number = Number(inFile.exec(line)?.[1])
    return Number.isInteger(number) && number > 0 ? number : undefined
  }
  return undefined
}
