import { limitsOf } from '../core/compare/limits.ts'
import type { ControlForks } from '../core/doctor/controls.ts'
import { diagnose } from '../core/doctor/diagnose.ts'
import { type Arm, controlRound, roundFits } from '../core/plan/control-round.ts'
import { forkBudget } from '../core/plan/plan.ts'
import { type Config, policy } from '../model/config.ts'
import type { Doctor } from '../model/doctor.ts'
import { method } from '../model/method.ts'
import type { Failure, Timing } from '../model/outcome.ts'
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
    tool: { version: host.version, method, forkTime: forkBudget(config) },
    environment: { ...environment, during },
    forks,
    gate: limitsOf('time', config.gate),
  })
}

type Measured = Readonly<Record<Arm, Timing[]>> & { readonly walls: number[]; failure: Failure | undefined }

/** Rounds of forks, as many as fit into the time; a kernel that failed is not asked again. */
async function measureControls(
  host: Host,
  kernels: Awaited<ReturnType<Host['controls']>>,
  config: Config,
  { seed, time }: { readonly seed: string; readonly time: number },
): Promise<ControlForks[]> {
  const measured = new Map<string, Measured>(
    kernels.map(({ key }) => [key, { a: [], b: [], walls: [], failure: undefined }]),
  )
  let spent = 0
  for (let rounds = 0; roundFits(rounds, spent, time) && !host.interrupted(); rounds++) {
    const open = kernels.filter(({ key }) => measured.get(key)?.failure === undefined)
    if (open.length === 0) break
    const steps = controlRound(open, rounds + 1, seed)
    for (const [index, step] of steps.entries()) {
      const kernel = measured.get(step.kernel)!
      if (host.interrupted()) break
      if (kernel.failure) continue
      host.show({ type: 'fork', step, stage: 'screen', index, of: steps.length })
      const outcome = await host.fork(step, config)
      // What an interruption cut short says nothing about the kernel.
      if (host.interrupted() && outcome.state === 'failed') break
      spent += outcome.wall
      if (outcome.state === 'failed') {
        kernel.failure = outcome.failure
        host.show({ type: 'failed', id: step.kernel, failure: outcome.failure })
      } else if (outcome.state === 'measured' && outcome.kind === 'time') {
        kernel[step.arm].push(outcome.timing)
        kernel.walls.push(outcome.wall)
      }
    }
  }
  return [...measured].map(([name, forks]) => ({ name, ...forks }))
}
