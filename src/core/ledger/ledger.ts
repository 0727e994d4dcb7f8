import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { Ledger, MeasuredTrial, Quality, Trial } from '../../model/trial.ts'
import { median } from '../../stats/quantile.ts'

/** Queries on what trials have said. Trials keep the order in which they were made. */

export function trialsOf(ledger: Ledger, id: string): Ledger {
  return ledger.filter((trial) => trial.id === id)
}

/** Those that delivered values, of these stages and tasks, where some are asked for. */
export function measured(
  ledger: Ledger,
  { stage, side, task }: Partial<Pick<Trial, 'stage' | 'side' | 'task'>> = {},
): MeasuredTrial[] {
  return ledger.filter(
    (trial): trial is MeasuredTrial =>
      trial.end.state === 'measured' &&
      (stage === undefined || trial.stage === stage) &&
      (side === undefined || trial.side === side) &&
      (task === undefined || trial.task === task),
  )
}

/**
 * One value per trial of a metric, in the order measured; the empty list: not measured. A quantile is told where a typical
 * trial has enough operations beyond it.
 */
export function valuesOf(trials: readonly Pick<MeasuredTrial, 'end'>[], name: MetricName): number[] {
  const { quantile = 1 } = metric(name)
  if (quantile < 1) {
    const counts = trials.flatMap(({ end }) => end.quality.singles ?? [])
    if (counts.length === 0) return []
    if (median(counts) * (1 - quantile) < policy.latencyBeyond.fork) return []
  }
  return trials.flatMap(({ end }) => end.values[name] ?? [])
}

/**
 * The same of those whose value is exact. Where operations of one trial differ, chance may have a hand in it: few trials that
 * all say the same prove nothing then, and there are none.
 */
export function exactValuesOf(trials: readonly MeasuredTrial[], name: MetricName): number[] {
  const exact = trials.filter(({ end }) => !end.quality.rough?.includes(name))
  const isUneven = exact.some(({ end }) => end.quality.uneven?.includes(name))
  const values = valuesOf(exact, name)
  return isUneven && values.length < policy.ownForks.uneven ? [] : values
}

/** Whether it ended so because of the machine alone: it says nothing of the benchmark, and another one is made. */
export function isDisturbed({ end }: Trial): boolean {
  return end.state === 'failed' && end.failure.reason === 'disturbed'
}

/**
 * Whether it speaks against the benchmark. A pair that cannot share a process, or two processes that cannot live at the same
 * time, have a chance in another way first; what cannot be profiled can be timed all the same.
 */
export function isFailure(trial: Trial): boolean {
  const isFinal = (trial.way === undefined || trial.way === 'in-sequence') && trial.stage !== 'observe'
  return isFinal && trial.end.state === 'failed' && !isDisturbed(trial) && !trial.end.isRefusal
}

export function failureOfTrial({ end }: Trial): Failure | undefined {
  return end.state === 'failed' ? end.failure : undefined
}

/** The first failure of a benchmark's trials, with the place where it came. */
export function failureOf(trials: Ledger): Failure | undefined {
  const place = trials.findIndex(isFailure)
  const trial = trials[place]
  if (trial?.end.state !== 'failed') return undefined
  const { failure } = trial.end
  // One process may be several trials, of a task each.
  const succeeded = Map.groupBy(measured(trials.slice(0, place)), ({ task }) => task)
  const before = Math.max(0, ...[...succeeded.values()].map((same) => same.length))
  if (trial.stage === 'check' || trial.way !== undefined || before === 0) return failure
  return {
    ...failure,
    message: `${failure.message} (while measuring ${trial.task}, after ${before} that succeeded)`,
  }
}

/** How many trials the machine kept from measuring. */
export function countDisturbed(trials: Ledger): number {
  return trials.filter(isDisturbed).length
}

/** Why part of it was not measured, if so. */
export function refusalOf(trials: Ledger): string | undefined {
  return trials.flatMap(({ end }) => (end.state === 'failed' && end.isRefusal ? end.failure.message : []))[0]
}

export function qualities(trials: readonly MeasuredTrial[]): Quality[] {
  return trials.map(({ end }) => end.quality)
}
