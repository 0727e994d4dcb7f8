import { createRequire } from 'node:module'
import { afterLoad } from '../../../api/held-runs.ts'
import { placeOf, versionOf } from '../dialects.ts'
import { lineOfCall } from '../library-case.ts'
import { runBenchmarks } from '../vitest-4.ts'
import { runTests } from '../vitest-5.ts'
import { assertionOf } from '../vitest-expect.ts'
import {
  chainOf,
  collectSuites,
  type Flags,
  type HookName,
  nameOf,
  newSuite,
  type Suite,
} from '../vitest-tree.ts'

/**
 * Vitest's words in a benchmark file that plain Node can load: `bench` of version 4 and before, and the tests of version 5 whose
 * context has `bench`. Its runner is not there, nor Vite: what needs them is told.
 */

const version = versionOf(import.meta.url, '5.0.0')
const generation = Number.parseInt(version, 10)
const library = `Vitest ${version}`

const root = newSuite('', [])
let current: Suite = root

afterLoad(async () => {
  await collectSuites(root, (suite) => {
    current = suite
  })
  current = root
  if (generation < 5) await runBenchmarks(root, library)
  else await runTests(root, library, () => expect)
})

export const describe = chainOf((flags, name, ...rest) => {
  const body = rest.find((one) => typeof one === 'function') as (() => unknown) | undefined
  const title = nameOf(name)
  current.entries.push(newSuite(title, [...current.path, title], flags, body))
})
export { describe as suite }

export const bench = chainOf((flags, name, fn, options) => {
  if (generation >= 5) {
    const remedy = "write test('name', async ({ bench }) => { await bench('name', fn).run() })"
    throw new TypeError(`Vitest ${version} has no 'bench' of its own; ${remedy}`)
  }
  add('bench', flags, name, fn, options)
})

export const test = chainOf((flags, name, ...rest) => {
  if (generation < 5) throw new Error("'test' is only available in test mode: a benchmark file has 'bench'")
  const [first, second] = rest
  const [fn, options] = typeof first === 'function' ? [first, second] : [second, first]
  add('test', flags, name, fn, options)
})
export { test as it }

function add(kind: 'test' | 'bench', flags: Flags, name: unknown, fn: unknown, options: unknown): void {
  const line = lineOfCall()
  current.entries.push({
    ...{ kind, name: nameOf(name), path: current.path, flags, line },
    fn: typeof fn === 'function' ? (fn as (...given: unknown[]) => unknown) : undefined,
    options: typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {},
  })
}

function hook(name: HookName) {
  return (fn: (...given: unknown[]) => unknown) => {
    current.hooks[name].push(fn)
  }
}

export const beforeAll = hook('beforeAll')
export const afterAll = hook('afterAll')
export const beforeEach = hook('beforeEach')
export const afterEach = hook('afterEach')
// What needs its runner says so when it is called.
const ofRunner = ['extend', 'override', 'scoped', 'fails', 'aroundAll', 'aroundEach']
Object.assign(test, Object.fromEntries(ofRunner.map((word) => [word, needsVitest(`test.${word}`)])), {
  describe,
  suite: describe,
  beforeAll,
  afterAll,
  beforeEach,
  afterEach,
})

export const aroundAll = needsVitest('aroundAll')
export const aroundEach = needsVitest('aroundEach')
export const onTestFinished = () => {}
export const onTestFailed = () => {}
export const inject = needsVitest('inject')
export const recordArtifact = needsVitest('recordArtifact')
export const TestRunner = needsVitest('TestRunner')
export const BenchmarkRunner = needsVitest('BenchmarkRunner')
export const EvaluatedModules = needsVitest('EvaluatedModules')
export const Snapshots = needsVitest('Snapshots')
export const assertType = () => {}

/** Assertions and mocks are Vitest's own, which work without its runner; loaded when the first of them is used. */
let real: Record<string, unknown> | undefined

function realVitest(): Record<string, unknown> {
  const place = placeOf(import.meta.url)
  if (place === undefined) throw new Error("Vitest is not installed; its 'expect' and 'vi' are wanted here")
  real ??= createRequire(place)(place) as Record<string, unknown>
  return real
}

/** Looks as if it were what Vitest exports under the name. */
function lateExport<T extends object>(
  name: string,
  hidden: readonly string[] = [],
  call = (make: () => object, ..._given: unknown[]) => make(),
): T {
  const value = () => realVitest()[name] as object
  const target = (() => {}) as unknown as T
  return new Proxy(target, {
    get(_, key) {
      if (hidden.includes(String(key))) return needsVitest(`${name}.${String(key)}`)
      return Reflect.get(value(), key)
    },
    has: (_, key) => Reflect.has(value(), key),
    apply: (_, self, given) =>
      call(() => Reflect.apply(value() as () => unknown, self, given) as object, ...given),
  })
}

const replaced = [
  'mock',
  'doMock',
  'hoisted',
  'unmock',
  'doUnmock',
  'importMock',
  'importActual',
  'resetModules',
]

// biome-ignore lint/suspicious/noExplicitAny: its type is Vitest's.
export const expect = lateExport<any>('expect', [], (make, value) => assertionOf(value, make))
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const createExpect = lateExport<any>('createExpect')
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const chai = lateExport<any>('chai')
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const should = lateExport<any>('should')
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const assert = lateExport<any>('assert')
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const vi = lateExport<any>('vi', replaced)
export { vi as vitest }
// biome-ignore lint/suspicious/noExplicitAny: as above.
export const expectTypeOf = lateExport<any>('expectTypeOf')

function needsVitest(what: string) {
  return () => {
    throw new Error(`'${what}' needs Vitest's own runner, which Assay does not start here`)
  }
}
