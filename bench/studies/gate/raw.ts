import { z } from 'zod'
import { rivalTrialSchema } from './rivals/measure.ts'
import { trialSchema } from './trial.ts'

/** Everything that the page is made of. */
export const rawSchema = z.strictObject({
  conditions: z.strictObject({ cpus: z.int(), node: z.string() }),
  trials: z.array(trialSchema),
  rivals: z.array(rivalTrialSchema),
})
export type Raw = z.infer<typeof rawSchema>
