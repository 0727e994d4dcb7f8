import { z } from 'zod'
import { environmentSchema } from './environment.ts'
import { failureSchema } from './failure.ts'
import { findingSchema } from './finding.ts'
import { toolSchema } from './run.ts'

/** JSON has no infinity: a bound or an effect that so few forks cannot give is `null`. */
const known = z.number().nullable()

/** A control kernel, measured as two arms that are the same code. */
export const controlSchema = z.strictObject({
  name: z.string(),
  /** One value per fork of each arm, in the order measured, ns per operation. */
  a: z.array(z.number().positive()),
  b: z.array(z.number().positive()),
  /** Median of all of them, ns per operation; `null` when there is none. */
  time: known,
  /** Spread of the logarithm between forks: a standard deviation, from their interdecile range. */
  spread: known,
  /** Share of its batches during which the thread waited for a CPU, 0–1. */
  contaminated: known,
  /** Median wall time of one fork, from its start to its end, ns. */
  cost: known,
  /** Arm B against arm A as ratio − 1, with a 95 % interval. Truly zero. */
  difference: z.strictObject({ estimate: z.number(), low: known, high: known }).optional(),
  /** Why no more forks of it were made. */
  error: failureSchema.optional(),
})
export type Control = z.infer<typeof controlSchema>

/** The smallest slowdowns that can be proven with the forks of a kernel, or typically, or at worst. */
export const detectableSchema = z.strictObject({
  name: z.string(),
  effects: z.array(
    z.strictObject({
      /** Time per benchmark, on each of the two sides that are compared, ns. */
      time: z.number().positive(),
      /** Forks that fit into it. */
      forks: z.int().nonnegative(),
      /** As ratio − 1; `null`: so few forks cannot reach the level, or their spread is not known. */
      effect: known,
    }),
  ),
})
export type Detectable = z.infer<typeof detectableSchema>

/** What `assay doctor --json` prints. */
export const doctorSchema = z.strictObject({
  schema: z.literal('assay/doctor@1'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Whether it was interrupted: what was measured until then is here. */
  partial: z.boolean(),
  seed: z.string(),
  /** Time that was asked for, all forks together, ns. */
  time: z.number().positive(),
  tool: toolSchema,
  environment: environmentSchema,
  /** What "proven" means. */
  policy: z.strictObject({
    /** A slowdown counts when it is proven to be larger, as a fraction. */
    tolerance: z.number(),
    /** Level of the test of one benchmark. */
    level: z.number(),
    /** Probability that a slowdown of the stated size is proven. */
    power: z.number(),
    /** What a comparison with a recorded baseline allows for instead of the tolerance, as a fraction. */
    drift: z.number(),
  }),
  controls: z.array(controlSchema),
  /** One row per kernel, then `typical` (median) and `worst`. */
  detectable: z.array(detectableSchema),
  findings: z.array(findingSchema),
  verdict: z.enum(['fit', 'unfit']),
})
export type Doctor = z.infer<typeof doctorSchema>
