import { z } from 'zod'
import { entryIdSchema, entrySchema, standingSchema } from './note.ts'
import { runVerdictSchema, sourceSchema } from './run.ts'

/** Something that a run asks for. */
export const actionSchema = z.strictObject({
  /** Such as `regressed`. */
  kind: z.string(),
  /** The first of the benchmarks or files that it is about, and how many there are besides. */
  subjects: z.array(z.string()).min(1),
  others: z.int().nonnegative(),
  /** Continues the subject. */
  what: z.string(),
  next: z.string(),
  command: z.string().optional(),
  /** Who looks after it, as the configuration says. */
  owner: z.string().optional(),
})
export type Action = z.infer<typeof actionSchema>

/** What ran, and how it ended: one entry for every run, also for those that fail or are interrupted. */
export const auditSchema = entrySchema.extend({
  type: z.literal('audit'),
  command: z.enum(['run', 'compare', 'gate', 'profile', 'baseline update']),
  filters: z.array(z.string()),
  /** The revision or version that was compared with, as it was asked for. */
  against: z.string().optional(),
  startedAt: z.iso.datetime(),
  /** ns, until it was over. */
  duration: z.number().nonnegative(),
  /** Name to version. */
  tools: z.record(z.string(), z.string()),
  class: z.string(),
  source: sourceSchema.optional(),
  /** `failed`: by an error that ended it, whatever it would have found. */
  end: z.enum(['finished', 'interrupted', 'failed']),
  /** Id of the run, its verdict, and the status of its certificate; absent where it did not come to that. */
  run: z.string().optional(),
  verdict: runVerdictSchema.optional(),
  status: z.string().optional(),
  summary: z.string(),
  /** Benchmarks by state, and comparisons by verdict; what is not named is not there. */
  counts: z.record(z.string(), z.int().positive()),
  errors: z.array(z.string()),
  /** What it asks for, worst first. */
  actions: z.array(actionSchema),
  /** Where open hypotheses stood, by their ids. */
  standings: z.array(z.strictObject({ of: entryIdSchema, numbers: z.array(standingSchema).min(1) })),
  /** What it wrote, relative to the project: folders of reports, certificates, baselines. */
  files: z.array(z.string()),
})
export type Audit = z.infer<typeof auditSchema>
