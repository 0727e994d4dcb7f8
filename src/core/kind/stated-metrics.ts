import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import {
  completeMetric,
  type MetricStatement,
  metricStatementSchema,
  type OwnMetrics,
  ownNameProblem,
} from '../../model/own-metric.ts'

/** What a project's own metrics are, by all that say something of them. */
export type StatedMetrics = {
  readonly metrics: OwnMetrics
  /** Why a benchmark cannot be measured, by its id: it says of a metric what cannot be, or what others do not say. */
  readonly failures: ReadonlyMap<string, Failure>
}

type Stating = Pick<Benchmark, 'id' | 'measure'>

/**
 * The rows that the configuration and benchmarks come to. The configuration has the say; of what it does not know the first
 * benchmark that states something of a field.
 */
export function resolveMetrics(configured: OwnMetrics, benchmarks: readonly Stating[]): StatedMetrics {
  const failures = new Map<string, Failure>()
  const stated = new Map<MetricName, Map<keyof MetricStatement, Said>>()
  for (const { id, measure = {} } of benchmarks) {
    for (const [name, written] of Object.entries(measure)) {
      const known = Object.hasOwn(configured, name)
        ? saidByConfiguration(configured[name]!)
        : stated.get(name)
      const fields = known ?? new Map<keyof MetricStatement, Said>()
      const problem = ownNameProblem(name) ?? addTo(fields, written, id)
      if (problem !== undefined && !failures.has(id)) failures.set(id, invalid(name, problem))
      else if (problem === undefined && !Object.hasOwn(configured, name)) stated.set(name, fields)
    }
  }
  const found = [...stated].map(([name, fields]) => {
    const row = Object.fromEntries([...fields].map(([field, { value }]) => [field, value]))
    return [name, completeMetric(name, row as MetricStatement)]
  })
  return { metrics: { ...configured, ...Object.fromEntries(found) }, failures }
}

/** What is said of a field of a row, and by whom. */
type Said = { readonly value: unknown; readonly by: string }

function saidByConfiguration(row: MetricStatement): Map<keyof MetricStatement, Said> {
  const fields = Object.entries(row) as [keyof MetricStatement, unknown][]
  return new Map(fields.map(([field, value]) => [field, { value, by: 'the configuration' }]))
}

/** Adds what somebody says to what is said, or tells why it cannot be. */
function addTo(said: Map<keyof MetricStatement, Said>, written: unknown, by: string): string | undefined {
  const { data, error } = metricStatementSchema.safeParse(written)
  if (error) {
    const [issue] = error.issues
    return [...(issue?.path ?? []), issue?.message].join(': ')
  }
  const fields = Object.entries(data) as [keyof MetricStatement, unknown][]
  for (const [field, value] of fields) {
    const before = said.get(field)
    if (before && JSON.stringify(before.value) !== JSON.stringify(value))
      return `its ${field} is ${show(value)} here, and ${show(before.value)} by ${before.by}`
  }
  for (const [field, value] of fields) if (!said.has(field)) said.set(field, { value, by })
  return undefined
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 80)
}

function invalid(name: string, problem: string): Failure {
  return { reason: 'invalid-metric', message: `measure.${name.slice(0, 80)}: ${problem}` }
}

/**
 * A configuration that knows these metrics: a gate decides on those that are exact without being asked, because a difference
 * in them is a fact. Their rows must have been declared.
 */
export function withMetrics(config: Config, metrics: OwnMetrics): Config {
  const gating = Object.entries(metrics).flatMap(([name, { exact, gates = exact }]) => (gates ? name : []))
  const asked = [...new Set([...config.gate.metrics, ...gating])]
  const tolerance = Object.fromEntries(Object.keys(metrics).map((name) => [name, metric(name).tolerance]))
  return {
    ...config,
    metrics,
    gate: { ...config.gate, metrics: asked, tolerance: { ...tolerance, ...config.gate.tolerance } },
  }
}
