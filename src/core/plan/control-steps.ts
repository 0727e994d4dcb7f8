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
  const { trialTime, batch } = policy.controls
  return { ...config, time: { ...config.time, perBenchmark: trialTime * policy.slices, batch } }
}

/** A round of the A/A: both sides of every kernel, which are the same code, in a seeded random order. */
export function controlRound(kernels: readonly Benchmark[], round: number, seed: string): Step[] {
  const steps = kernels.flatMap((kernel) => {
    const step = { ...makeStep({ task: 'time' }, kernel, 'screen', round), ids: [kernel.key] }
    return [{ ...step, side: 'base' } as const, step]
  })
  return shuffle(steps, seeded(`${seed} control ${round}`))
}

/** Whether one more round fits, by what the rounds before took on average. There is always a first one. */
export function roundFits(rounds: number, spent: number, time: number): boolean {
  return rounds === 0 || spent + spent / rounds <= time
}
