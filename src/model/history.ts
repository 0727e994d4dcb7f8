import { z } from 'zod'

/** An accepted session of a benchmark: what its forks took, ns of wall time per operation. */
export const historyPointSchema = z.strictObject({
  /** Id of the session, which begins with its time. */
  session: z.string(),
  /** Of the code that was measured; absent outside git. */
  commit: z.string().optional(),
  date: z.iso.datetime(),
  /** Median of the forks, with an order-statistic interval. */
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
})
export type HistoryPoint = z.infer<typeof historyPointSchema>

/** The numbers of one benchmark that were accepted before a run, the oldest first. */
export const historySchema = z.strictObject({ id: z.string(), points: z.array(historyPointSchema).min(1) })
export type History = z.infer<typeof historySchema>
