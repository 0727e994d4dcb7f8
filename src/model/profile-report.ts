import { z } from 'zod'
import { importReportSchema } from './cold.ts'
import { counterSchema } from './collector.ts'
import { environmentSchema } from './environment.ts'
import { explanationSchema, loopTimesSchema, placeSchema } from './explanation.ts'
import { failureSchema } from './failure.ts'
import { findingSchema } from './finding.ts'
import { tierSchema } from './profile.ts'
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
  /** Whether functions were kept from being copied into others, because what was copied could not be distinguished. */
  withoutInlining: z.boolean().optional(),
  /** Of a whole operation: the mean of the forks, as of its functions, and what each of them says. */
  operation: z.number().nonnegative(),
  forks: z.array(z.number().nonnegative()),
  /** Bytes that it allocates. */
  allocated: z.number().nonnegative().optional(),
  /** Of one that returns promises. */
  eventLoop: loopTimesSchema.optional(),
  /** What functions cost without other functions that they call, the most expensive first. */
  functions: z.array(
    z.strictObject({
      ...placeSchema.shape,
      cost: z.number().nonnegative(),
      hottest: z.int().positive().optional(),
      calls: z.number().nonnegative().optional(),
      allocated: z.number().nonnegative().optional(),
      /** The best code that V8 has made of it by itself; copies in others are not reported. */
      tier: tierSchema.optional(),
    }),
  ),
  /** What stood in V8's way, of functions that an operation calls; the most expensive first. */
  jit: z.array(
    z.strictObject({
      ...placeSchema.shape,
      /** Places in it that have seen objects of several shapes, and of so many that V8 has stopped telling them apart. */
      polymorphic: z.int().nonnegative(),
      megamorphic: z.int().nonnegative(),
      /** How often its optimised code was thrown away in the life of a fork; where, and why. */
      deoptimizations: z
        .strictObject({
          count: z.number().positive(),
          places: z.array(z.strictObject({ line: z.int().positive().optional(), reason: z.string() })).min(1),
        })
        .optional(),
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
  /** Of cold starts: what they import. */
  imports: z.array(importReportSchema).min(1).optional(),
  /** Where it was asked against a revision. */
  explanations: z.array(explanationSchema),
  findings: z.array(findingSchema),
})
export type ProfileReport = z.infer<typeof profileReportSchema>
