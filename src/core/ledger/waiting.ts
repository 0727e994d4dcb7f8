import { policy } from '../../model/config.ts'
import type { Quality } from '../../model/trial.ts'
import { median } from '../../stats/quantile.ts'

/**
 * Share of its time that a benchmark sleeps (timers, files, the network, locks), waiting for a CPU left out: the
 * median of its trials; `undefined` where most of them do not tell.
 */
export function asleepShare(trials: readonly Pick<Quality, 'asleep'>[]): number | undefined {
  const told = trials.flatMap(({ asleep }) => asleep ?? [])
  return told.length * 2 > trials.length ? median(told) : undefined
}

/** Whether most trials had to wait for a CPU in nearly all of their samples. */
export function isContended(trials: readonly Pick<Quality, 'cleanOnly'>[]): boolean {
  const contended = trials.filter(({ cleanOnly }) => !cleanOnly).length
  return contended > trials.length * policy.contendedForks
}

/**
 * Whether part of its time is no computing of its own thread, or may be, or one side of its pairs sleeps longer: then CPU time
 * does not stand for wall time.
 */
export function waitsByItself(
  trials: readonly Pick<Quality, 'asleep' | 'sleepsMore' | 'mayWait'>[],
): boolean {
  const asleep = asleepShare(trials)
  const { judged, apart } = policy.asleep
  const more = trials.flatMap(({ sleepsMore }) => sleepsMore ?? [])
  if (more.length > 0 && Math.abs(median(more)) >= apart) return true
  return trials.some(({ mayWait }) => mayWait) || asleep === undefined || asleep >= judged
}
