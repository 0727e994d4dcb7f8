import type { Objective } from '../../model/objective.ts'

/** What a word of an objective stands for. */
export type ObjectiveWord = Pick<Objective, 'metric' | 'quantile'> & {
  readonly form: LimitForm
  /** Which side of the limit it is to keep; absent: either. */
  readonly keeps?: 'below' | 'above'
  /** Base units of a limit without a unit, as k6 writes it; absent: it needs one. */
  readonly bare?: number
}

/** How its limit is written. */
export type LimitForm = 'duration' | 'share' | 'rate' | 'count'

export type ObjectiveWords = Readonly<Record<string, ObjectiveWord>>

const low = { form: 'duration', keeps: 'below' } as const
/** k6 writes milliseconds without a unit. */
const trend = { ...low, bare: 1e6 } as const
const mean = { metric: 'latency.mean' } as const
const median = { metric: 'latency', quantile: 0.5 } as const

/** Words of k6 for what it calls a trend; percentiles are `p(99)` beside them. */
const trendWords = {
  avg: { ...mean, ...trend },
  med: { ...median, ...trend },
  min: { metric: 'latency', quantile: 0, ...trend },
  max: { metric: 'latency', quantile: 1, ...trend },
} as const satisfies ObjectiveWords

const failedWords = {
  rate: { metric: 'errors', form: 'share', keeps: 'below', bare: 1 },
} as const satisfies ObjectiveWords

/** By the metrics of k6 that a service tells. */
export const thresholdWords = {
  http_req_duration: { words: trendWords, hasPercentiles: true },
  http_req_failed: { words: failedWords, hasPercentiles: false },
  http_reqs: {
    words: {
      rate: { metric: 'throughput', form: 'rate', bare: 1 },
      count: { metric: 'requests', form: 'count', bare: 1 },
    },
    hasPercentiles: false,
  },
} as const satisfies Readonly<Record<string, WordSet>>

/** Words that stand for themselves, beside percentiles, and those of k6 that mean one thing only. */
export const ownWords = {
  words: {
    median: { ...median, ...low },
    mean: { ...mean, ...low },
    errors: { metric: 'errors', form: 'share', keeps: 'below' },
    availability: { metric: 'availability', form: 'share', keeps: 'above' },
    throughput: { metric: 'throughput', form: 'rate', keeps: 'above' },
    failures: { metric: 'failures', form: 'count', keeps: 'below', bare: 1 },
    requests: { metric: 'requests', form: 'count', bare: 1 },
    ...trendWords,
    ...failedWords,
  },
  hasPercentiles: true,
} as const satisfies WordSet

/** Words that are known in one place. */
export type WordSet = { readonly words: ObjectiveWords; readonly hasPercentiles: boolean }

/** `p99.95` of its own, or `p(99.95)` of k6; `undefined` where it is neither, or there is no such percentile. */
export function percentileWord(word: string): ObjectiveWord | undefined {
  const [, own, ofK6] = /^p(?:(\d+(?:\.\d+)?)|\(\s*(\d+(?:\.\d+)?)\s*\))$/u.exec(word) ?? []
  const quantile = exactly(Number(own ?? ofK6) / 100)
  if (!(quantile > 0 && quantile < 1)) return undefined
  return { metric: 'latency', quantile, ...(own === undefined ? trend : low) }
}

/** What a share leaves of the whole: of 0.9993 it is 0.0007, and no digit further. */
export function complement(share: number): number {
  return Number((1 - share).toFixed(15))
}

/** The decimal that was meant: 0.7 ÷ 100 is 0.007, and no digit further. */
export function exactly(value: number): number {
  return Number(value.toPrecision(15))
}
