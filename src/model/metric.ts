import { z } from 'zod'
import type { Unit } from './unit.ts'

/** What a metric is, so that no code has to ask for its name. */
export type Metric = {
  readonly unit: Unit
  readonly better: 'lower' | 'higher'
  /** `sampled`: varies from fork to fork and is tested; `exact`: a difference beyond the tolerance is a fact. */
  readonly distribution: 'sampled' | 'exact'
  /**
   * For exact metrics: the largest difference that decides nothing, whichever of the two is larger. The same code stands
   * on levels that lie a little apart. `gate.tolerances` replaces it.
   */
  readonly tolerance?: ExactTolerance
  /** For exact metrics: less than this is as good as nothing, and no ratio is taken to it. */
  readonly least?: number
  /** Which forks produce it. */
  readonly from: 'time' | 'memory'
  /** Whether a gate may decide on it. */
  readonly gateable: boolean
  /** What decides in its place where forks had to wait for a CPU, if the benchmark does not wait by itself. */
  readonly standIn?: 'cpu'
  readonly title: string
  readonly per: 'operation' | 'process'
}

/** In base units, and as a part of the base's median. */
export type ExactTolerance = { readonly absolute: number; readonly relative: number }

/** Every metric that Assay measures. A metric is a row here, then whoever produces it. */
export const metrics = {
  time: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'time',
    gateable: true,
    standIn: 'cpu',
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
  helperCpu: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'time',
    gateable: false,
    title: "CPU time of the process's other threads",
    per: 'operation',
  },
  allocated: {
    unit: 'byte',
    better: 'lower',
    distribution: 'exact',
    // An object of one more field is 8 B larger, and 16 B are seen in up to 3 kB.
    tolerance: { absolute: 8, relative: 0.005 },
    least: 1,
    from: 'memory',
    gateable: true,
    title: 'bytes allocated on the heap',
    per: 'operation',
  },
  external: {
    unit: 'byte',
    better: 'lower',
    distribution: 'exact',
    // Buffers are freed at a time of the collector's choosing: its figure is coarser than that of the heap.
    tolerance: { absolute: 16, relative: 0.01 },
    least: 16,
    from: 'memory',
    gateable: true,
    title: 'bytes allocated outside the heap',
    per: 'operation',
  },
  retained: {
    unit: 'byte',
    better: 'lower',
    distribution: 'exact',
    // A slope over few levels.
    tolerance: { absolute: 1, relative: 0.1 },
    least: 1,
    from: 'memory',
    gateable: true,
    title: 'bytes never given back',
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
  minorCollections: {
    unit: 'count',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'collections of the young generation',
    per: 'operation',
  },
  majorCollections: {
    unit: 'count',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'collections of the whole heap',
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
  minorPause: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'pause for the young generation',
    per: 'operation',
  },
  majorPause: {
    unit: 'ns',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'pause for the whole heap',
    per: 'operation',
  },
  peakRss: {
    unit: 'byte',
    better: 'lower',
    distribution: 'sampled',
    from: 'memory',
    gateable: false,
    title: 'peak memory of the process',
    per: 'process',
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics

export const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]]
export const gateableMetricNames = metricNames.filter((name) => metrics[name].gateable) as [
  MetricName,
  ...MetricName[],
]
/** Metrics of which a difference is a fact, and which a gate may decide on. */
export const exactMetricNames = gateableMetricNames.filter(
  (name) => metric(name).distribution === 'exact',
) as [MetricName, ...MetricName[]]

export const metricNameSchema = z.enum(metricNames)

/** A metric's row, typed as the interface rather than as the literal. */
export function metric(name: MetricName): Metric {
  return metrics[name]
}
