import { elapsed, now } from './clock.ts'
import { openSchedstat, type Switches, switches } from './run-queue.ts'

/**
 * A clock of the measuring thread, in ns from any beginning: it runs while the thread computes or sleeps, and stands
 * still while the thread waits for a CPU that others have.
 */
export type OwnTime = () => number

/** Where only CPU time is known: time that passes without any counts as sleep, but for no more than this share. */
const sleepingShare = 0.25
/** Readings until none is interrupted. */
const attempts = 4

/** Opens it by what the system tells. */
export function openOwnTime(): OwnTime {
  const schedstat = openSchedstat()
  return schedstat ? lessWaiting(() => schedstat().waited) : estimated(switches)
}

/** The clock less the time spent waiting for a CPU, which is read twice: a wait in between would be in one of them only. */
export function lessWaiting(waited: () => number, clock: () => bigint = now): OwnTime {
  const start = clock()
  return () => {
    let before = waited()
    for (let attempt = 0; ; attempt++) {
      const time = clock()
      const after = waited()
      if (after === before || attempt === attempts) return elapsed(start, time) - before
      before = after
    }
  }
}

/**
 * The same where the system does not tell how long a thread waits, but perhaps how often it was switched away and how
 * long it computed. While it was never switched away, it computed or slept.
 */
export function estimated(read: (into: Switches) => void, clock: () => bigint = now): OwnTime {
  let then: Switches = { count: 0, cpu: 0 }
  let current: Switches = { count: 0, cpu: 0 }
  let [time, own] = [clock(), 0]
  read(then)
  return () => {
    const at = clock()
    read(current)
    const passed = elapsed(time, at)
    const cpu = current.cpu - then.cpu
    // Counts of CPU time that stand still between ticks catch up later.
    if (current.count === then.count || Number.isNaN(cpu)) own += passed
    else if (Number.isNaN(current.count)) own += Math.max(cpu, passed * sleepingShare)
    else own += Math.min(passed, cpu)
    ;[then, current, time] = [current, then, at]
    return own
  }
}
