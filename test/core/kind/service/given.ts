import type { Generated } from '../../../../src/core/kind/service/trials.ts'
import type { Tally } from '../../../../src/model/generate.ts'
import type { Revision } from '../../../../src/model/message.ts'
import type { RequestCounts } from '../../../../src/model/service.ts'
import type { Measured, Trial } from '../../../../src/model/trial.ts'
import { emptyHistogram, encode, record } from '../../../../src/stats/histogram.ts'

export function histogramOf(values: readonly number[]): number[] {
  const histogram = emptyHistogram()
  for (const value of values) record(histogram, value)
  return encode(histogram)
}

/** Requests that were all answered, in so many ns each. */
export function tallyOf(
  side: Revision,
  latencies: readonly number[],
  more: Partial<Omit<Tally, 'counts'>> & { readonly counts?: Partial<RequestCounts> } = {},
): Tally {
  const n = latencies.length
  const counts = { due: n, sent: n, answered: n, rejected: 0, failed: 0, timedOut: 0, dropped: 0 }
  return {
    ...{ side, latencies: histogramOf(latencies), serviceTimes: histogramOf(latencies), troubles: [] },
    ...{ sum: latencies.reduce((sum, one) => sum + one, 0), max: Math.max(...latencies), bytes: 100 * n },
    ...more,
    counts: { ...counts, ...more.counts },
  }
}

export function generatedOf(tallies: readonly Tally[], more: Partial<Generated> = {}): Generated {
  const lag = { p50: 1e4, p99: 1e5, max: 1e6 }
  return { type: 'generated', tallies: [...tallies], share: 1, elapsed: 1e9, lag, utilization: 0.1, ...more }
}

export function trialWith(end: Measured, side: Trial['side'] = 'head'): Trial {
  return { kind: 'service', task: 'load', id: 'a', side, stage: 'screen', wall: 1e9, printed: 0, end }
}
