import { timed } from './function-metrics.ts'
import type { Metric } from './metric.ts'

const ofRequest = { ...timed, from: 'load', per: 'request' } satisfies Partial<Metric>

/** The metrics that only services have. What they share with functions stands there: `cpu`, and the quantiles of latency. */
export const serviceRows = {
  'latency.mean': {
    ...ofRequest,
    tolerance: { absolute: 0, relative: 0.02 },
    title: 'mean latency',
    phrase: ['has', 'more latency on average'],
    gobench: 'mean-ns/op',
  },
  throughput: {
    ...ofRequest,
    unit: 'count',
    better: 'higher',
    per: 'second',
    column: { title: 'Answers/s', givesWay: 1, onlyIfAny: true },
    title: 'answers per second',
    phrase: ['gives', 'more answers per second'],
    gobench: 'answers/s',
  },
  errors: {
    ...ofRequest,
    unit: 'count',
    tolerance: { absolute: 0, relative: 0.1 },
    column: { title: 'Errors', givesWay: 3, onlyIfAny: true },
    title: 'share of requests that failed',
    phrase: ['fails', 'more requests'],
    gobench: 'errors/op',
  },
  'lag.p99': {
    ...ofRequest,
    gateable: false,
    title: 'how late requests were sent, 99th percentile',
    phrase: ['is sent', 'later'],
    gobench: 'lag-p99-ns/op',
  },
  receivedBytes: {
    ...ofRequest,
    unit: 'byte',
    tolerance: { absolute: 0, relative: 0.005 },
    title: 'bytes of an answer',
    phrase: ['answers with', 'more bytes'],
    gobench: 'received-B/op',
  },
} satisfies Record<string, Metric>
