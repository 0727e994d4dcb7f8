import { z } from 'zod'
import { type LatencyQuantile, latencyQuantiles } from './latency.ts'
import type { Unit } from './unit.ts'

/** Everything that is known of a metric, so that no code has to ask for its name. */
export type Metric = {
  readonly unit: Unit
  readonly better: 'lower' | 'higher'
  /** `sampled`: varies from fork to fork and is tested; `exact`: a difference beyond the tolerance is a fact. */
  readonly distribution: 'sampled' | 'exact'
  /** What decides nothing, unless `gate.tolerance` says otherwise. Of a sampled metric only the relative part counts. */
  readonly tolerance: Tolerance
  /** Of exact metrics: less than this is as good as nothing, and no ratio is taken to it. */
  readonly least?: number
  /** Which trials of its kind produce it: those of one source are the same processes. */
  readonly from: string
  /** Whether a gate may decide on it. */
  readonly gateable: boolean
  /** What decides in its place where forks had to wait for a CPU, if the benchmark does not wait by itself. */
  readonly standIn?: string
  /** A benchmark that has it is compared by it first: its change and what follows from it have columns of their own. */
  readonly leads?: true
  /** Its column in the table of all benchmarks, in every format; absent: it has none. */
  readonly column?: MetricColumn
  /** The metric that it is a part of, and how that part is read: reports tell both ends of it. */
  readonly share?: { readonly of: string; readonly note: string }
  /** Of quantiles: the share of operations that took at most so long. */
  readonly quantile?: number
  readonly title: string
  /** What stands before a change of it where there is room for a word only. */
  readonly short?: string
  readonly per: string
  /** More of it in a sentence: `[verb, worse]`, as in "allocates 12 % more". */
  readonly phrase: readonly [verb: string, worse: string]
  /** Its unit in the Go benchmark format: `ns` between hyphens is scaled to seconds there. */
  readonly gobench: string
}

export type MetricColumn = {
  readonly title: string
  /** Where there is no room, the column with the lowest number is left out first; absent: it stays. */
  readonly givesWay?: number
  /** Nothing is shown where there is none of it. */
  readonly onlyIfAny?: true
}

/** In base units, and as a part of the base's median: whichever is larger. */
export type Tolerance = { readonly absolute: number; readonly relative: number }

/** What most of the metrics below have in common: sampled in timed forks, and good enough to decide on. */
const timed = {
  unit: 'ns',
  better: 'lower',
  distribution: 'sampled',
  tolerance: { absolute: 0, relative: 0.01 },
  from: 'time',
  gateable: true,
  per: 'operation',
} satisfies Partial<Metric>

/** What memory forks see of the collector and of the process: it explains, and decides nothing. */
const explaining = { ...timed, from: 'memory', gateable: false } satisfies Partial<Metric>

/** Bytes that memory forks of the same code agree about. */
const counted = { ...timed, unit: 'byte', distribution: 'exact', from: 'memory' } satisfies Partial<Metric>

/** Few operations lie beyond a far quantile, so that forks of the same code differ by more there. */
function latency(name: LatencyQuantile | 'max', relative: number, title: string, more: string): Metric {
  const quantile = name === 'max' ? 1 : latencyQuantiles[name]
  const tolerance = { absolute: 0, relative }
  return { ...timed, tolerance, quantile, title, phrase: ['has', more], gobench: `${name}-ns/op` }
}

function collections(title: string, gobench: string): Metric {
  return { ...explaining, unit: 'count', title, phrase: ['causes', `more ${title}`], gobench }
}

function pause(title: string, cause: string, gobench: string): Metric {
  return { ...explaining, title, phrase: ['pauses', `longer for ${cause}`], gobench }
}

/** The metrics of what Assay brings itself. A metric is a row and a producer of its values. */
const rows = {
  time: {
    ...timed,
    standIn: 'cpu',
    leads: true,
    column: { title: 'Time' },
    title: 'wall time',
    phrase: ['is', 'slower'],
    gobench: 'ns/op',
  },
  cpu: {
    ...timed,
    share: { of: 'time', note: 'Far below 100 % a benchmark waits.' },
    short: 'CPU',
    title: 'CPU time of the measuring thread',
    phrase: ['uses', 'more CPU time'],
    gobench: 'cpu-ns/op',
  },
  helperCpu: {
    ...timed,
    gateable: false,
    share: { of: 'time', note: 'The compiler, the collector and the pool are such threads.' },
    title: "CPU time of the process's other threads",
    phrase: ['uses', 'more CPU time of other threads'],
    gobench: 'helper-cpu-ns/op',
  },
  'latency.p50': latency('p50', 0.01, 'median latency', 'more median latency'),
  'latency.p95': latency('p95', 0.02, '95th percentile of latency', 'more latency at p95'),
  'latency.p99': latency('p99', 0.05, '99th percentile of latency', 'more latency at p99'),
  'latency.p999': latency('p999', 0.1, '99.9th percentile of latency', 'more latency at p99.9'),
  'latency.max': latency('max', 0.1, 'longest latency', 'more latency at its longest'),
  allocated: {
    ...counted,
    // An object of one more field is 8 B larger, and 16 B are seen in up to 3 kB.
    tolerance: { absolute: 8, relative: 0.005 },
    least: 1,
    column: { title: 'Allocated', givesWay: 2 },
    title: 'bytes allocated on the heap',
    phrase: ['allocates', 'more'],
    gobench: 'B/op',
  },
  external: {
    ...counted,
    // Buffers are freed at a time of the collector's choosing: its figure is coarser than that of the heap.
    tolerance: { absolute: 16, relative: 0.01 },
    least: 16,
    title: 'bytes allocated outside the heap',
    phrase: ['allocates', 'more outside the heap'],
    gobench: 'external-B/op',
  },
  retained: {
    ...counted,
    // A slope over few levels.
    tolerance: { absolute: 1, relative: 0.1 },
    least: 1,
    column: { title: 'Never freed', givesWay: 0, onlyIfAny: true },
    title: 'bytes never given back',
    phrase: ['leaks', 'more'],
    gobench: 'retained-B/op',
  },
  collections: collections('garbage collections', 'collections/op'),
  minorCollections: collections('collections of the young generation', 'minor-collections/op'),
  majorCollections: collections('collections of the whole heap', 'major-collections/op'),
  gcPause: pause('garbage collection pause', 'garbage collection', 'gc-pause-ns/op'),
  minorPause: pause('pause for the young generation', 'the young generation', 'minor-pause-ns/op'),
  majorPause: pause('pause for the whole heap', 'the whole heap', 'major-pause-ns/op'),
  peakRss: {
    ...explaining,
    unit: 'byte',
    per: 'process',
    column: { title: 'Peak memory', givesWay: 0 },
    title: 'peak memory of the process',
    phrase: ['needs', 'more memory at its peak'],
    gobench: 'peak-rss-B',
  },
} satisfies Record<string, Metric>

/** Names of the metrics of the kind `function`, for code of that kind. */
export type FunctionMetricName = keyof typeof rows
export const functionMetricNames = Object.keys(rows) as readonly FunctionMetricName[]

/** A metric by name. Kinds may declare more than these rows. */
export type MetricName = string

const declared = new Map<string, Metric>(Object.entries(rows))

/**
 * Declares a metric of a kind that comes from outside. It must be known before a document with it is read. Returns what
 * withdraws it.
 *
 * @throws RangeError when another metric has the name
 */
export function declareMetric(name: string, row: Metric): () => void {
  const known = declared.get(name)
  if (known && JSON.stringify(known) !== JSON.stringify(row))
    throw new RangeError(`two metrics are called '${name}'`)
  declared.set(name, row)
  return () => {
    if (!known) declared.delete(name)
  }
}

/** @throws RangeError when there is no such metric: names from outside are checked by their schema */
export function metric(name: MetricName): Metric {
  const row = declared.get(name)
  if (!row) throw new RangeError(`there is no metric '${name}'`)
  return row
}

/** Whether it varies from trial to trial and is tested; else a difference is a fact. */
export function isSampled(name: MetricName): boolean {
  return metric(name).distribution === 'sampled'
}

/** All metrics, or those that a gate may decide on, in the order of their rows. */
export function metricNames(): MetricName[] {
  return [...declared.keys()]
}
export function gateableMetricNames(): MetricName[] {
  return metricNames().filter((name) => metric(name).gateable)
}

export const metricNameSchema = nameSchema(metricNames)
export const gateableMetricSchema = nameSchema(gateableMetricNames)

function nameSchema(names: () => readonly string[]) {
  return z.string().superRefine((name, context) => {
    if (!names().includes(name)) context.addIssue({ code: 'custom', message: unknown(name, names()) })
  })
}

/** Something of each of several metrics, whose names are checked. */
export function byMetric<T extends z.ZodType>(of: T, names: () => readonly string[] = metricNames) {
  return z.record(z.string(), of).superRefine((value, context) => {
    for (const name of Object.keys(value)) {
      if (!names().includes(name))
        context.addIssue({ code: 'custom', path: [name], message: unknown(name, names()) })
    }
  })
}

function unknown(name: string, known: readonly string[]): string {
  return `there is no metric '${name.slice(0, 80)}' here; there are ${known.join(', ')}`
}
