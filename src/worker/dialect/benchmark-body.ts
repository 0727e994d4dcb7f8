import type { Timed } from '../../api/registry.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { LibraryCase } from './library-case.ts'

/** Code of a benchmark: a function, or its text. */
// biome-ignore lint/complexity/noBannedTypes: what a file gives is called as it is.
export type BenchmarkCode = Function | string

export type BenchmarkOptions = {
  readonly setup?: BenchmarkCode
  readonly teardown?: BenchmarkCode
  readonly defer?: boolean
}

type Part = Pick<LibraryCase, 'fn' | 'self' | 'timed'>

/**
 * What is measured of a benchmark. With a `setup` or `teardown`, Benchmark.js puts the texts of all three into one function, in
 * which `fn` sees the variables that `setup` declares, and nothing around them. Where that text does not run, it calls them.
 *
 * @param self what `this` is in all of them
 */
export function bodyOfBenchmark(self: object, fn: BenchmarkCode, options: BenchmarkOptions): Part {
  const { setup, teardown, defer } = options
  if (defer) return { fn: deferred(self, functionOf(fn)), self: undefined }
  if (setup === undefined && teardown === undefined) return { fn: functionOf(fn), self }
  const before = functionOf(setup ?? '')
  const after = functionOf(teardown ?? '')
  const called = functionOf(fn)
  const cycle = cycleOf([setup ?? '', fn, teardown ?? ''].map(textOf))
  let isCompiled: boolean | undefined
  const inCalls = (operations: number) => {
    before.call(self)
    const start = now()
    for (let count = 0; count < operations; count++) called.call(self)
    const taken = elapsedBetween(start, now())
    after.call(self)
    return taken
  }
  const plain = (operations: number) => {
    if (isCompiled === undefined) {
      try {
        cycle?.call(self, 1, now)
        isCompiled = cycle !== undefined
      } catch {
        isCompiled = false
      }
    }
    return isCompiled ? elapsedBetween(...cycle!.call(self, operations, now)) : inCalls(operations)
  }
  const timed: Timed = { plain, awaited: async (operations) => plain(operations) }
  return { fn: () => plain(1), self: undefined, timed: () => timed }
}

type Cycle = (this: object, operations: number, now: () => bigint) => [bigint, bigint]

let cycles = 0

function cycleOf([before, code, after]: readonly string[]): Cycle | undefined {
  try {
    return new Function(
      'operations$',
      'now$',
      `/* cycle ${++cycles} */ ${before}
      const start$ = now$()
      for (let count$ = 0; count$ < operations$; count$++) { ${code} }
      const end$ = now$()
      ${after}
      return [start$, end$]`,
    ) as Cycle
  } catch {
    return undefined
  }
}

/** The statements of a function, or what stands in their place. */
function textOf(source: BenchmarkCode): string {
  if (typeof source === 'string') return source
  const text = Function.prototype.toString.call(source)
  const inBraces =
    /^(?:async\s+)?(?:function\b[^{]*|[\w$]+\s*\([^)]*\)\s*|(?:\([^)]*\)|[\w$]+)\s*=>\s*)\{([\s\S]*)\}$/u.exec(
      text,
    )
  return `\n${inBraces?.[1] ?? `(${text}).call(this)`}\n`
}

// biome-ignore lint/complexity/noBannedTypes: as above.
function functionOf(source: BenchmarkCode): Function {
  return typeof source === 'string' ? new Function(source) : source
}

/** It is over when it says so. */
// biome-ignore lint/complexity/noBannedTypes: as above.
function deferred(self: object, fn: Function): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      fn.call(self, { benchmark: self, resolve: () => resolve() })
    })
}
