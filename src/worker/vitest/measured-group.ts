import { holdRun } from '../../api/held-runs.ts'
import { type PhaseHooks, resultOf, type TaskHooks } from '../dialect/task-hooks.ts'
import { registerBench, registerRun } from '../dialect/vitest-cases.ts'

/** A test, a suite or a file, as Vitest's runner knows it. */
export type VitestTask = {
  readonly name: string
  readonly type: 'test' | 'suite'
  readonly mode: string
  readonly suite?: VitestTask | undefined
  readonly file: VitestTask
  readonly location?: { readonly line: number } | undefined
  readonly tasks?: readonly VitestTask[]
  readonly meta?: { readonly benchmark?: boolean }
}

/** What Vitest 5 asks its benchmark provider for: what one `run` or `compare` is to measure. */
type Group = {
  readonly test: VitestTask
  readonly registrations: readonly {
    readonly name: string
    readonly fn: () => unknown
    readonly fnOpts?: TaskHooks & { readonly retainSamples?: boolean }
  }[]
  readonly options?: PhaseHooks
}

/** The provider in a process that measures one benchmark: it registers what is asked for, and waits where that one is among it. */
export function providerFor(library: string) {
  return {
    async run({ test, registrations, options = {} }: Group) {
      const group = pathOf(test)
      const keys = registrations.map(({ name, fn, fnOpts = {} }) => {
        const place = { library, group, name, line: test.location?.line, fn }
        return registerRun(place, fnOpts, options, {})
      })
      await holdRun(keys)
      return registrations.map(({ name, fnOpts }, place) => ({
        ...{ name, state: 'completed', runtime: 'node', runtimeVersion: process.versions.node },
        ...{ timestampProviderName: 'hrtimeNow', ...resultOf(keys[place], fnOpts?.retainSamples ?? false) },
      }))
    },
  }
}

/** What Vitest 4 keeps of a benchmark beside its task. */
export type KeptOfBenchmark = {
  readonly getBenchFn: (task: VitestTask) => () => unknown
  readonly getBenchOptions: (task: VitestTask) => PhaseHooks
}

/** The same of a file of Vitest 4: suites before the benchmarks beside them, as its own runner goes through them. */
export async function runSuite(suite: VitestTask, library: string, kept: KeptOfBenchmark): Promise<void> {
  const keys: string[] = []
  const walk = ({ tasks = [] }: VitestTask) => {
    const chosen = tasks.filter(({ mode }) => mode === 'run' || mode === 'queued')
    for (const task of chosen) if (task.type === 'suite') walk(task)
    for (const task of chosen) if (task.meta?.benchmark) keys.push(registerOne(task))
  }
  walk(suite)
  await holdRun(keys)

  function registerOne(task: VitestTask): string {
    const { name, location } = task
    const group = pathOf(task).slice(0, -1)
    const place = { library, group, name, line: location?.line, fn: kept.getBenchFn(task) }
    return registerBench(place, kept.getBenchOptions(task))
  }
}

/** Names of the suites around it, and its own. */
function pathOf(task: VitestTask): string[] {
  const path: string[] = []
  for (let one: VitestTask | undefined = task; one && one !== task.file; one = one.suite)
    path.unshift(one.name)
  return path
}
