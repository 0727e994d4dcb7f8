import { median } from '../../stats/quantile.ts'

/** What a series of batches has shown so far. Durations in ns of the thread's own time (own-time.ts). */
export type WarmUpSeries = {
  /** Operations per batch, and as many as inputs may be prepared for. */
  n: number
  limit: number
  /** Of the batches since they are long enough and, where V8 says so, optimised. */
  perOperation: number[]
  calls: number
  /** In batches. */
  spent: number
  optimized: boolean
  steady: boolean
  /** Since the code was optimised for the first time, or else since the beginning. */
  since: number
  awaited: boolean
}

/** What one more batch was like: its time, the time since the series began, and whether the code is optimised now. */
export type TimedBatch = {
  readonly duration: number
  readonly own: number
  readonly wall: number
  readonly optimized: boolean
}

/** How long a batch should be; what the series may take of own time; and when, by the clock, it ends in any case. */
export type SeriesTerms = { readonly aim: number; readonly cap: number; readonly most: number }

/** Batches in each of the two windows whose medians are compared. */
const window = 10
/** Two windows whose medians differ by less than this are level. */
const level = 0.03
/**
 * Calls after which V8 has optimised a function if it ever will: one with a loop of its own may be entered on the
 * way (on-stack replacement) some 20,000 times before it is compiled as a whole. That is waited for unless it takes
 * longer than so many ns.
 */
const enoughCalls = { calls: 30_000, time: 200e6 }

export function startSeries(n: number, limit: number): WarmUpSeries {
  const start = { perOperation: [], calls: 0, spent: 0, optimized: true, steady: false }
  return { n, limit, ...start, since: 0, awaited: true }
}

/** Files one more batch of `n` operations; says whether to make another. */
export function addBatch(series: WarmUpSeries, batch: TimedBatch, terms: SeriesTerms): boolean {
  const { duration } = batch
  // What was timed before is not level with what is timed from now on.
  if (batch.optimized && !series.optimized) {
    series.perOperation = []
    // Once: code that is thrown away again and again is not waited for.
    if (series.awaited) series.since = batch.own
    series.awaited = false
  }
  series.optimized = batch.optimized
  series.perOperation.push(duration / series.n)
  series.calls += series.n
  series.spent += duration
  if (duration < terms.aim / 2 && series.n < series.limit) {
    series.n = Math.min(series.limit, series.n * 2)
    series.perOperation = []
  } else if (batch.optimized && isTestable(series) && isLevel(series)) {
    series.steady = true
    return false
  }
  if (mayGoOn(series, batch, terms)) return true
  // A function so slow that two windows do not fit under the cap cannot be seen to be unsteady.
  series.steady = !isTestable(series) || isLevel(series)
  return false
}

function mayGoOn(series: WarmUpSeries, { own, wall }: TimedBatch, { cap, most }: SeriesTerms): boolean {
  // Without a single batch that is long enough nothing is known, however long it took.
  if (series.perOperation.length === 0) return true
  const { optimized, calls, spent } = series
  const isAwaited =
    !optimized && calls < enoughCalls.calls && (spent / calls) * enoughCalls.calls < enoughCalls.time
  return wall < most && (own - series.since < cap || isAwaited)
}

/** Rough time of one operation as it is now, in ns. */
export function recentOf({ perOperation }: Pick<WarmUpSeries, 'perOperation'>): number {
  return median(perOperation.slice(-5))
}

function isTestable({ perOperation }: WarmUpSeries): boolean {
  return perOperation.length >= 2 * window
}

function isLevel({ perOperation }: WarmUpSeries): boolean {
  const later = median(perOperation.slice(-window))
  const earlier = median(perOperation.slice(-2 * window, -window))
  return Math.abs(Math.log(later / earlier)) < level
}
