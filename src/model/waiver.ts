import { z } from 'zod'
import { metricNameSchema } from './metric.ts'

/** A day, `YYYY-MM-DD`, UTC; it counts to its end. */
export const daySchema = z.iso.date()

/** A slowdown that is accepted for a while: by whom, why, how large at most, and until when. */
export const waiverSchema = z.strictObject({
  /** Part of an id, or a glob, as a filter. */
  benchmark: z.string().min(1),
  /** Absent: any. */
  metric: metricNameSchema.optional(),
  /** Largest change that is accepted, ratio − 1; the whole interval must be below it. */
  limit: z.number().positive(),
  until: daySchema,
  owner: z.string().min(1),
  why: z.string().min(1),
})
export type Waiver = z.infer<typeof waiverSchema>

/** Who has promised to repair what fails, and by when. It excuses nothing: it says that somebody is at it. */
export const remedySchema = z.strictObject({
  benchmark: z.string().min(1),
  until: daySchema,
  owner: z.string().min(1),
})
