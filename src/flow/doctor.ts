import { limitsOf } from '../core/compare/limits.ts'
import type { ControlForks } from '../core/doctor/controls.ts'
import { diagnose } from '../core/doctor/diagnose.ts'
import { measured, trialsOf } from '../core/ledger/ledger.ts'
import { controlRound, roundFits } from '../core/plan/control-steps.ts'
import { forkBudget } from '../core/plan/plan.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Config, policy } from '../model/config.ts'
import type { Doctor } from '../model/doctor.ts'
import { method } from '../model/method.ts'
import type { Ledger } from '../model/trial.ts'
import { carryOut } from './carry-out.ts'
import type { Host } from './host.ts'
import type { Request } from './request.ts'

/**
 * `assay doctor`: is this machine fit to measure, what is the smallest effect that it can prove, and what to
 * change. Looks at the machine and measures control kernels against themselves. Writes nothing, and needs
 * neither a configuration nor a project.
 */
export async function doctor(host: Host, request: Omit<Request, 'filters'>): Promise<Doctor> {
  const { config } = await host.loadConfig()
  const startedAt = host.now()
  const seed = request.seed ?? host.seed()
  const time = request.time ?? policy.doctor.time
  const environment = await host.environment()
  const kernels = await host.controls()
  host.show({ type: 'controls', kernels: kernels.length, time })

  const watched = await host.watch()
  const forks = await measureControls(host, kernels, config, { seed, time })
  const during = watched()
  host.show({ type: 'done' })
  return diagnose({
    startedAt,
    finishedAt: host.now(),
    partial: host.interrupted(),
    seed,
    time,
    budget: { time: config.time.perBenchmark, forks: config.time.forks },
    tool: { version: host.version, method, trialTime: forkBudget(config) },
    environment: { ...environment, during },
    forks,
    gate: limitsOf('time', config.gate),
  })
}

/** Rounds of forks, as many as fit into the time; a kernel that failed is not asked again. */
async function measureControls(
  host: Host,
  kernels: readonly Benchmark[],
  config: Config,
  { seed, time }: { readonly seed: string; readonly time: number },
): Promise<ControlForks[]> {
  const failureIn = (ledger: Ledger, { key }: Benchmark) =>
    trialsOf(ledger, key).flatMap(({ end }) => (end.state === 'failed' ? end.failure : []))[0]
  const ledger = await carryOut(host, config, (soFar, round) => {
    const spent = soFar.reduce((total, { wall }) => total + wall, 0)
    const open = kernels.filter((kernel) => failureIn(soFar, kernel) === undefined)
    return roundFits(round - 1, spent, time) ? controlRound(open, round, seed) : []
  })
  return kernels.map((kernel) => {
    const trials = measured(trialsOf(ledger, kernel.key))
    const [a, b] = [measured(trials, { side: 'base' }), measured(trials, { side: 'head' })]
    const walls = trials.map(({ wall }) => wall)
    return { name: kernel.key, a, b, walls, failure: failureIn(ledger, kernel) }
  })
}
