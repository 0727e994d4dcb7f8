import { z } from 'zod'
import { collectorNames } from './collector-name.ts'

/** A number that a collector read, in words and units of its own. */
export const counterSchema = z.strictObject({
  collector: z.enum(collectorNames),
  name: z.string(),
  value: z.number(),
  unit: z.string(),
})
export type Counter = z.infer<typeof counterSchema>
