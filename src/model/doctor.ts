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

const effectSchema = z.strictObject({
  /** Time per benchmark, on each of the two sides that are compared, ns. */
  time: z.number().positive(),
  /** Forks that fit into it. */
  forks: z.int().nonnegative(),
  /** As ratio − 1; `null`: so few forks cannot reach the level, or their spread is not known. */
  effect: known,
})

/** The smallest slowdowns that can be proven with the forks of a kernel, or typically, or at worst. */
export const detectableSchema = z.strictObject({
  name: z.string(),
  /** At the project's own budget. */
  own: effectSchema,
  effects: z.array(effectSchema),
  /** What proves a slowdown of the margin: forks on each side, and their time, ns. `null`: more than a run can make. */
  needed: z.strictObject({ forks: z.int().positive(), time: z.number().positive() }).nullable(),
})
export type Detectable = z.infer<typeof detectableSchema>

/** What `assay doctor --json` prints. */
export const doctorSchema = z.strictObject({
  schema: z.literal('assay/doctor@2'),
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
    /** The slowdown that a pass of the gate disproves, as a fraction. */
    margin: z.number(),
    /** What a comparison with a recorded baseline allows for instead of the tolerance, as a fraction. */
    drift: z.number(),
  }),
  /** What the project gives each benchmark: `time.perBenchmark`, ns, and `time.forks`. */
  budget: z.strictObject({
    time: z.number().positive(),
    forks: z.strictObject({ min: z.int().positive(), max: z.int().positive() }),
  }),
  controls: z.array(controlSchema),
  /** One row per kernel, then `typical` (median) and `worst`. */
  detectable: z.array(detectableSchema),
  findings: z.array(findingSchema),
  /**
   * `fit`: at that budget it typically proves a slowdown of the margin; `usable`: it proves larger ones; `unfit`: it proves
   * none, or its numbers are not those of the code alone.
   */
  verdict: z.enum(['fit', 'usable', 'unfit']),
})
export type Doctor = z.infer<typeof doctorSchema>
