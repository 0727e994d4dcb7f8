import { z } from 'zod'
import { declareKind } from '../../../src/core/kind/kinds.ts'
import { declareMetric, type Metric } from '../../../src/model/metric.ts'

/**
 * A kind that is as unlike a function in a fork as can be: a cache is asked for its counters. More hits are better; each
 * trial tells four numbers, of which two are exact.
 */

const metrics = {
  hits: {
    ...{ unit: 'count', better: 'higher', distribution: 'sampled', from: 'count', gateable: true },
    tolerance: { absolute: 0, relative: 0.01 },
    leads: true,
    ...{ title: 'hits', per: 'second', phrase: ['has', 'fewer hits'], gobench: 'hits/s' },
  },
  wait: {
    ...{ unit: 'ns', better: 'lower', distribution: 'sampled', from: 'count', gateable: true },
    tolerance: { absolute: 0, relative: 0.02 },
    ...{ title: 'time in the queue', per: 'request', phrase: ['waits', 'longer'], gobench: 'wait-ns/op' },
  },
  queries: {
    ...{ unit: 'count', better: 'lower', distribution: 'exact', from: 'count', gateable: true },
    tolerance: { absolute: 0, relative: 0 },
    ...{ title: 'queries', per: 'request', phrase: ['makes', 'more queries'], gobench: 'queries/op' },
  },
  saved: {
    ...{ unit: 'byte', better: 'higher', distribution: 'exact', from: 'count', gateable: false },
    tolerance: { absolute: 0, relative: 0 },
    ...{ title: 'saved bytes', per: 'request', phrase: ['saves', 'fewer bytes'], gobench: 'saved-B/op' },
  },
} as const satisfies Record<string, Metric>

export type Counters = Readonly<Record<keyof typeof metrics, number>>

/** Makes kind and metrics known; returns what withdraws them. */
export function declareCounter(): () => void {
  const withdraw = Object.entries(metrics).map(([name, row]) => declareMetric(name, row))
  withdraw.push(
    declareKind({
      name: 'counter',
      metrics: Object.keys(metrics),
      primary: 'hits',
      task: 'count',
      trial: { one: 'visit', many: 'visits', is: 'A visit reads the counters once' },
      detail: z.strictObject({ asked: z.int().positive() }),
      keepDetail: (detail) => detail,
      otherTasks: () => [],
      isTraced: false,
      isProfiled: false,
      findings: () => [],
    }),
  )
  return () => {
    for (const one of withdraw.reverse()) one()
  }
}
