import type { Alarm } from './alarm.ts'
import { readClock } from './clock.ts'

/** ns before something is due from which on it is not worth while to sleep. */
const soon = 0.1e6
/** What is due is begun before anything is read that came meanwhile, but no more than so many in a row. */
const most = 64

/**
 * Calls `fire` for every arrival, as soon as it is due, and never leaves one out: who is late catches up. Resolves when the last
 * one has been fired, with how long this thread looked at the clock while it had nothing else to do, ns.
 *
 * @param next when the next one is due, ns since the start; `undefined` after the last one
 * @param fire gets when it was due, on the clock of `readClock`
 * @param worked how much has been done so far, in any unit: where it stays the same, only the clock was looked at
 */
export function followSchedule(
  next: () => number | undefined,
  fire: (due: number) => void,
  alarm: Alarm,
  worked: () => number,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let [polled, looked, seen] = [0, 0, -1]
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
    if (due === undefined) resolve(polled)
    else if (start + due - readClock() < soon) {
      if (worked() === seen) polled += readClock() - looked
      ;[looked, seen] = [readClock(), worked()]
      setImmediate(turn)
    } else alarm.wakeAt(start + due, turn)
  }
  turn()
  return promise
}
