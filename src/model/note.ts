import { z } from 'zod'
import { metricNameSchema } from './metric.ts'
import { objectNameSchema } from './object-name.ts'

/** Milliseconds since 1970 and chance, in Crockford's base 32: in the order of their text they are in that of time. */
export const entryIdSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{9}-[0-9a-hjkmnp-tv-z]{4}$/u)

/** What every line of the logbook has. `schema` comes first: where a line was cut off, the next entry begins with it. */
export const entrySchema = z.strictObject({
  schema: z.literal('assay/log@1'),
  id: entryIdSchema,
  /** When it was written. */
  at: z.iso.datetime(),
  /** `name <address>` of git; absent where git knows none. */
  author: z.string().optional(),
})

/** Longest text of a note, in UTF-16 code units: a line is written at once. */
export const longestNote = 10_000

const text = z.string().min(1).max(longestNote)
/** Filters, as a person wrote them: parts of ids, or globs. */
const about = z.array(z.string().min(1))

export const decisionSchema = entrySchema.extend({ type: z.literal('decision'), text, why: text, about })
export type Decision = z.infer<typeof decisionSchema>

export const impactSchema = z.enum(['high', 'medium', 'low'])

export const insightSchema = entrySchema.extend({
  type: z.literal('insight'),
  text,
  /** Such as `memory`. */
  area: z.string().min(1).optional(),
  impact: impactSchema.optional(),
  confidence: z.number().min(0).max(1).optional(),
  about,
})
export type Insight = z.infer<typeof insightSchema>

/** At most, or for a metric of which more is better at least, `limit` in base units; or a change as a fraction. */
export const targetSchema = z.union([
  z.strictObject({ limit: z.number().nonnegative() }),
  z.strictObject({ change: z.number().gt(-1) }),
])
export type Target = z.infer<typeof targetSchema>

export const hypothesisSchema = entrySchema
  .extend({
    type: z.literal('hypothesis'),
    text,
    about,
    metric: metricNameSchema,
    target: targetSchema,
    /** What fitted `about` when it was written: each must reach the target. `from`: what it was then, in base units. */
    benchmarks: z.array(z.strictObject({ id: z.string(), from: z.number().nonnegative().optional() })).min(1),
    /** The run that knew `from`: numbers of other machines and other rules are no change of those. */
    measured: z
      .strictObject({ run: z.string(), class: z.string(), method: z.int(), forkTime: z.number().positive() })
      .optional(),
  })
  .refine(
    ({ target, benchmarks, measured }) =>
      'limit' in target || (measured !== undefined && benchmarks.every(({ from }) => from !== undefined)),
    { path: ['target'], message: 'a change needs to say from what' },
  )
export type Hypothesis = z.infer<typeof hypothesisSchema>

/** Where a benchmark stands towards the target of a hypothesis; base units. */
export const standingSchema = z.strictObject({
  id: z.string(),
  target: z.number(),
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  reached: z.boolean(),
})
export type Standing = z.infer<typeof standingSchema>

/** The end of a hypothesis. */
export const outcomeEntrySchema = entrySchema.extend({
  type: z.literal('outcome'),
  /** Id of the hypothesis. */
  of: entryIdSchema,
  verdict: z.enum(['reached', 'not-reached', 'withdrawn']),
  why: text.optional(),
  /** What it was seen in; `dirty`: by code that was not committed. */
  run: z.string().optional(),
  commit: objectNameSchema.optional(),
  dirty: z.boolean().optional(),
  numbers: z.array(standingSchema),
})
export type OutcomeEntry = z.infer<typeof outcomeEntrySchema>

export const nextSchema = entrySchema.extend({
  type: z.literal('next'),
  text,
  owner: z.string().min(1).optional(),
  about,
})
export type Next = z.infer<typeof nextSchema>

/** The end of a next action. */
export const doneSchema = entrySchema.extend({
  type: z.literal('done'),
  of: entryIdSchema,
  why: text.optional(),
})

/** What was known about the benchmarks of a run when it ended: entries of the logbook, as they stood there. */
export const knownSchema = z.discriminatedUnion('type', [
  decisionSchema,
  insightSchema,
  /** An open one, and where the run saw it. */
  hypothesisSchema.safeExtend({ numbers: z.array(standingSchema) }),
])
export type Known = z.infer<typeof knownSchema>
