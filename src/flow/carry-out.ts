import { isFailure } from '../core/ledger/ledger.ts'
import type { Config } from '../model/config.ts'
import type { Step } from '../model/step.ts'
import type { Ledger, Trial } from '../model/trial.ts'
import { carryInLanes } from './lanes.ts'
import type { Forecast, Measurer } from './ports/measurer.ts'
import type { Base } from './ports/revisions.ts'

/** Which steps next, given the trials so far: none ends it. `round` counts from 1. */
export type Question = (ledger: Ledger, round: number) => readonly Step[]

/** Who measures, by which configuration, beside which revision, and what chance is drawn from. */
export type MeasureContext = {
  readonly host: Measurer
  readonly config: Config
  readonly base?: Base | undefined
  readonly seed: string
  /** How many steps may run at the same time, of those that may. */
  readonly lanes?: (() => number) | undefined
}

type Terms = {
  /** Trials of before, which the question knows, too. */
  readonly before?: Ledger
  /** The other revision of steps that are of two. */
  readonly base?: Base | undefined
  /** Ends it before the steps of a round are done. */
  readonly isEnough?: (ledger: Ledger) => boolean
  /** How many steps run at the same time, of those that may; one by one otherwise. */
  readonly lanes?: () => number
  /** How far the work is, given the trials so far. */
  readonly forecast?: (ledger: Ledger) => Forecast
  /** Whether a person wants to know of this failure at once. */
  readonly isNews?: (failed: Trial) => boolean
}

/**
 * The loop: asks for steps, carries them out, and adds their trials to those that there are. A benchmark
 * that failed is left alone for the rest of its round.
 *
 * An interruption means the same everywhere. What had delivered before counts; what was cut short says nothing.
 */
export async function carryOut(
  host: Measurer,
  config: Config,
  ask: Question,
  { before = [], base, isEnough = () => false, isNews = () => true, forecast, lanes = () => 1 }: Terms = {},
): Promise<Ledger> {
  const ledger = [...before]
  const failed = new Set(before.filter(isFailure).map(({ id }) => id))
  for (let round = 1; !host.interrupted(); round++) {
    const steps = ask(ledger, round)
    if (steps.length === 0) break
    const told = forecast?.(ledger)
    const isOver = () => host.interrupted() || isEnough(ledger)
    await carryInLanes(steps, { lanes, isOver }, async (step, isBeside) => {
      if (step.ids.some((id) => failed.has(id))) return 'done'
      host.show({ type: 'fork', step, index: steps.indexOf(step), of: steps.length, forecast: told })
      const trials = await host.run(step, config, base)
      if (host.interrupted() && trials.some(({ end }) => end.state === 'failed')) return 'done'
      if (isBeside() && trials.some(mayBeOfNeighbour)) return 'again'
      ledger.push(...trials)
      for (const trial of trials.filter(isFailure)) {
        failed.add(trial.id)
        if (trial.end.state === 'failed' && isNews(trial))
          host.show({ type: 'failed', id: trial.id, failure: trial.end.failure })
      }
      return 'done'
    })
  }
  return ledger
}

/** Two that run at the same time may want the same port, lock or file: alone it may do well. */
function mayBeOfNeighbour({ end }: Trial): boolean {
  return end.state === 'failed' && end.failure.reason !== 'disturbed' && end.failure.reason !== 'timed-out'
}

/** A question that has one round of steps. */
export function once(steps: readonly Step[]): Question {
  return (_, round) => (round === 1 ? steps : [])
}
