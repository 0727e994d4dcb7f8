const hrtime = process.hrtime.bigint

/** ns of a clock that never goes back, whatever is done to the time of day; the same in all threads. */
export function readClock(): number {
  return Number(hrtime())
}
