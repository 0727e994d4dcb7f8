import { holdRun } from '../../api/held-runs.ts'
import type { PhaseHooks } from './task-hooks.ts'
import { registerBench } from './vitest-cases.ts'
import { type Case, chosenOf, type Suite } from './vitest-tree.ts'

/**
 * Runs what a file of Vitest 4 or before has registered, in its order: suites before the benchmarks beside them. Of the hooks,
 * that version calls those of the file around all of it, and no others.
 */
export async function runBenchmarks(root: Suite, library: string): Promise<void> {
  const keys: string[] = []
  const chosen = chosenOf(root)
  const walk = (suite: Suite) => {
    for (const entry of suite.entries) if (entry.kind === 'suite') walk(entry)
    for (const entry of suite.entries)
      if (entry.kind === 'bench' && chosen.has(entry)) keys.push(registerOne(entry))
  }
  for (const before of root.hooks.beforeAll) await before()
  walk(root)

  function registerOne({ name, path, line, fn, options }: Case): string {
    return registerBench({ library, group: path, name, line, fn: fn as () => unknown }, options as PhaseHooks)
  }

  await holdRun(keys)
  for (const after of root.hooks.afterAll.toReversed()) await after()
}
