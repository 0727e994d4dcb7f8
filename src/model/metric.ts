import { z } from 'zod'
import { coldRows } from './cold-metrics.ts'
import { commandRows } from './command-metrics.ts'
import { functionRows } from './function-metrics.ts'
import { serviceRows } from './service-metrics.ts'
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
  /** One that a project declares: it is whatever that counts, so an exact one is exact to the last digit. */
  readonly own?: true
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
  /** It is shown of benchmarks that this metric leads, and of no others. */
  readonly beside?: string
}

/** In base units, and as a part of the base's median: whichever is larger. */
export type Tolerance = { readonly absolute: number; readonly relative: number }

/** Names of the metrics of each kind, for code of that kind. */
export type FunctionMetricName = keyof typeof functionRows
export const functionMetricNames = Object.keys(functionRows) as readonly FunctionMetricName[]
export type CommandMetricName = 'time' | 'cpu' | keyof typeof commandRows
export const commandMetricNames = ['time', 'cpu', ...Object.keys(commandRows)] as readonly CommandMetricName[]
export type ColdMetricName = keyof typeof coldRows
export const coldMetricNames = Object.keys(coldRows) as readonly ColdMetricName[]

export type ServiceMetricName =
  | 'cpu'
  | 'helperCpu'
  | Extract<FunctionMetricName, `latency.${string}`>
  | keyof typeof serviceRows
export const serviceMetricNames = [
  ...([
    'cpu',
    'helperCpu',
    'latency.p50',
    'latency.p95',
    'latency.p99',
    'latency.p999',
    'latency.max',
  ] as const),
  ...Object.keys(serviceRows),
] as readonly ServiceMetricName[]

/** A metric by name. Kinds may declare more than these rows. */
export type MetricName = string

const builtIn: Readonly<Record<string, Metric>> = {
  ...functionRows,
  ...commandRows,
  ...coldRows,
  ...serviceRows,
}
const declared = new Map(Object.entries(builtIn))

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

/** Whether Assay brings a metric of this name. */
export function isBuiltIn(name: MetricName): boolean {
  return Object.hasOwn(builtIn, name)
}

/** Whether there is such a metric. */
export function isDeclared(name: MetricName): boolean {
  return declared.has(name)
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
  return `there is no metric '${name.slice(0, 80)}' here; there are ${known.join(', ')}; one of your own is declared in 'metrics' of the configuration`
}
