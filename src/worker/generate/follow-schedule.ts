import type { Alarm } from './alarm.ts'
import { readClock } from './clock.ts'

/** ns before something is due from which on it is not worth while to sleep. */
const soon = 0.1e6
/** What is due is begun before anything is read that came meanwhile, but no more than so many in a row. */
const most = 64

/**
 * Calls `fire` for every arrival, as soon as it is due, and never leaves one out: who is late catches up. Resolves when the last
 * one has been fired.
 *
 * @param next when the next one is due, ns since the start; `undefined` after the last one
 * @param fire gets when it was due, on the clock of `readClock`
 */
export function followSchedule(
  next: () => number | undefined,
  fire: (due: number) => void,
  alarm: Alarm,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const start = readClock()
  let due = next()
  const turn = () => {
    try {
      for (let fired = 0; due !== undefined && start + due <= readClock(); fired++) {
        if (fired === most) {
          setImmediate(turn)
          return
        }
        fire(start + due)
        due = next()
      }
    } catch (thrown) {
      reject(thrown)
      return
    }
    if (due === undefined) resolve()
    else if (start + due - readClock() < soon) setImmediate(turn)
    else alarm.wakeAt(start + due, turn)
  }
  turn()
  return promise
}
