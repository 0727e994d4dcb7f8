import { judgeStep } from '../core/capacity/judge-step.ts'
import { loadCapacityOf } from '../core/capacity/load-capacity.ts'
import { continueSearch } from '../core/capacity/search.ts'
import { kindOf } from '../core/kind/kinds.ts'
import { makeStep } from '../core/plan/plan.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Capacity, CapacityStep, LoadCapacity } from '../model/capacity.ts'
import { type Config, policy } from '../model/config.ts'
import { askLoads } from './ask-loads.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'

export type CapacityRequest = Request & {
  /** Requests per second that are expected, and that are tried at the most. */
  readonly peak?: number | undefined
  readonly most?: number | undefined
}

/**
 * `assay capacity`: the highest rate at which a load keeps its objectives. Each step starts the service anew. Writes nothing.
 *
 * @throws AssayError `nothing-to-measure` where no load that was selected has objectives, or one cannot be read
 */
export async function findCapacity(host: Host, request: CapacityRequest): Promise<Capacity> {
  const found = await askLoads(host, request, {
    isAbout: hasObjectives,
    none: [
      'no load with objectives was selected',
      "Give a load of a service what it must keep: objectives: ['p99 < 200 ms', 'errors < 0.1 %'].",
    ],
    ask: (load, config, seed) => search(host, config, load, { ...request, seed }),
  })
  return { schema: 'assay/capacity@1', ...found }
}

function hasObjectives(benchmark: Benchmark): boolean {
  return benchmark.service !== undefined && benchmark.objectives !== undefined
}

async function search(
  host: Host,
  config: Config,
  benchmark: Benchmark,
  { peak, most, time, seed }: CapacityRequest & { readonly seed: string },
): Promise<LoadCapacity> {
  const steps: CapacityStep[] = []
  const rules = { start: benchmark.service!.rate, ...(most !== undefined && { most }) }
  const { holdToObjectives } = kindOf(benchmark)
  while (!host.interrupted()) {
    const next = continueSearch(steps, rules)
    if (next.state === 'ended') return loadCapacityOf(benchmark.id, steps, next, { peak, seed })
    const { rate } = next
    const detail = { rate, duration: time ?? stepTime(rate), endsWhenLost: true }
    const step = makeStep({ task: 'load', detail }, benchmark, 'screen', steps.length + 1)
    host.show({ type: 'fork', step, index: 0, of: 1, forecast: undefined })
    const [trial] = await host.run(step, config)
    if (host.interrupted() && trial!.end.state === 'failed') break
    const results = trial!.end.state === 'measured' ? (holdToObjectives?.(benchmark, [trial!.end]) ?? []) : []
    steps.push(judgeStep(rate, trial!, results))
  }
  return loadCapacityOf(benchmark.id, steps, undefined, { peak, seed })
}

/** Long enough for so many requests, within bounds. */
function stepTime(rate: number): number {
  const { requests, shortest, longest } = policy.capacity.step
  return Math.min(longest, Math.max(shortest, (requests / rate) * 1e9))
}
