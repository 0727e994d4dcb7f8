import { kindOf } from '../core/kind/kinds.ts'
import { makeStep } from '../core/plan/plan.ts'
import { soakedOf } from '../core/soak/soaked.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Config, policy } from '../model/config.ts'
import type { Soak, Soaked } from '../model/soak.ts'
import { askLoads } from './ask-loads.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'

/**
 * `assay soak`: whether a service grows while a load is sent to it, seen from inside. Writes nothing.
 *
 * @throws AssayError `nothing-to-measure` where no load was selected, or an objective cannot be read
 */
export async function soakServices(host: Host, request: Request): Promise<Soak> {
  const found = await askLoads(host, request, {
    isAbout: ({ service }) => service !== undefined,
    none: [
      'no load of a service was selected',
      "Write one in a benchmark file: load('list users', { service, rate: '500/s', request: '/users' }).",
    ],
    ask: (load, config) => watchOne(host, config, load, request),
  })
  return { schema: 'assay/soak@1', ...found }
}

async function watchOne(
  host: Host,
  config: Config,
  benchmark: Benchmark,
  { time: duration = policy.soak.time }: Request,
): Promise<Soaked> {
  const { rate } = benchmark.service!
  const every = Math.max(policy.soak.every, duration / policy.soak.readings)
  const step = makeStep({ task: 'load', detail: { rate, duration, every } }, benchmark, 'screen', 1)
  host.show({ type: 'fork', step, index: 0, of: 1, forecast: undefined })
  const [trial] = await host.run(step, config)
  const { end } = trial!
  const held = end.state === 'measured' ? (kindOf(benchmark).holdToObjectives?.(benchmark, [end]) ?? []) : []
  return soakedOf(benchmark.id, { rate, duration }, trial!, held)
}
