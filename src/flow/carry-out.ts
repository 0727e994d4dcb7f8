import { isFailure } from '../core/ledger/ledger.ts'
import type { Config } from '../model/config.ts'
import type { Step } from '../model/step.ts'
import type { Ledger } from '../model/trial.ts'
import type { Host } from './host.ts'

/** Which steps next, given the trials so far: none ends it. `round` counts from 1. */
export type Question = (ledger: Ledger, round: number) => readonly Step[]

/**
 * The loop: asks for steps, carries them out one after the other, and adds their trials to those that there are. A benchmark
 * that failed is left alone for the rest of its round.
 *
 * An interruption means the same everywhere. What had delivered before counts; what was cut short says nothing.
 */
export async function carryOut(
  host: Pick<Host, 'run' | 'show' | 'interrupted'>,
  config: Config,
  next: Question,
  before: Ledger = [],
): Promise<Ledger> {
  const ledger = [...before]
  const failed = new Set(before.filter(isFailure).map(({ id }) => id))
  for (let round = 1; !host.interrupted(); round++) {
    const steps = next(ledger, round)
    if (steps.length === 0) break
    for (const [index, step] of steps.entries()) {
      if (host.interrupted()) break
      if (step.ids.some((id) => failed.has(id))) continue
      host.show({ type: 'fork', step, index, of: steps.length })
      const trials = await host.run(step, config)
      if (host.interrupted() && trials.some(({ end }) => end.state === 'failed')) break
      ledger.push(...trials)
      for (const { id, end } of trials.filter(isFailure)) {
        failed.add(id)
        if (end.state === 'failed') host.show({ type: 'failed', id, failure: end.failure })
      }
    }
  }
  return ledger
}

/** A question that has one round of steps. */
export function once(steps: readonly Step[]): Question {
  return (_, round) => (round === 1 ? steps : [])
}
