import { z } from 'zod'
import type { Metric } from './metric.ts'
import { goUnit, metricOf, named, ownMetricSchema, ownNameForm, ownNameRule } from './own-metric.ts'

/**
 * A kind of benchmark that a project brings, as data: what everybody must know who reads numbers of it. A Run document and a
 * certificate repeat it, so that both can be read where the project's code is not.
 */

/** The metrics of a kind by name, and the one that stands for a benchmark as a whole. */
export const ownKindSchema = z
  .strictObject({
    metrics: named(ownMetricSchema, ownNameForm, ownNameRule).refine(
      (metrics) => Object.keys(metrics).length <= 20,
      { error: 'a kind has 20 metrics at the most' },
    ),
    primary: z.string(),
  })
  .superRefine(({ metrics, primary }, context) => {
    const row = Object.hasOwn(metrics, primary) ? metrics[primary] : undefined
    const message = !row
      ? `there is no metric '${primary.slice(0, 80)}' of this kind`
      : row.exact
        ? `'${primary}' is exact, and trials go on until the primary metric is precise enough`
        : undefined
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['primary'], message })
  })
export type OwnKindFacts = z.output<typeof ownKindSchema>

/** By the kind's name, which is a word of ids and of metrics' names. */
export const ownKindsSchema = named(
  ownKindSchema,
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/u,
  "the name of a kind has small letters, digits and hyphens, such as 'cold-start'",
)
export type OwnKinds = z.output<typeof ownKindsSchema>

/** The name by which everybody knows a metric of a kind: `query.rowsRead`. No other kind has it. */
export function ownMetricName(kind: string, name: string): string {
  return `${kind}.${name}`
}

/** What is wrong with the values of one trial, if anything. */
export function problemWithValues(
  { metrics }: { readonly metrics: Readonly<Record<string, { readonly exact?: boolean | undefined }>> },
  values: Readonly<Record<string, number>>,
): string | undefined {
  const other = Object.keys(values).find((name) => !Object.hasOwn(metrics, name))
  if (other !== undefined) return `measure told '${other.slice(0, 80)}', which is no metric of its kind`
  for (const [name, { exact }] of Object.entries(metrics)) {
    const value = values[name]
    if (value === undefined) return `measure told no '${name}'`
    if (value < 0 || (value === 0 && !exact)) return `measure told that '${name}' is ${value}`
  }
  return undefined
}

export function isMetricOf(kind: string, metric: string): boolean {
  return metric.startsWith(`${kind}.`)
}

/** The task of all trials of such a kind. */
export const ownTask = 'measure'

/** The rows of its metrics, by their whole names. */
export function rowsOfKind(kind: string, { metrics, primary }: OwnKindFacts): Map<string, Metric> {
  const rows = Object.entries(metrics).map(([name, row]): [string, Metric] => {
    const whole = ownMetricName(kind, name)
    const leading = name === primary && { leads: true as const, column: { title: row.title } }
    return [whole, { ...metricOf(row, ownTask, goUnit(whole, row.unit)), ...leading }]
  })
  return new Map(rows)
}
