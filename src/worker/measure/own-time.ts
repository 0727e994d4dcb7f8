import { elapsedBetween, now } from '../engine/clock.ts'
import { openSchedstat, type Switches, switches } from './run-queue.ts'

/**
 * A clock of the measuring thread, in ns from any beginning: it runs while the thread computes or sleeps, and stands
 * still while the thread waits for a CPU that others have.
 */
export type OwnTime = () => number

/**
 * Own time may take so many times as long by the clock: on a machine with twenty busy processes for two CPUs, a thread
 * gets a tenth of one.
 */
export const patience = 20

/** Where only CPU time is known: time that passes without any counts as sleep, but for no more than this share. */
const sleepingShare = 0.25
/** Readings until none is interrupted. */
const attempts = 4

/** Opens it by what the system tells. */
export function openOwnTime(): OwnTime {
  const schedstat = openSchedstat()
  return schedstat ? ownTimeFromWaiting(() => schedstat().waited) : ownTimeFromSwitches(switches)
}

/**
 * What is left of so many ns of own time from now on; none, or less, when it is spent. By the clock they may take `patience`
 * times as long, or no longer once `isEnough`, and none of them is left at `last`, if there is such a moment.
 */
export function openBudget(
  budget: number,
  ownTime: OwnTime,
  last: bigint | undefined,
  clock = now,
): (isEnough?: boolean) => number {
  const start = clock()
  const ownStart = ownTime()
  return (isEnough = false) => {
    const time = clock()
    const left =
      budget - Math.max(ownTime() - ownStart, elapsedBetween(start, time) / (isEnough ? 1 : patience))
    return last === undefined || time < last ? left : Math.min(0, left)
  }
}

/**
 * The clock less the time spent waiting for a CPU, which is read twice: a wait in between would be in one of them only. Where
 * every reading is interrupted, it is less by the last wait, but never less than before.
 */
export function ownTimeFromWaiting(waited: () => number, clock: () => bigint = now): OwnTime {
  const start = clock()
  let own = Number.NEGATIVE_INFINITY
  return () => {
    let before = waited()
    for (let attempt = 0; ; attempt++) {
      const time = clock()
      const after = waited()
      if (after === before || attempt === attempts) {
        own = Math.max(own, elapsedBetween(start, time) - after)
        return own
      }
      before = after
    }
  }
}

/**
 * The same where the system does not say how long a thread waits, but perhaps how often it was switched away and how
 * long it computed. While it was never switched away, it computed or slept.
 */
export function ownTimeFromSwitches(read: (into: Switches) => void, clock: () => bigint = now): OwnTime {
  let then: Switches = { count: 0, cpu: 0 }
  let current: Switches = { count: 0, cpu: 0 }
  let [time, own] = [clock(), 0]
  read(then)
  return () => {
    const at = clock()
    read(current)
    const passed = elapsedBetween(time, at)
    const cpu = current.cpu - then.cpu
    // Counts of CPU time that stand still between ticks catch up later.
    if (current.count === then.count || Number.isNaN(cpu)) own += passed
    else if (Number.isNaN(current.count)) own += Math.max(cpu, passed * sleepingShare)
    else own += Math.min(passed, cpu)
    ;[then, current, time] = [current, then, at]
    return own
  }
}
