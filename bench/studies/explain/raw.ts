import { z } from 'zod'
import { trialSchema } from './trial.ts'

/** Everything that was seen, so that the page can be made again. */
export const rawSchema = z.strictObject({
  conditions: z.strictObject({ cpu: z.string(), cpus: z.int(), node: z.string() }),
  trials: z.array(trialSchema),
})
export type Raw = z.infer<typeof rawSchema>
