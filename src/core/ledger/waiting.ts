import { policy } from '../../model/config.ts'
import type { Timing } from '../../model/outcome.ts'
import { median } from '../../stats/quantile.ts'

/**
 * Share of its time that a benchmark sleeps (timers, files, the network, locks), waiting for a CPU left out: the
 * median of its forks; `undefined` where most of them do not tell.
 */
export function asleepShare(timings: readonly Timing[]): number | undefined {
  const told = timings.flatMap(({ asleep }) => asleep ?? [])
  return told.length * 2 > timings.length ? median(told) : undefined
}

/** Whether most forks had to wait for a CPU in nearly all of their batches. */
export function isContended(timings: readonly Timing[]): boolean {
  const contended = timings.filter(({ cleanOnly }) => !cleanOnly).length
  return contended > timings.length * policy.contendedForks
}

/** Whether part of its time is no computing of its own thread, or may be: then CPU time does not stand for wall time. */
export function waitsByItself(timings: readonly Timing[]): boolean {
  const asleep = asleepShare(timings)
  return (
    timings.some(({ asynchronous }) => asynchronous) || asleep === undefined || asleep >= policy.asleep.judged
  )
}
