import {
  ignoredIn,
  ignoredOfTask,
  operationsAtOnce,
  vitestTestLimits,
  vitestTestWords,
  vitestWords,
} from './ignored-words.ts'
import { registerCase } from './library-case.ts'
import { hooksOf, type PhaseHooks, type TaskHooks } from './task-hooks.ts'

/** Where a benchmark of Vitest's stands. */
type Place = {
  readonly library: string
  /** Names around it. */
  readonly group: readonly string[]
  readonly name: string
  readonly line: number | undefined
  readonly fn: () => unknown
}

/** Registers what `bench` of a test of Vitest 5 was given, with the options of its run and of its test; returns its key. */
export function registerRun(
  place: Place,
  fnOpts: TaskHooks,
  options: PhaseHooks,
  testOptions: Readonly<Record<string, unknown>>,
): string {
  const self = { name: place.name }
  const hooks = hooksOf(self, { fn: place.fn, hooks: fnOpts, phases: options })
  const ofRun = ignoredOfTask({ ...options }, { ...fnOpts }, vitestWords)
  const ofTest = ignoredIn(testOptions, vitestTestWords, vitestTestLimits)
  const ignored = [...ofRun.ignored, ...ofTest.ignored]
  const limits = [...ofRun.limits, ...ofTest.limits]
  return registerCase({
    ...place,
    ignored,
    limits,
    concurrency: operationsAtOnce({ ...options }),
    self,
    ...hooks,
  })
}

/** Registers a benchmark of Vitest 4 or before; returns its key. */
export function registerBench(place: Place, options: PhaseHooks): string {
  const self = { name: place.name, opts: options }
  const hooks = hooksOf(self, { fn: place.fn, hooks: {}, phases: options })
  return registerCase({ ...place, self, ...hooks, ...ignoredOfTask({ ...options }, {}) })
}
