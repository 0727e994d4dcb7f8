import { z } from 'zod'
import { type CallFrame, callFrameSchema, cpuProfileSchema, profileNodeSchema } from './cpu-profile.ts'

/** ns of CPU time that were spent elsewhere than in the measuring thread. */
export const elsewhereSchema = z.strictObject({
  workers: z.number().nonnegative(),
  pool: z.number().nonnegative(),
  children: z.number().nonnegative(),
})

/** What belongs to one revision in a profile. */
export const laneSchema = z.strictObject({
  revision: z.enum(['base', 'head']),
  operations: z.int().positive(),
  /** Begin and end of each batch on the profile's clock, µs, one after the other. */
  windows: z.array(z.number()).min(2),
})
export type Lane = z.infer<typeof laneSchema>

/** A place in the source that something was made from, as a source map reports it. */
const originSchema = z.strictObject({ url: z.string(), line: z.int().positive() })

/** A module, and the functions that stand in it, in lines of its file; lines count from 1, columns from 0. */
export const scriptSchema = z.strictObject({
  url: z.string(),
  /** Line `n` of the file is line `n + by` in the profile. */
  by: z.int().nonnegative(),
  lines: z.int().positive(),
  functions: z.array(
    z.strictObject({
      name: z.string(),
      /** Of one without a name: the function with one that it stands in. */
      outer: z.string().optional(),
      line: z.int().positive(),
      column: z.int(),
      end: z.int().positive(),
      origin: originSchema.optional(),
    }),
  ),
  /** Of a file that was made from others: where each of its lines comes from. */
  origins: z.array(originSchema.nullable()).optional(),
})
export type Script = z.infer<typeof scriptSchema>

/** What one fork that was profiled saw: of one revision, or of both, which took batches in turn. */
export const profiledSchema = z.strictObject({
  /** Since the warm-up. Its lines are those of modules that were moved down, so that no two have one in common. */
  profile: cpuProfileSchema,
  /** Who was seen to call whom at any time, warm-up included. */
  callers: z.array(profileNodeSchema),
  scripts: z.array(scriptSchema),
  asynchronous: z.boolean(),
  /** CPU time of the measuring thread since the warm-up, ns. */
  cpu: z.number().nonnegative(),
  /** The same of its work in other threads and processes; absent where unreadable. */
  elsewhere: elsewhereSchema.optional(),
  lanes: z.array(laneSchema).min(1).max(2),
})
export type Profiled = z.infer<typeof profiledSchema>

/** How often a function runs in one operation. */
export const functionCallsSchema = z.strictObject({
  name: z.string(),
  url: z.string(),
  /** Where it begins and ends, from 1. */
  line: z.int().positive(),
  end: z.int().positive(),
  /** The same in the file that was loaded, where that was made from another and has told from which. */
  made: z.strictObject({ url: z.string(), line: z.int().positive(), end: z.int().positive() }).optional(),
  /** Digest of its own text, without that of functions within it. */
  text: z.string(),
  calls: z.number().nonnegative(),
  /** Of its blocks the one that runs most often. */
  busiest: z.strictObject({ line: z.int().positive(), runs: z.number().nonnegative() }),
})
export type FunctionCalls = z.infer<typeof functionCallsSchema>

/** Bytes that were allocated on one path, of all operations, collected or not. */
export type AllocationNode = {
  readonly callFrame: CallFrame
  readonly bytes: number
  readonly children: readonly AllocationNode[]
}
export const allocationNodeSchema: z.ZodType<AllocationNode> = z.strictObject({
  callFrame: callFrameSchema,
  bytes: z.number().nonnegative(),
  get children() {
    return z.array(allocationNodeSchema)
  },
})

export const allocationsSchema = z.strictObject({
  operations: z.int().positive(),
  root: allocationNodeSchema,
})
export type Allocations = z.infer<typeof allocationsSchema>

/** Where optimised code was thrown away: lines and columns from 1. */
export const deoptimizationSchema = z.strictObject({
  url: z.string(),
  line: z.int().positive(),
  column: z.int().nonnegative(),
  reason: z.string(),
})
export type Deoptimization = z.infer<typeof deoptimizationSchema>

/** V8's tiers: how well the code of a function is compiled, the slowest first. */
export const tierSchema = z.enum(['ignition', 'sparkplug', 'maglev', 'turbofan'])
export type Tier = z.infer<typeof tierSchema>

/** What V8 has learnt about a function; its line counts from 1. */
export const functionFeedbackSchema = z.strictObject({
  name: z.string(),
  url: z.string(),
  line: z.int().positive(),
  /** Of its own code: that of copies in others is not reported. */
  tier: tierSchema,
  /** Places in it that have seen objects of several shapes, and of so many that V8 has stopped telling them apart. */
  polymorphic: z.int().nonnegative(),
  megamorphic: z.int().nonnegative(),
})
export type FunctionFeedback = z.infer<typeof functionFeedbackSchema>

/** What operations wait for outside JavaScript: timers, files, sockets, as Node calls them; and who began it. */
export const waitSchema = z.strictObject({
  type: z.string(),
  place: z.strictObject({ name: z.string(), url: z.string(), line: z.int().nonnegative() }).optional(),
  count: z.int().positive(),
  /** From the beginning to the callback, of all together, ns. */
  time: z.number().nonnegative(),
})
export type Wait = z.infer<typeof waitSchema>

/** What the event loop did in so many operations, which took `time` ns. */
export const eventLoopSchema = z.strictObject({
  operations: z.int().positive(),
  time: z.number().positive(),
  /** Share of the time in which it did not wait. */
  utilization: z.number().min(0).max(1),
  /** How late it was for its timers, ns. */
  delay: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
  waits: z.array(waitSchema),
})
export type EventLoop = z.infer<typeof eventLoopSchema>

/** What a fork told that was not timed but looked into. */
export const examinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('profile'), profiled: profiledSchema }),
  z.strictObject({ kind: z.literal('calls'), functions: z.array(functionCallsSchema) }),
  z.strictObject({ kind: z.literal('allocations'), allocations: allocationsSchema }),
  z.strictObject({ kind: z.literal('deoptimizations'), deoptimizations: z.array(deoptimizationSchema) }),
  z.strictObject({ kind: z.literal('feedback'), functions: z.array(functionFeedbackSchema) }),
  z.strictObject({ kind: z.literal('event-loop'), eventLoop: eventLoopSchema }),
])
export type Examination = z.infer<typeof examinationSchema>
