import { samplesOf } from '../../api/held-runs.ts'
import type { LibraryCase } from './library-case.ts'
import { type LibraryStatistics, statisticsOf } from './statistics.ts'

/** What tinybench, and Vitest with it, let a file say of one benchmark: hooks of its two phases, and around each call. */
export type TaskHook = (this: unknown, ...given: unknown[]) => unknown
export type TaskHooks = Partial<Record<'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach', TaskHook>>
/** The same of all benchmarks that run together. */
export type PhaseHooks = {
  readonly setup?: TaskHook | undefined
  readonly teardown?: TaskHook | undefined
  readonly warmup?: boolean | undefined
}

type Task = {
  readonly fn: () => unknown
  readonly hooks: TaskHooks
  readonly phases: PhaseHooks
  /** Whether its own hooks are told the phase: from version 4 on. */
  readonly tellsMode?: boolean
}

/**
 * Hooks as they are called there: in a warm-up phase of its own, of one call here, and then around all that is measured.
 *
 * @param self what `this` is in the function and its hooks
 */
export function hooksOf(
  self: unknown,
  { fn, hooks, phases, tellsMode = true }: Task,
): Pick<LibraryCase, 'setup' | 'teardown' | 'beforeEach' | 'afterEach' | 'tellsDuration' | 'durationOf'> {
  let tellsDuration = Function.prototype.toString.call(fn).includes('overriddenDuration')
  const own = (name: keyof TaskHooks, mode: 'warmup' | 'run') => () =>
    hooks[name]?.call(self, ...(tellsMode ? [mode] : []))
  const begin = async (mode: 'warmup' | 'run') => {
    await phases.setup?.(self, mode)
    await own('beforeAll', mode)()
  }
  const end = async (mode: 'warmup' | 'run') => {
    await own('afterAll', mode)()
    await phases.teardown?.(self, mode)
  }
  return {
    async setup() {
      if (phases.warmup !== false) {
        await begin('warmup')
        await own('beforeEach', 'warmup')()
        if (overriddenDuration(await fn.call(self)) !== undefined) tellsDuration = true
        await own('afterEach', 'warmup')()
        await end('warmup')
      }
      await begin('run')
    },
    teardown: () => end('run'),
    tellsDuration: () => tellsDuration,
    durationOf: overriddenDuration,
    beforeEach: hooks.beforeEach && own('beforeEach', 'run'),
    afterEach: hooks.afterEach && own('afterEach', 'run'),
  }
}

/** The ns that a call says it took, from version 3 on: it may time a part of itself. */
function overriddenDuration(result: unknown): number | undefined {
  const told = (result as { readonly overriddenDuration?: unknown } | null | undefined)?.overriddenDuration
  return typeof told === 'number' ? told * 1e6 : undefined
}

/** What a file may read of a result; ms, and what a second holds of them. */
export type TaskResult = {
  readonly latency: LibraryStatistics
  readonly throughput: LibraryStatistics
  readonly totalTime: number
  readonly period: number
}

/** Of what was measured in its place: numbers that are none where that was not here. */
export function resultOf(key: string | undefined, retainSamples: boolean): TaskResult {
  return resultOfSamples((key === undefined ? undefined : samplesOf(key)) ?? [], retainSamples)
}

/** Of ns per operation. */
export function resultOfSamples(measured: readonly number[], retainSamples: boolean): TaskResult {
  const [latencies, rates]: [number[], number[]] = [[], []]
  for (const ns of measured) {
    latencies.push(ns / 1e6)
    rates.push(1e9 / ns)
  }
  const latency = statisticsOf(latencies, retainSamples)
  return {
    latency,
    throughput: statisticsOf(rates, retainSamples),
    totalTime: latency.mean * measured.length,
    period: latency.mean,
  }
}
