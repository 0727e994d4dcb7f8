import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import type { Step } from '../../model/step.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import { makeStep } from './plan.ts'

/** The forks of the control kernels beside a run or a baseline: rounds that visit every kernel once, in drawn order. */
export function controlSteps(kernels: readonly Benchmark[], seed: string): Step[] {
  return Array.from({ length: policy.controls.forks }, (_, index) => index + 1).flatMap((round) =>
    shuffle(
      kernels.map((kernel) => makeStep({ task: 'time' }, kernel, 'control', round)),
      seeded(`${seed} kernels ${round}`),
    ),
  )
}

/** Kernels are measured in the same manner whatever a project asks for, so that their numbers can be compared. */
export function controlConfig(config: Config): Config {
  const { forkTime, batch } = policy.controls
  return { ...config, time: { ...config.time, perBenchmark: forkTime * policy.slices, batch } }
}
