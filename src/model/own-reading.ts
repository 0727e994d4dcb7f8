import { z } from 'zod'
import { ownNameForm } from './own-metric.ts'

/** Why a metric of one's own has no value. */
export const readingProblemSchema = z.enum([
  'threw',
  'promise',
  'no-number',
  'not-finite',
  'negative',
  'too-large',
  /** A counter that has become less. */
  'backwards',
  /** Of a command: nothing that it prints tells it, or in another unit. */
  'not-printed',
  'other-unit',
])
export type ReadingProblem = z.infer<typeof readingProblemSchema>

/** What one trial says of a metric of one's own. */
export const ownReadingSchema = z.union([
  z.strictObject({
    /** Per operation; and the least and the most of any operation, or of as many as were in flight together. */
    value: z.number().nonnegative(),
    low: z.number().nonnegative(),
    high: z.number().nonnegative(),
    operations: z.int().positive(),
    /** Whether it was read over as many operations as in every other trial: slow ones have no time for that. */
    whole: z.boolean(),
    /** The unit that its own file says it has, if it says so: that of the base may be another one. */
    unit: z.string().optional(),
  }),
  z.strictObject({ problem: readingProblemSchema, saw: z.string() }),
])
export type OwnReading = z.infer<typeof ownReadingSchema>

/** By name. */
export const ownReadingsSchema = z.record(z.string().regex(ownNameForm), ownReadingSchema)
export type OwnReadings = z.infer<typeof ownReadingsSchema>
