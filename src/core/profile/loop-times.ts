import type { LoopTimes } from '../../model/explanation.ts'
import type { EventLoop } from '../../model/profile.ts'
import { anonymous } from './frame.ts'

/** Waits that are kept. */
const mostWaits = 30

/** What the event loop did, per operation: what that waits for longest comes first. */
export function loopTimes({ operations, time, utilization, delay, waits }: EventLoop): LoopTimes {
  const told = waits.map(({ type, place, count, time: waited }) => ({
    type,
    ...(place && {
      place: { name: place.name === '' ? anonymous : place.name, file: place.url, line: place.line },
    }),
    count: count / operations,
    time: waited / operations,
  }))
  const longest = told.sort((a, b) => b.time - a.time).slice(0, mostWaits)
  return { time: time / operations, utilization, delay, waits: longest }
}
