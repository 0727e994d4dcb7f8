/**
 * The clock of the measured process. It is taken before user code loads, so that a benchmark that replaces
 * `performance.now` or `process.hrtime` measures itself with the real one.
 */
const hrtime = process.hrtime.bigint

/** Monotonic time in ns. Take the difference of two readings before converting to a number. */
export function now(): bigint {
  return hrtime()
}

/** ns between two readings. */
export function elapsedBetween(since: bigint, until: bigint): number {
  return Number(until - since)
}

/** Smallest step that the clock shows, in ns: the median of the smallest differences seen in a few hundred readings. */
export function clockStep(): number {
  const steps = new Float64Array(101)
  for (let index = 0; index < steps.length; index++) {
    const start = hrtime()
    let end = hrtime()
    while (end === start) end = hrtime()
    steps[index] = Number(end - start)
  }
  steps.sort()
  return steps[50] ?? 0
}
