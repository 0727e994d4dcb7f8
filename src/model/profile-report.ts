import { z } from 'zod'
import { counterSchema } from './collector.ts'
import { environmentSchema } from './environment.ts'
import { explanationSchema, placeSchema } from './explanation.ts'
import { findingSchema } from './finding.ts'
import { failureSchema } from './outcome.ts'
import { sourceSchema } from './run.ts'

/** Where an operation of one benchmark spends its time. Costs are ns of CPU time per operation. */
export const profileResultSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  /** Why nothing is known of it. */
  error: failureSchema.optional(),
  /** Forks that were profiled, and samples that were taken in the batches of all of them. */
  replicates: z.int().nonnegative(),
  samples: z.int().nonnegative(),
  /** Of a whole operation: a median of the forks, and what each of them says. */
  operation: z.number().nonnegative(),
  forks: z.array(z.number().nonnegative()),
  /** Bytes that it allocates. */
  allocated: z.number().nonnegative().optional(),
  /** Of one that returns promises, per operation; times in ns. */
  eventLoop: z
    .strictObject({
      time: z.number().positive(),
      utilization: z.number(),
      delay: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
      /** The longest first. */
      waits: z.array(
        z.strictObject({
          type: z.string(),
          place: placeSchema.optional(),
          count: z.number().positive(),
          time: z.number().nonnegative(),
        }),
      ),
    })
    .optional(),
  /** What functions cost without other functions that they call, the most expensive first. */
  functions: z.array(
    z.strictObject({
      ...placeSchema.shape,
      cost: z.number().nonnegative(),
      hottest: z.int().positive().optional(),
      calls: z.number().nonnegative().optional(),
      allocated: z.number().nonnegative().optional(),
    }),
  ),
  /** What programs of others counted. */
  counters: z.array(counterSchema),
  /** Files beside the report. */
  artifacts: z.array(z.string()),
})
export type ProfileResult = z.infer<typeof profileResultSchema>

/** What `assay profile` found. */
export const profileReportSchema = z.strictObject({
  schema: z.literal('assay/profile@1'),
  id: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  partial: z.boolean(),
  seed: z.string(),
  request: z.strictObject({ filters: z.array(z.string()), against: z.string().optional() }),
  tool: z.strictObject({ version: z.string() }),
  source: sourceSchema,
  environment: environmentSchema,
  profiles: z.array(profileResultSchema),
  /** Where it was asked against a revision. */
  explanations: z.array(explanationSchema),
  findings: z.array(findingSchema),
})
export type ProfileReport = z.infer<typeof profileReportSchema>
