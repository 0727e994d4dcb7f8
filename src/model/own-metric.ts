import { z } from 'zod'
import { isBuiltIn, type Metric, type MetricName } from './metric.ts'
import { parsePercent, type Unit } from './unit.ts'

/**
 * A metric that a project brings, as data: what everybody must know who reads numbers of it. How it is read is no part of it:
 * a function of a benchmark, a line that a command prints. Documents repeat it, so that they can be read where the project's
 * code is not.
 */

/** Words that stand in sentences, tables and plots of every format as they are. */
const words = z
  .string()
  .max(60)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} .,%/-]*[\p{L}\p{N}%])?$/u, {
    error: 'expected words: letters, digits, spaces and . , % / -, 60 characters at the most',
  })

const unitSchema = z.enum(['ns', 'byte', 'count'])
const betterSchema = z.enum(['lower', 'higher'])
/** How a sentence calls more of it: `['reads', 'more rows']`; of one where more is better, what is worse. */
const phraseSchema = z.tuple([words, words])
/** What decides nothing: by default 1 %, and nothing of an exact one. */
const toleranceSchema = z
  .string()
  .refine((text) => (parsePercent(text) ?? 0) > 0, { error: "expected a percentage such as '2 %'" })

/** A whole row. */
export const ownMetricSchema = z.strictObject({
  unit: unitSchema,
  better: betterSchema.default('lower'),
  /** Whether it is the same in every trial of the same code, so that a difference is a fact. */
  exact: z.boolean().default(false),
  tolerance: toleranceSchema.optional(),
  title: words,
  per: words.default('operation'),
  phrase: phraseSchema,
})
export type OwnMetric = z.input<typeof ownMetricSchema>

/** A row of one that belongs to no kind. `gates: false`: it decides only where `gate.metrics` names it. */
const freeMetricSchema = ownMetricSchema.extend({ gates: z.literal(false).optional() })
export type FreeMetric = z.output<typeof freeMetricSchema>

/**
 * What somebody says of a metric of their own. What is left out is what another one says of it, or else: a count, of which
 * less is better, and which is exact.
 */
export const metricStatementSchema = z.strictObject({
  unit: unitSchema.optional(),
  better: betterSchema.optional(),
  exact: z.boolean().optional(),
  tolerance: toleranceSchema.optional(),
  title: words.optional(),
  per: words.optional(),
  phrase: phraseSchema.optional(),
  gates: z
    .literal(false, { error: 'expected false; what is sampled gates where gate.metrics names it' })
    .optional(),
})
export type MetricStatement = z.output<typeof metricStatementSchema>

/** The rows of a project's own metrics, by the names by which everybody knows them: `queries`. */
export type OwnMetrics = Readonly<Record<MetricName, FreeMetric>>

/** Names of metrics of a project: in a kind they follow its name. */
export const ownNameForm = /^[a-z][A-Za-z0-9]{0,39}$/u
export const ownNameRule = "the name of a metric has letters and digits, 40 at the most, such as 'rowsRead'"

/** Of all files of a project together: each is a column of a table. */
const mostMetrics = 50

/** As documents have them. */
export const ownMetricsSchema = freely(freeMetricSchema)

/** As the configuration has them; every row is whole from there on. */
export const configuredMetricsSchema = freely(metricStatementSchema).transform((stated): OwnMetrics => {
  return Object.fromEntries(Object.entries(stated).map(([name, row]) => [name, completeMetric(name, row)]))
})

function freely<T extends z.ZodType>(of: T) {
  return named(of, ownNameForm, ownNameRule).superRefine((all, context) => {
    const names = Object.keys(all)
    for (const name of names) {
      const problem = nameProblem(name)
      if (problem !== undefined) context.addIssue({ code: 'custom', path: [name], message: problem })
    }
    if (names.length > mostMetrics)
      context.addIssue({
        code: 'custom',
        message: `a project has ${mostMetrics} metrics of its own at the most`,
      })
  })
}

/** Why a metric of one's own cannot have this name, which has the right form. */
function nameProblem(name: string): string | undefined {
  if (isBuiltIn(name)) return `'${name}' is a metric of Assay's; give yours another name`
  // The unit of times in the Go benchmark format is ns/op.
  return name === 'ns' || name in {} ? `'${name}' can be no name of a metric; give it another one` : undefined
}

/** The same of any text. */
export function ownNameProblem(name: string): string | undefined {
  return ownNameForm.test(name) ? nameProblem(name) : ownNameRule
}

/** The row that a statement comes to. */
export function completeMetric(name: MetricName, stated: MetricStatement): FreeMetric {
  const { unit = 'count', better = 'lower', exact = true, title = wordsOf(name), per = 'operation' } = stated
  const less = unit === 'count' ? 'fewer' : 'less'
  const phrase = stated.phrase ?? ['has', `${better === 'lower' ? 'more' : less} ${title}`.slice(0, 60)]
  return { ...stated, unit, better, exact, title, per, phrase }
}

/** `rowsRead` → `rows read` */
function wordsOf(name: MetricName): string {
  return name.replace(/[A-Z]+/gu, (letters) => ` ${letters.length > 1 ? letters : letters.toLowerCase()}`)
}

/** What all know of such a metric. */
export function rowOf(name: MetricName, { gates: _, ...row }: FreeMetric): Metric {
  const { title } = row
  const column = title.length > widestColumn ? wordsOf(name) : title
  return {
    ...metricOf(row, 'own', goUnit(name, row.unit)),
    own: true,
    column: { title: column.charAt(0).toUpperCase() + column.slice(1), givesWay: 1 },
  }
}

const widestColumn = 20

/** What a row says, whoever it belongs to. */
export function metricOf(row: z.output<typeof ownMetricSchema>, from: string, gobench: string): Metric {
  const { unit, better, exact, tolerance, title, per, phrase } = row
  const relative = tolerance === undefined ? (exact ? 0 : 0.01) : parsePercent(tolerance)!
  return {
    ...{ unit, better, title, per, phrase, from, gobench, gateable: true },
    distribution: exact ? 'exact' : 'sampled',
    tolerance: { absolute: 0, relative },
  }
}

/** Its unit in the Go benchmark format. */
export function goUnit(name: MetricName, unit: Unit): string {
  return `${name}${{ ns: '-ns', byte: '-B', count: '' }[unit]}/op`
}

/** Whether numbers of one cannot be read as those of the other: they are something else, or in other units. */
export function isOtherMetric(
  one: Pick<FreeMetric, 'unit' | 'better' | 'exact'>,
  other: Pick<FreeMetric, 'unit' | 'better' | 'exact'>,
): boolean {
  return one.unit !== other.unit || one.better !== other.better || one.exact !== other.exact
}

/** Something of each of several, whose names have this form. */
export function named<T extends z.ZodType>(of: T, form: RegExp, message: string) {
  return z.record(z.string(), of).superRefine((all, context) => {
    for (const name of Object.keys(all))
      if (!form.test(name)) context.addIssue({ code: 'custom', path: [name], message })
  })
}
