import { roundValue } from '../core/baseline/recorded.ts'
import { comparedSessions } from '../core/compare/recorded/compare-run.ts'
import { onRuntimes } from '../core/identity/on-runtimes.ts'
import { measured, trialsOf, valuesOf } from '../core/ledger/ledger.ts'
import { controlConfig, controlSteps } from '../core/plan/control-steps.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { isSampled } from '../model/metric.ts'
import type { ControlValues } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import { carryOut, once } from './carry-out.ts'
import type { Host } from './host.ts'
import type { Recorded } from './ports/baselines.ts'
import type { Selection } from './select.ts'

/**
 * Measures the control kernels, in a few short forks each: what the machine is like. `undefined` where the configuration
 * does without them or judges nothing that a machine can move, or when the person asked to stop before they were done; a
 * kernel that fails is left out.
 */
export async function measureKernels(
  host: Host,
  { config, listing }: Chosen,
  seed: string,
): Promise<ControlValues | undefined> {
  const isMovable = config.gate.metrics.some(isSampled)
  if (!config.collect.controls || !isMovable || host.interrupted()) return undefined
  const kernels = onFirst(await host.controls(), listing)
  const ledger = await carryOut(host, controlConfig(config), once(controlSteps(kernels, seed)))
  if (host.interrupted()) return undefined
  return Object.fromEntries(
    kernels.flatMap(({ id, key }) => {
      const trials = trialsOf(ledger, id)
      const values = valuesOf(measured(trials), 'time').map(roundValue)
      const isSound = trials.length === values.length && values.every((value) => value > 0)
      return isSound && values.length > 0 ? [[key, values] as const] : []
    }),
  )
}

/**
 * The same where there is something to compare them with: numbers that were measured now and recorded in a session that
 * has kernels, too.
 */
export async function comparableKernels(
  host: Host,
  { config, listing }: Chosen,
  seed: string,
  benchmarks: readonly Benchmark[],
  ledger: Ledger,
  { baselines, controls }: Recorded,
): Promise<ControlValues | undefined> {
  const known = new Set(Object.keys(controls?.sessions ?? {}))
  if (known.size === 0) return undefined
  const compared = comparedSessions(benchmarks, ledger, baselines, config).flat()
  return compared.some((id) => known.has(id)) ? measureKernels(host, { config, listing }, seed) : undefined
}

/** By which configuration, and on what. */
type Chosen = Pick<Selection, 'config' | 'listing'>

/** Kernels tell of the machine: on several runtimes, those of the first. */
function onFirst(kernels: readonly Benchmark[], { runtimes }: Selection['listing']): readonly Benchmark[] {
  return onRuntimes(kernels, (runtimes ?? []).slice(0, 1))
}
