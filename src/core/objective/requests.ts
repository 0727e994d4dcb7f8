import type { Objective } from '../../model/objective.ts'
import { mostWithin, rankOfQuantile } from '../../stats/exact-share.ts'
import {
  type CountBeyond,
  countBeyond,
  emptyHistogram,
  type Histogram,
  merge,
} from '../../stats/histogram.ts'

/** What became of requests: `due = sent + dropped`; `rejected` were answered, but not as they should be. */
export type ObjectiveCounts = {
  readonly due: number
  readonly sent: number
  readonly failed: number
  readonly rejected: number
  readonly timedOut: number
  readonly dropped: number
}

/** The requests of one trial, or of what has come of it so far. Times in ns. */
export type ObjectiveTrial = {
  readonly counts: ObjectiveCounts
  /** From when each was due until its answer was whole, or until it timed out; absent: there is none. */
  readonly latencies?: Histogram | undefined
  /** After so long nobody waited for an answer any more. */
  readonly timeout: number
  readonly values: {
    readonly 'latency.mean'?: number | undefined
    readonly 'latency.max'?: number | undefined
    readonly throughput?: number | undefined
  }
}

/** Requests that came to nothing: not sent, not answered, or not as they should be. */
export function failuresOf({ dropped, failed, timedOut, rejected }: ObjectiveCounts): number {
  return dropped + failed + timedOut + rejected
}

/** Requests that have no latency at all. They count as beyond any limit. */
export function unheardOf({ dropped, failed }: ObjectiveCounts): number {
  return dropped + failed
}

/** Requests that have come to an end, whichever. */
export function endedOf({ counts, latencies }: Pick<ObjectiveTrial, 'counts' | 'latencies'>): number {
  return (latencies?.total ?? 0) + unheardOf(counts)
}

/** All requests of several trials. */
export type Requests = { readonly counts: ObjectiveCounts; readonly latencies: Histogram }

export function unite(trials: readonly Pick<ObjectiveTrial, 'counts' | 'latencies'>[]): Requests {
  const total = (of: (counts: ObjectiveCounts) => number) =>
    trials.reduce((sum, { counts }) => sum + of(counts), 0)
  return {
    counts: {
      due: total(({ due }) => due),
      sent: total(({ sent }) => sent),
      failed: total(({ failed }) => failed),
      rejected: total(({ rejected }) => rejected),
      timedOut: total(({ timedOut }) => timedOut),
      dropped: total(({ dropped }) => dropped),
    },
    latencies: merge(trials.flatMap(({ latencies }) => latencies ?? [])),
  }
}

/** Requests that an objective calls bad; `undefined` where it calls none so, as of a mean. */
export function countBad(
  objective: Objective,
  { counts, latencies = emptyHistogram() }: Pick<ObjectiveTrial, 'counts' | 'latencies'>,
): CountBeyond | undefined {
  const { metric, comparator, limit } = objective
  if (metric === 'latency') {
    const { least, likely, most } = countBeyond(latencies, limit, comparator === '<')
    const unheard = unheardOf(counts)
    return { least: least + unheard, likely: likely + unheard, most: most + unheard }
  }
  if (metric !== 'errors' && metric !== 'availability' && metric !== 'failures') return undefined
  const failures = failuresOf(counts)
  return { least: failures, likely: failures, most: failures }
}

/**
 * How many of `total` requests may be bad, to the last one; −1: even none are too many. `undefined` where an objective calls
 * none so.
 */
export function mostBad(
  { metric, quantile, comparator, limit }: Objective,
  total: number,
): number | undefined {
  const isStrict = comparator === '<' || comparator === '>'
  if (metric === 'errors') return mostWithin(limit, total, isStrict)
  // Good ones are the fewest that reach the limit.
  if (metric === 'availability') return total - mostWithin(limit, total, !isStrict) - 1
  if (metric === 'failures') return Math.min(total, isStrict ? limit - 1 : limit)
  if (metric !== 'latency') return undefined
  return total === 0 ? 0 : total - rankOfQuantile(quantile!, total)
}
