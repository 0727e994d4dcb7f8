import { bench, group } from 'assay'
import { mix } from './mix.ts'

/**
 * Timer resolution. One call is shorter than reading the clock, and than a step of some clocks.
 *
 * Naive: one call between two readings is the time of a reading, ten times the function's; the median of many
 * calls is no better than one.
 * Assay: many calls between two readings, so that they take about 1000 measured steps of the clock.
 */

export function naive() {
  const times = new Float64Array(100_001)
  let last = 1
  for (let call = 0; call < times.length; call++) {
    const start = performance.now()
    last = mix(last)
    times[call] = performance.now() - start
  }
  if (last === 1) throw new Error('the result is used')
  return { 'median of single calls': times.sort()[50_000]! * 1e6 }
}

group('timer resolution', () => {
  bench('a few nanoseconds', { setup: () => ({ seed: 42 }), run: ({ seed }) => mix(seed) })
})
