import type { Benchmark } from '../../model/benchmark.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import type { Step } from './plan.ts'

export type Arm = 'a' | 'b'

/** One fork of one arm of a control kernel. */
export type ControlStep = Step & { readonly kernel: string; readonly arm: Arm }

/** A round of the A/A: both arms of every kernel, which are the same code, in a seeded random order. */
export function controlRound(kernels: readonly Benchmark[], round: number, seed: string): ControlStep[] {
  const steps = kernels.flatMap(({ file, key }) =>
    (['a', 'b'] as const).map((arm) => ({
      kind: 'time' as const,
      file,
      keys: [key],
      ids: [`${key}, arm ${arm.toUpperCase()}`],
      round,
      kernel: key,
      arm,
    })),
  )
  return shuffle(steps, seeded(`${seed} control ${round}`))
}

/** Whether one more round fits, by what the rounds before took on average. There is always a first one. */
export function roundFits(rounds: number, spent: number, time: number): boolean {
  return rounds === 0 || spent + spent / rounds <= time
}
