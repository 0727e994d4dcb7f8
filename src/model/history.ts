import { z } from 'zod'
import { byMetric } from './metric.ts'
import { objectNameSchema } from './object-name.ts'

/** A session whose numbers were accepted. */
export const acceptedSessionSchema = z.strictObject({
  /** Id of its run, which begins with its time. */
  id: z.string(),
  date: z.iso.datetime(),
  /** Of the code that was measured; absent outside git. */
  commit: objectNameSchema.optional(),
})
export type AcceptedSession = z.infer<typeof acceptedSessionSchema>

const bothEndsSchema = z.strictObject({ low: z.number(), high: z.number() })

/** What one benchmark took in some of the sessions, ns of wall time per operation; the lists are equally long. */
export const acceptedSeriesSchema = z
  .strictObject({
    id: z.string(),
    /** Places of the sessions in their list, ascending. */
    sessions: z.array(z.int().nonnegative()).min(1),
    /** Medians of the forks, with an order-statistic interval. */
    estimates: z.array(z.number()),
    lows: z.array(z.number()),
    highs: z.array(z.number()),
    /** Bytes, of exact metrics with a column: the least and the most that a fork of the newest session counted. */
    counted: byMetric(bothEndsSchema).optional(),
  })
  .refine(
    (series) =>
      [series.estimates, series.lows, series.highs].every((list) => list.length === series.sessions.length),
    'expected one number for each session',
  )
export type AcceptedSeries = z.infer<typeof acceptedSeriesSchema>

/**
 * The numbers that were accepted before a run. Sessions stand once, the oldest first, and numbers in lists: a large suite
 * has many.
 */
export const historySchema = z
  .strictObject({ sessions: z.array(acceptedSessionSchema), benchmarks: z.array(acceptedSeriesSchema) })
  .refine(
    ({ sessions, benchmarks }) =>
      benchmarks.every((one) => one.sessions.every((place) => place < sessions.length)),
    'expected places of sessions that are there',
  )
export type History = z.infer<typeof historySchema>
