import { z } from 'zod'
import { loadDocument } from './load-document.ts'
import { objectiveResultSchema } from './objective.ts'
import { siteSchema } from './watched.ts'

/** What `assay soak --json` prints. Times in ns, memory in bytes. */

const amount = z.number().nonnegative()

export const growthMeasures = ['heap', 'external', 'handles', 'memory'] as const
export type GrowthMeasure = (typeof growthMeasures)[number]

export const growthSchema = z.strictObject({
  /** The program that it is said of; absent: all processes together. */
  program: z.string().optional(),
  measure: z.enum(growthMeasures),
  verdict: z.enum(['grows', 'steady', 'too-few']),
  /** What speaks against a leak, where something does. */
  reason: z.enum(['rising', 'too-few', 'no-trend', 'within-noise', 'levels-off', 'within-budget']),
  readings: z.int().nonnegative(),
  first: z.number(),
  last: z.number(),
  /** Of the second half, per request, with its bounds; null: it has no such end. Absent where there are too few readings. */
  perRequest: z
    .strictObject({ estimate: z.number(), low: z.number().nullable(), high: z.number().nullable() })
    .optional(),
  perHour: z.number().optional(),
})
export type MeasureGrowth = z.infer<typeof growthSchema>

const soakedSchema = z.strictObject({
  id: z.string(),
  rate: z.number().positive(),
  duration: z.number().positive(),
  verdict: z.enum(['grows', 'steady', 'unknown', 'failed']),
  /** Why nothing is known, in words. */
  why: z.string().optional(),
  growths: z.array(growthSchema),
  /** Of a process that grows: what holds most of what was added, the largest first. */
  sites: z.array(siteSchema),
  objectives: z.array(objectiveResultSchema),
  median: amount.optional(),
  p99: amount.optional(),
  errors: z.number().min(0).max(1).optional(),
  /** Of the busiest process: how busy its event loop was, how late, and for which share of the time it collected. */
  utilization: z.number().optional(),
  delay: amount.optional(),
  collecting: z.number().optional(),
})
export type Soaked = z.infer<typeof soakedSchema>

export const soakSchema = z.strictObject({
  schema: z.literal('assay/soak@1'),
  ...loadDocument,
  loads: z.array(soakedSchema).min(1),
})
export type Soak = z.infer<typeof soakSchema>
