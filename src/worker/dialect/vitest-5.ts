import { holdRun, isWantedBelow, mayLackResults } from '../../api/held-runs.ts'
import { type PhaseHooks, resultOf, type TaskHooks } from './task-hooks.ts'
import { registerRun } from './vitest-cases.ts'
import { beginTest, keepKey, keepResult, noteEndOfTest, noteOfTest } from './vitest-results.ts'
import { type Case, chosenOf, nameOf, type Suite } from './vitest-tree.ts'

type Fn = () => unknown

/** What `bench('name', fn)` gives: it is measured when it is run, alone or compared with others. */
type Registration = {
  readonly name: string
  readonly fn: Fn | undefined
  readonly fnOpts: TaskHooks & { readonly retainSamples?: boolean }
  readonly run: (options?: PhaseHooks) => Promise<unknown>
}

/** Runs the tests of a file of Vitest 5: in each, what its `bench` registers is measured where it is run. */
export async function runTests(root: Suite, library: string, expect: () => unknown): Promise<void> {
  const chosen = chosenOf(root)
  const errors: unknown[] = []

  const runSuite = async (suite: Suite, around: readonly Suite[]): Promise<void> => {
    const suites = [...around, suite]
    const own = suite.entries.filter((entry) =>
      entry.kind === 'suite' ? holds(entry, chosen) : chosen.has(entry),
    )
    if (own.length === 0) return
    const cleanups = await callAll(suite.hooks.beforeAll)
    for (const entry of own) {
      if (entry.kind === 'suite') await runSuite(entry, suites)
      else await runTest(entry, suites).catch(noteError)
    }
    await callAll([...suite.hooks.afterAll.toReversed(), ...cleanups])
  }

  const noteError = (error: unknown) => {
    errors.push(error)
    noteEndOfTest(error)
  }

  const runTest = async (test: Case, suites: readonly Suite[]): Promise<void> => {
    const path = [...test.path, test.name]
    if (!isWantedBelow(path)) return
    beginTest()
    const finished: Fn[] = []
    const context = {
      bench: benchOf(path, test, library),
      expect: expect(),
      task: { name: test.name, type: 'test' },
      signal: new AbortController().signal,
      skip: () => {
        throw skipped
      },
      annotate: async () => {},
      onTestFinished: (fn: Fn) => finished.push(fn),
      onTestFailed: () => {},
    }
    const cleanups = await callAll(
      suites.flatMap(({ hooks }) => hooks.beforeEach),
      context,
    )
    try {
      await test.fn?.(context)
    } catch (error) {
      if (error !== skipped) throw error
    } finally {
      const after = suites.toReversed().flatMap(({ hooks }) => hooks.afterEach.toReversed())
      await callAll([...after, ...cleanups, ...finished], context)
    }
  }

  await runSuite(root, [])
  // What a test asserts of a number that was not measured here says nothing.
  if (errors.length > 0 && !mayLackResults()) throw errors[0]
}

const skipped = new Error('skipped')

function holds(suite: Suite, chosen: ReadonlySet<Case>): boolean {
  return suite.entries.some((entry) => (entry.kind === 'suite' ? holds(entry, chosen) : chosen.has(entry)))
}

/** Calls hooks one after the other; returns what they gave to be called at the end. */
async function callAll(
  hooks: readonly ((...given: unknown[]) => unknown)[],
  ...given: unknown[]
): Promise<Fn[]> {
  const cleanups: Fn[] = []
  for (const hook of hooks) {
    const returned = await hook(...given)
    if (typeof returned === 'function') cleanups.unshift(returned as Fn)
  }
  return cleanups
}

/** The `bench` of one test's context. */
function benchOf(path: readonly string[], test: Case, library: string) {
  const bench = (name: unknown, ...rest: unknown[]): Registration => {
    const [fnOpts, fn] = rest.length > 1 ? rest : [{}, rest[0]]
    if (typeof fn !== 'function')
      throw new TypeError(`bench('${nameOf(name)}'): the function comes last, behind the options`)
    return registrationOf(nameOf(name), fn as Fn, (fnOpts ?? {}) as Registration['fnOpts'])
  }

  const registrationOf = (
    name: string,
    fn: Fn | undefined,
    fnOpts: Registration['fnOpts'] = {},
  ): Registration => {
    const one: Registration = {
      ...{ name, fn, fnOpts },
      run: async (options) => (await runAll([one], options))[0],
    }
    return one
  }

  const runAll = async (all: readonly Registration[], options: PhaseHooks = {}) => {
    const keys = all.map(({ name, fn, fnOpts }) => {
      if (fn === undefined) return undefined
      const place = { library, group: path, name, line: test.line, fn }
      return keepKey(registerRun(place, fnOpts, options, test.options))
    })
    for (const { name, fn } of all)
      if (fn === undefined) noteOfTest(`bench.from('${name}'): Assay measures what it compares with`)
    await holdRun(keys.filter((key) => key !== undefined))
    return all.map(({ name, fnOpts }, index) =>
      keepResult({
        ...{ name, state: 'completed', runtime: 'node', runtimeVersion: process.versions.node },
        ...{
          timestampProviderName: 'performanceNow',
          ...resultOf(keys[index], fnOpts.retainSamples ?? false),
        },
      }),
    )
  }

  const compare = async (...given: unknown[]) => {
    const last = given.at(-1) as Partial<Registration> | undefined
    const hasOptions = last !== undefined && typeof last.run !== 'function'
    const all = (hasOptions ? given.slice(0, -1) : given) as Registration[]
    if (all.length < 2) throw new SyntaxError('bench.compare: give at least two benchmarks')
    const results = await runAll(all, hasOptions ? (last as PhaseHooks) : {})
    return {
      get(name: string) {
        const found = results.find((one) => one.name === name)
        if (!found) throw new Error(`bench.compare: there is no result of '${name}'`)
        return found
      },
    }
  }

  // A stored result is compared with by Vitest; nothing of it is run.
  const from = (name: unknown) => registrationOf(nameOf(name), undefined)
  return Object.assign(bench, { compare, from })
}
