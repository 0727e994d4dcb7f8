import { forkBudget } from '../core/plan/plan.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import { method } from '../model/method.ts'
import type { Host } from './host.ts'
import { refuseStatements } from './refuse-statements.ts'
import type { Request } from './request.ts'
import { selectBenchmarks } from './select.ts'

/** A question about loads of services that is no comparison: which ones it is about, and how one is asked. */
export type LoadQuestion<Answer> = {
  readonly isAbout: (benchmark: Benchmark) => boolean
  /** What is said where there is none, and what to do then. */
  readonly none: readonly [message: string, remedy: string]
  readonly ask: (load: Benchmark, config: Config, seed: string) => Promise<Answer>
}

/**
 * Asks one load after the other, and tells where and when that was. An interruption ends it after the first. Writes nothing.
 *
 * @throws AssayError `nothing-to-measure` where no such load was selected; `objective-invalid`
 */
export async function askLoads<Answer>(
  host: Host,
  request: Request,
  { isAbout, none, ask }: LoadQuestion<Answer>,
) {
  const { benchmarks, config } = await selectBenchmarks(host, request)
  const about = benchmarks.filter(isAbout)
  if (about.length === 0) throw new AssayError('nothing-to-measure', ...none)
  refuseStatements(about)
  const startedAt = host.now()
  const seed = request.seed ?? host.seed()
  const source = await host.source(config)
  const environment = await host.environment()
  const watched = await host.watch()
  const loads: Answer[] = []
  for (const one of about)
    if (!host.interrupted() || loads.length === 0) loads.push(await ask(one, config, seed))
  host.show({ type: 'done' })
  return {
    ...{ startedAt, finishedAt: host.now(), partial: host.interrupted(), seed, source },
    tool: { version: host.version, method, trialTime: forkBudget(config) },
    environment: { ...environment, during: watched() },
    loads,
  }
}
