import type { Latency } from '../../../model/latency.ts'
import { serviceMetricNames } from '../../../model/metric.ts'
import { type ServiceDetail, serviceDetailSchema } from '../../../model/service.ts'
import type { MeasuredTrial } from '../../../model/trial.ts'
import { compareServiceAnswers } from './answers.ts'
import { serviceFindings } from './findings.ts'
import { holdToObjectives, refuseObjectives } from './objectives.ts'

/** A service under load: a server is started anew for each trial, and requests are sent when they are due. */
export const serviceKind = {
  name: 'service',
  metrics: serviceMetricNames,
  primary: 'latency.p50',
  decides: ['cpu', 'latency.p50'],
  task: 'load',
  way: 'apart',
  trial: {
    one: 'trial',
    many: 'trials',
    is: 'A trial starts the service, warms it up, and sends requests when they are due; each metric counts as one value',
  },
  detail: serviceDetailSchema,
  keepDetail: (detail: unknown) => detail as ServiceDetail,
  otherTasks: () => [],
  // What a server reads is not seen from outside.
  isTraced: false,
  isProfiled: false,
  findings: serviceFindings,
  refuseStatement: refuseObjectives,
  holdToObjectives,
  latencies,
  compareResults: compareServiceAnswers,
} as const

function latencies(trials: readonly MeasuredTrial[]): Latency[] {
  return trials.flatMap(({ end: { values, detail, quality } }) => {
    const { latencies: histogram } = detail as ServiceDetail
    const [p50, p95, p99, p999, max] = (['p50', 'p95', 'p99', 'p999', 'max'] as const).map(
      (name) => values[`latency.${name}`],
    )
    if (!histogram || p50 === undefined) return []
    const quantiles = { p50, p95: p95!, p99: p99!, p999: p999!, max: max! }
    return { count: quality.operations, ...quantiles, duration: quality.spent, histogram }
  })
}
