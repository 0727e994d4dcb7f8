import { z } from 'zod'
import { loadDocument } from './load-document.ts'
import { objectiveResultSchema } from './objective.ts'

/** What `assay capacity --json` prints. Rates are requests per second, times ns. */

const rate = z.number().positive()

/** One step of the search: the service was started anew, and sent to at a rate. */
export const capacityStepSchema = z.strictObject({
  rate,
  outcome: z.enum(['kept', 'lost', 'generator-limited', 'failed']),
  /** Why it was not kept, in words. */
  why: z.string().optional(),
  objectives: z.array(objectiveResultSchema),
  /** Right answers per second; requests that waited for an answer, on average; absent where nothing was measured. */
  throughput: z.number().nonnegative().optional(),
  concurrency: z.number().nonnegative().optional(),
  median: z.number().nonnegative().optional(),
  p99: z.number().nonnegative().optional(),
  errors: z.number().min(0).max(1).optional(),
  /** How late requests were sent, 99th percentile. */
  lag: z.number().nonnegative().optional(),
  /** CPUs that the service kept busy, on average; absent where the system does not tell. */
  cpus: z.number().nonnegative().optional(),
})
export type CapacityStep = z.infer<typeof capacityStepSchema>

const boundSchema = z.strictObject({ rate, isBelieved: z.boolean() })
const estimateSchema = z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() })

/** The Universal Scalability Law, fitted to throughput against concurrency. */
export const scalabilitySchema = z.strictObject({
  /** Answers per second of one request at a time; shares that wait for each other, and that grow with their number. */
  lambda: estimateSchema,
  sigma: estimateSchema,
  kappa: estimateSchema,
  rSquared: z.number(),
  bound: z.enum(['contention', 'coherency', 'linear']),
  /** Why it is not to be believed; none: it may be. */
  doubts: z.array(z.enum(['few-levels', 'poor-fit'])),
})

export const loadCapacitySchema = z.strictObject({
  id: z.string(),
  steps: z.array(capacityStepSchema),
  /** Why the search ended; `interrupted` by a person. */
  end: z.enum([
    ...(['resolved', 'most-kept', 'generator-limited', 'least-lost', 'failed'] as const),
    ...(['contradictory', 'out-of-steps', 'interrupted'] as const),
  ]),
  /** The highest rate that keeps all objectives, and the lowest one that loses any. */
  kept: boundSchema.optional(),
  lost: boundSchema.optional(),
  scalability: scalabilitySchema.optional(),
  /** The rate that is expected, and by which share what is kept lies above it. */
  peak: z.strictObject({ rate, headroom: z.number() }).optional(),
})
export type LoadCapacity = z.infer<typeof loadCapacitySchema>

export const capacitySchema = z.strictObject({
  schema: z.literal('assay/capacity@1'),
  ...loadDocument,
  loads: z.array(loadCapacitySchema).min(1),
})
export type Capacity = z.infer<typeof capacitySchema>
