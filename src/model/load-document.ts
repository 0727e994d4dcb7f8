import { z } from 'zod'
import { environmentSchema } from './environment.ts'
import { sourceSchema, toolSchema } from './run.ts'

/** What every document about loads of services tells of when and where they were sent. */
export const loadDocument = {
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Whether it was interrupted: what was measured until then is here. */
  partial: z.boolean(),
  seed: z.string(),
  tool: toolSchema,
  source: sourceSchema,
  environment: environmentSchema,
}
