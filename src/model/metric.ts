import { z } from 'zod'
import type { Unit } from './unit.ts'

/** What a metric is, so that no code has to ask for its name. */
export type Metric = {
  readonly unit: Unit
  readonly better: 'lower' | 'higher'
  /** `sampled`: varies from fork to fork and is tested; `exact`: a difference beyond the quantum is a fact. */
  readonly distribution: 'sampled' | 'exact'
  /** For exact metrics: the largest difference that two forks of the same code may show. */
  readonly quantum?: { readonly absolute: number; readonly relative: number }
  /** Which forks produce it. */
  readonly from: 'time' | 'memory'
  /** Whether a gate may decide on it. */
  readonly gateable: boolean
  readonly title: string
  readonly per: 'operation'
}

/** Every metric that Assay measures. A metric is a row here, then whoever produces it. */
export const metrics = {
  time: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'time',
    gateable: true,
    title: 'wall time',
    per: 'operation',
  },
  cpu: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'time',
    gateable: true,
    title: 'CPU time of the measuring thread',
    per: 'operation',
  },
  allocated: {
    unit: 'byte',
    better: 'lower',
    distribution: 'exact',
    quantum: { absolute: 2, relative: 0.005 },
    from: 'memory',
    gateable: true,
    title: 'bytes allocated on the heap',
    per: 'operation',
  },
  external: {
    unit: 'byte',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'bytes outside the heap, kept',
    per: 'operation',
  },
  collections: {
    unit: 'count',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'garbage collections',
    per: 'operation',
  },
  gcPause: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'garbage collection pause',
    per: 'operation',
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics

export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]]
export const gateableMetricNames = metricNames.filter((name) => metrics[name].gateable) as [
  MetricName,
  ...MetricName[],
]

export const metricNameSchema = z.enum(metricNames)

/** A metric's row, typed as the interface rather than as the literal. */
export function metric(name: MetricName): Metric {
  return metrics[name]
}
