import { z } from 'zod'

/** Programs of others that look into a benchmark, where they are installed. */
export const collectorNameSchema = z.enum([
  '0x',
  'clinic',
  'clinic-bubbleprof',
  'clinic-flame',
  'clinic-heapprofiler',
  'perf',
  'gpu',
])
export type CollectorName = z.infer<typeof collectorNameSchema>

/** A number that a collector read, in words and units of its own. */
export const counterSchema = z.strictObject({
  collector: collectorNameSchema,
  name: z.string(),
  value: z.number(),
  unit: z.string(),
})
export type Counter = z.infer<typeof counterSchema>
