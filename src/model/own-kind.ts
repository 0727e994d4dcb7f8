import { z } from 'zod'
import type { Metric } from './metric.ts'
import { parsePercent } from './unit.ts'

/**
 * A kind of benchmark that a project brings, as data: what everybody must know who reads numbers of it. A Run document and a
 * certificate repeat it, so that both can be read where the project's code is not.
 */

/** Words that stand in sentences, tables and plots of every format as they are. */
const words = z
  .string()
  .max(60)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} .,%/-]*[\p{L}\p{N}%])?$/u, {
    error: 'expected words: letters, digits, spaces and . , % / -, 60 characters at the most',
  })

const ownMetricSchema = z.strictObject({
  unit: z.enum(['ns', 'byte', 'count']),
  better: z.enum(['lower', 'higher']).default('lower'),
  /** Whether it is the same in every trial of the same code, so that a difference is a fact. */
  exact: z.boolean().default(false),
  /** What decides nothing: by default 1 %, and nothing of an exact one. */
  tolerance: z
    .string()
    .refine((text) => (parsePercent(text) ?? 0) > 0, { error: "expected a percentage such as '2 %'" })
    .optional(),
  title: words,
  per: words.default('operation'),
  /** How a sentence calls more of it: `['reads', 'more rows']`; of one where more is better, what is worse. */
  phrase: z.tuple([words, words]),
})
export type OwnMetric = z.input<typeof ownMetricSchema>

/** The metrics of a kind by name, and the one that stands for a benchmark as a whole. */
export const ownKindSchema = z
  .strictObject({
    metrics: named(
      ownMetricSchema,
      /^[a-z][A-Za-z0-9]{0,39}$/u,
      "the name of a metric has letters and digits, 40 at the most, such as 'rowsRead'",
    ).refine((metrics) => Object.keys(metrics).length <= 20, { error: 'a kind has 20 metrics at the most' }),
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
    const { unit, better, exact, tolerance, title, per, phrase } = row
    const relative = tolerance === undefined ? (exact ? 0 : 0.01) : parsePercent(tolerance)!
    return [
      ownMetricName(kind, name),
      {
        ...{ unit, better, title, per, phrase, from: ownTask, gateable: true },
        distribution: exact ? 'exact' : 'sampled',
        tolerance: { absolute: 0, relative },
        ...(name === primary ? { leads: true, column: { title } } : {}),
        gobench: `${kind}.${name}${{ ns: '-ns', byte: '-B', count: '' }[unit]}/op`,
      },
    ]
  })
  return new Map(rows)
}

/** Something of each of several, whose names have this form. */
function named<T extends z.ZodType>(of: T, form: RegExp, message: string) {
  return z.record(z.string(), of).superRefine((all, context) => {
    for (const name of Object.keys(all))
      if (!form.test(name)) context.addIssue({ code: 'custom', path: [name], message })
  })
}
