import { z } from 'zod'

/** Latencies that one tool tells of the server that stops; ms, as far as it tells them. */
const stallRowSchema = z.strictObject({
  tool: z.string(),
  /** Requests that it says it has made. */
  requests: z.number(),
  mean: z.number().optional(),
  p50: z.number().optional(),
  p90: z.number().optional(),
  p99: z.number().optional(),
})
export type StallRow = z.infer<typeof stallRowSchema>

/** One load at a rate: what was sent late, ms, and for which share of its time the process was busy. */
const rateRowSchema = z.strictObject({
  rate: z.number(),
  due: z.int(),
  answered: z.int(),
  /** Whether every request is accounted for. */
  isBalanced: z.boolean(),
  lag: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
  utilization: z.number(),
  load: z.number(),
})
export type RateRow = z.infer<typeof rateRowSchema>

/** One comparison of two servers, of which the head uses so much more CPU time for a request. */
const serviceRowSchema = z.strictObject({
  plant: z.number(),
  neighbours: z.int(),
  load: z.number(),
  /** By metric. */
  verdicts: z.record(z.string(), z.string()),
  estimates: z.record(z.string(), z.number()),
  pairs: z.int(),
  /** Why it is invalid, where it is. */
  why: z.array(z.string()).optional(),
  /** s, of the whole command, which ends after 60 s. */
  took: z.number(),
})
export type ServiceRow = z.infer<typeof serviceRowSchema>

/** One load over time, on a server that keeps so many bytes of each request. */
const leakRowSchema = z.strictObject({
  keeps: z.number(),
  seconds: z.number(),
  load: z.number(),
  verdict: z.string(),
  /** Bytes of heap, as they are estimated; and the function that is named first. */
  perRequest: z.number(),
  site: z.string().optional(),
})
export type LeakRow = z.infer<typeof leakRowSchema>

/** One search for the highest rate of a server whose highest rate is known; requests per second. */
const capacityRowSchema = z.strictObject({
  truth: z.number(),
  kept: z.number().optional(),
  end: z.string(),
  steps: z.int(),
  load: z.number(),
  /** s. */
  took: z.number(),
})
export type CapacityRow = z.infer<typeof capacityRowSchema>

export const loadSchema = z.strictObject({
  cpu: z.string().optional(),
  cpus: z.int().optional(),
  node: z.string().optional(),
  stall: z.strictObject({ truth: stallRowSchema, rows: z.array(stallRowSchema) }).optional(),
  rates: z.array(rateRowSchema).default([]),
  comparisons: z.array(serviceRowSchema).default([]),
  leaks: z.array(leakRowSchema).default([]),
  capacities: z.array(capacityRowSchema).default([]),
})
export type LoadRaw = z.infer<typeof loadSchema>
