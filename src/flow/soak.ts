import { kindOf } from '../core/kind/kinds.ts'
import { forkBudget, makeStep } from '../core/plan/plan.ts'
import { soakedOf } from '../core/soak/soaked.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Config, policy } from '../model/config.ts'
import { method } from '../model/method.ts'
import type { Soak, Soaked } from '../model/soak.ts'
import type { Host } from './host.ts'
import { refuseStatements } from './refuse-statements.ts'
import type { Request } from './request.ts'
import { selectBenchmarks } from './select.ts'

/**
 * `assay soak`: whether a service grows while a load is sent to it, seen from inside. Writes nothing.
 *
 * @throws AssayError `nothing-to-measure` where no load was selected, or an objective cannot be read
 */
export async function soakServices(host: Host, request: Request): Promise<Soak> {
  const chosen = await selectBenchmarks(host, request)
  const loads = chosen.benchmarks.filter(({ service }) => service !== undefined)
  if (loads.length === 0)
    throw new AssayError(
      'nothing-to-measure',
      'no load of a service was selected',
      "Write one in a benchmark file: load('list users', { service, rate: '500/s', request: '/users' }).",
    )
  refuseStatements(loads)
  const startedAt = host.now()
  const seed = request.seed ?? host.seed()
  const source = await host.source(chosen.config)
  const environment = await host.environment()
  const watched = await host.watch()
  const found: Soaked[] = []
  for (const one of loads)
    if (!host.interrupted() || found.length === 0)
      found.push(await watchOne(host, chosen.config, one, request))
  host.show({ type: 'done' })
  return {
    schema: 'assay/soak@1',
    ...{ startedAt, finishedAt: host.now(), partial: host.interrupted(), seed, source },
    tool: { version: host.version, method, trialTime: forkBudget(chosen.config) },
    environment: { ...environment, during: watched() },
    loads: found,
  }
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
