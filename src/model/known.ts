import { z } from 'zod'
import { decisionSchema, hypothesisSchema, insightSchema, standingSchema } from './note.ts'

/** What was known about the benchmarks of a run when it ended: entries of the logbook, as they stood there. */
export const knownSchema = z.discriminatedUnion('type', [
  decisionSchema,
  insightSchema,
  /** An open one, and where the run saw it. */
  hypothesisSchema.safeExtend({ numbers: z.array(standingSchema) }),
])
export type Known = z.infer<typeof knownSchema>
