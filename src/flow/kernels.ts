import { rounded } from '../core/baseline/recorded.ts'
import { comparedSessions } from '../core/compare/recorded/compare-run.ts'
import type { EvidenceById } from '../core/ledger/evidence.ts'
import { controlConfig, controlSteps } from '../core/plan/control-steps.ts'
import type { Config } from '../model/config.ts'
import { metric } from '../model/metric.ts'
import type { ControlValues } from '../model/run.ts'
import type { Host, Recorded } from './host.ts'

/**
 * Measures the control kernels, in a few short forks each: what the machine is like. `undefined` where the configuration
 * does without them or judges nothing that a machine can move, or when the person asked to stop before they were done; a
 * kernel that fails is left out.
 */
export async function measureKernels(
  host: Host,
  config: Config,
  seed: string,
): Promise<ControlValues | undefined> {
  const isMovable = config.gate.metrics.some((name) => metric(name).distribution === 'sampled')
  if (!config.collect.controls || !isMovable || host.interrupted()) return undefined
  const kernels = await host.controls()
  const steps = controlSteps(kernels, seed)
  const values: Record<string, number[]> = {}
  const failed = new Set<string>()
  for (const [index, step] of steps.entries()) {
    if (host.interrupted()) return undefined
    const [key = ''] = step.keys
    host.show({ type: 'fork', step, stage: 'control', index, of: steps.length })
    const outcome = await host.fork(step, controlConfig(config))
    if (outcome.state === 'measured' && outcome.kind === 'time' && outcome.timing.value > 0) {
      values[key] = [...(values[key] ?? []), rounded(outcome.timing.value)]
    } else failed.add(key)
  }
  if (host.interrupted()) return undefined
  return Object.fromEntries(Object.entries(values).filter(([key]) => !failed.has(key)))
}

/**
 * The same where there is something to compare them with: numbers that were measured now and recorded in a session that
 * has kernels, too.
 */
export async function comparableKernels(
  host: Host,
  config: Config,
  seed: string,
  evidence: EvidenceById,
  { baselines, controls }: Recorded,
): Promise<ControlValues | undefined> {
  const known = new Set(Object.keys(controls?.sessions ?? {}))
  if (known.size === 0) return undefined
  const compared = comparedSessions(evidence, baselines, config).flat()
  return compared.some((id) => known.has(id)) ? measureKernels(host, config, seed) : undefined
}
