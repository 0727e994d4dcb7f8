import type { Benchmark } from '../../model/benchmark.ts'
import type { Step } from '../../model/step.ts'
import { seeded, shuffle } from '../../stats/random.ts'
import { makeStep } from './plan.ts'

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
