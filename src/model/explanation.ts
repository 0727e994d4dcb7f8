import { z } from 'zod'
import { objectNameSchema } from './object-name.ts'
import { tierSchema } from './profile.ts'

/** Something of the base and of the head. */
export const bothSchema = z.strictObject({ base: z.number(), head: z.number() })
export type Both = z.infer<typeof bothSchema>

/** A function; its file is relative to the project, its line from 1, or 0 where it has none. */
export const placeSchema = z.strictObject({ name: z.string(), file: z.string(), line: z.int().nonnegative() })
export type Place = z.infer<typeof placeSchema>

/** What the event loop does in one operation of one that returns promises; times in ns. */
export const loopTimesSchema = z.strictObject({
  time: z.number().positive(),
  /** Share of the time in which it did not wait. */
  utilization: z.number(),
  /** How late it was for its timers. */
  delay: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
  /** What an operation waits for, as Node calls it, and who began it; the longest first. */
  waits: z.array(
    z.strictObject({
      type: z.string(),
      place: placeSchema.optional(),
      count: z.number().positive(),
      time: z.number().nonnegative(),
    }),
  ),
})
export type LoopTimes = z.infer<typeof loopTimesSchema>

/** A function that an operation costs more because of. Costs are ns of CPU time per operation. */
export const blamedSchema = z.strictObject({
  ...placeSchema.shape,
  /** Who looks after its file, as the configuration says. */
  owner: z.string().optional(),
  /** Of the function itself, of what it calls more often, of V8's functions, and of the collector for what it allocates. */
  cost: z.number(),
  /** Of the function itself, where that has changed beyond chance. */
  own: bothSchema.extend({ change: z.number(), low: z.number(), high: z.number(), q: z.number() }).optional(),
  /** The line in which it has come to cost most. */
  hottest: z.int().positive().optional(),
  /** Calls in one operation. */
  calls: bothSchema.optional(),
  /** The line that runs most often in one operation of the head, and how often the busiest one of the base did. */
  busiest: z.strictObject({ ...bothSchema.shape, line: z.int().positive() }).optional(),
  /** Bytes per operation. */
  allocated: bothSchema.optional(),
  /** Of the collector, in proportion to what it allocates more. */
  collector: z.number().nonnegative(),
  /** Of V8's own functions that it calls, which a profile has told of those that call it. */
  builtins: z.number().nonnegative(),
  /** Whether its own text is another than in the base; absent where that was not seen to run. */
  edited: z.boolean().optional(),
  /** What it calls more often than before, at the old price. */
  callees: z.array(z.strictObject({ ...placeSchema.shape, cost: z.number(), calls: bothSchema })),
  /** Optimised code of it that was thrown away, in a fork of each revision, and why. */
  deoptimizations: z.strictObject({ ...bothSchema.shape, reasons: z.array(z.string()) }).optional(),
  /** Places in it that have seen objects of several shapes, and of so many that V8 has stopped telling them apart. */
  shapes: z.strictObject({ polymorphic: bothSchema, megamorphic: bothSchema }).optional(),
  /** The best code that V8 has made of it. */
  tiers: z.strictObject({ base: tierSchema, head: tierSchema }).optional(),
})
export type Blamed = z.infer<typeof blamedSchema>

/** Bytes that one operation allocates, collected or not, as the heap's sampling profiler has seen them in one fork of each revision. */
export const allocatedSchema = z.strictObject({
  ...bothSchema.shape,
  /** Functions that allocate more, the most first; and how often they are called, where that was counted. */
  functions: z.array(
    z.strictObject({
      ...placeSchema.shape,
      owner: z.string().optional(),
      bytes: bothSchema,
      calls: bothSchema.optional(),
    }),
  ),
})
export type Allocated = z.infer<typeof allocatedSchema>

/** Why a benchmark of the head costs more than that of the base. */
export const explanationSchema = z.strictObject({
  id: z.string(),
  base: z.strictObject({ ref: z.string(), commit: objectNameSchema.optional() }),
  /** Pairs of profiles; whether both revisions shared a process. */
  replicates: z.int().positive(),
  together: z.boolean(),
  /** Whether functions were kept from being copied into others, because what was copied could not be distinguished. */
  withoutInlining: z.boolean(),
  /** ns of CPU time per operation while it was profiled. */
  operation: bothSchema,
  /** Of what returns promises, in one fork of each revision. */
  eventLoop: z.strictObject({ base: loopTimesSchema, head: loopTimesSchema }).optional(),
  /** Who allocates more; absent where it was not seen of both revisions. */
  allocated: allocatedSchema.optional(),
  /** The functions to blame, the worst first; none where no difference is beyond chance. */
  blamed: z.array(blamedSchema),
  /** What every function cost in every replicate, ns of CPU time per operation: what the above can be recomputed from. */
  functions: z.array(
    z.strictObject({ ...placeSchema.shape, base: z.array(z.number()), head: z.array(z.number()) }),
  ),
  /** Files beside the report. */
  artifacts: z.array(z.string()),
})
export type Explanation = z.infer<typeof explanationSchema>
