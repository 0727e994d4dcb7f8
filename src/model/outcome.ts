import { z } from 'zod'
import { fileCoverageSchema } from './coverage.ts'
import { failureSchema, keyedFailuresSchema } from './failure.ts'
import { latencySchema } from './latency.ts'
import { ownReadingsSchema } from './own-reading.ts'
import { elsewhereSchema, examinationSchema } from './profile.ts'

/** What one timed fork saw. Durations in ns per operation unless said otherwise. */
export const timingSchema = z.strictObject({
  /** The fork's value: the median of its clean batches. */
  value: z.number().nonnegative(),
  q25: z.number().nonnegative(),
  mean: z.number().nonnegative(),
  p95: z.number().nonnegative(),
  p99: z.number().nonnegative(),
  max: z.number().nonnegative(),
  /** Batches taken, and how many of them were clean. */
  samples: z.int().positive(),
  clean: z.int().nonnegative(),
  /** Whether contaminated batches were set aside (false: too few were clean, all were kept). */
  cleanOnly: z.boolean(),
  /** Operations in a batch. */
  batch: z.int().positive(),
  /** CPU time of the measuring thread, of the same batches as the value; absent where unreadable. */
  cpu: z.number().nonnegative().optional(),
  /** The same of the process's other threads: compiler, collector, thread pool. */
  helperCpu: z.number().nonnegative().optional(),
  /** CPU time of its work in worker threads, in Node's thread pool and in child processes; absent where unreadable. */
  elsewhere: elsewhereSchema.optional(),
  /**
   * Share of the sampled time, waiting for a CPU left out, that the thread slept: timers, files, the network,
   * locks, other threads. Absent where the system does not tell.
   */
  asleep: z.number().min(0).max(1).optional(),
  asynchronous: z.boolean(),
  /** Whether some of its calls returned a promise and others a plain value. */
  mixed: z.boolean(),
  /** Whether the checked call returned anything: work without a result may be removed as dead code. */
  returned: z.enum(['value', 'nothing']),
  /**
   * Whether calls change the state that `setup` made: the first one only (later calls find nothing left to do)
   * or every one; absent where that cannot be told.
   */
  stateChange: z.enum(['never', 'first-call', 'every-call']).optional(),
  /** Digest of what the checked call returned, to compare revisions by; absent where that cannot be told. */
  result: z.string().optional(),
  /** Why there is no such digest where it was asked for. */
  unknownResult: z.string().optional(),
  /** What it left running when it was measured, e.g. `a timer`. */
  leftRunning: z.array(z.string()),
  /** Medians of at most 32 equal stretches of the batches that count, in order: how the code went on after its warm-up. */
  series: z.array(z.number().nonnegative()).min(1).max(32),
  /** How often optimised code was thrown away while samples were taken; absent where V8 does not tell. */
  deoptimizations: z.int().nonnegative().optional(),
  /**
   * Near the floor only: ns per iteration of a loop that calls the function once, twice and four times, and of
   * one that calls an empty function instead. What one more call adds is the function's cost without the loop's;
   * work that was optimised away adds nothing.
   */
  calls: z
    .strictObject({
      none: z.number().nonnegative(),
      one: z.number().nonnegative(),
      two: z.number().nonnegative(),
      four: z.number().nonnegative(),
    })
    .optional(),
  /** Of asynchronous functions, and of those so slow that a batch is one operation. */
  latency: latencySchema.optional(),
  /** What it measures itself, read before anything was timed. */
  own: ownReadingsSchema.optional(),
  /** Whether the warm-up ended because the batches were steady, and how long it took in ns. */
  steady: z.boolean(),
  warmup: z.number().nonnegative(),
  /** Measured step of the clock in ns. */
  clockStep: z.number().nonnegative(),
  /** Built-ins that the benchmark file replaced or added to, e.g. `Array.prototype.map`. */
  changedBuiltins: z.array(z.string()),
})
export type Timing = z.infer<typeof timingSchema>

/** What a fork saw in one of the turns that it took with another one: batches, ns per operation. */
export const turnSchema = z.strictObject({
  time: z.array(z.number().nonnegative()).min(1),
  /** The same batches; absent where it cannot be told batch by batch. */
  cpu: z.array(z.number().nonnegative()).min(1).optional(),
  /** Whether any of its batches had not to wait for a CPU; then only such batches count. */
  clean: z.boolean(),
})
export type Turn = z.infer<typeof turnSchema>

/** What one fork saw that measured two revisions in turn. */
export const pairedSchema = z.strictObject({
  base: timingSchema,
  head: timingSchema,
  /**
   * Hodges–Lehmann centre of ln(head ÷ base) over pairs of batches, or shift within turns: of wall time, and of CPU
   * time where it can be told.
   */
  time: z.number(),
  cpu: z.number().optional(),
  /** Pairs taken, and in how many of them neither batch had to wait for a CPU. */
  pairs: z.int().positive(),
  clean: z.int().nonnegative(),
  /** Whether the others were set aside (false: too few were clean, all count). */
  cleanOnly: z.boolean(),
})
export type Paired = z.infer<typeof pairedSchema>

/** Objects of a class that an operation leaves behind, and their own bytes. Names in brackets are not classes. */
export const grownSchema = z.strictObject({
  name: z.string(),
  count: z.number().positive(),
  bytes: z.number().nonnegative(),
})
export type Grown = z.infer<typeof grownSchema>

/** What one fork counted, per operation unless said otherwise. Bytes, counts, ns. */
export const memorySchema = z.strictObject({
  allocated: z.number(),
  external: z.number(),
  /** What full collections do not give back; absent when there was no time for enough of them. */
  retained: z.number().nonnegative().optional(),
  /** Of what it leaves behind the largest shares, where it does. */
  growth: z.array(grownSchema).optional(),
  /** Collections of the young generation, and of all. */
  minorCollections: z.number().nonnegative(),
  majorCollections: z.number().nonnegative(),
  /** The main thread's pauses for them. */
  minorPause: z.number().nonnegative(),
  majorPause: z.number().nonnegative(),
  /** Wall time of the operations that the collections are counted over. */
  time: z.number().nonnegative(),
  /** Largest resident set of the fork's process, in bytes. */
  peakRss: z.number().nonnegative(),
  /** Operations of one run that collections are counted over, and the runs that `allocated` is the median of. */
  operations: z.int().positive(),
  repeats: z.int().positive(),
})
export type Memory = z.infer<typeof memorySchema>

/** What the host adds to a child's answer. */
const hostSide = {
  /** Wall time of the whole fork in ns, spawn to exit. */
  wall: z.number().nonnegative(),
  /** Bytes that the child printed. */
  printed: z.int().nonnegative(),
}

/** What loading the benchmarks of a file, setting them up, some calls of each and taking them down touched. */
export const traceSchema = z.strictObject({
  /** Absolute paths of what was read or looked for; of a folder whose entries were listed with a slash at its end. */
  files: z.array(z.string()),
  /** Those of them that only a later call than the first of a benchmark read. */
  later: z.array(z.string()),
  /** Those of them of which more was asked than to load them as code, such as their text. */
  data: z.array(z.string()),
  /** Why more may have been read than that: what it does that nobody can follow. */
  opaque: z.array(z.string()),
  /** Those of these that are loads which a source names and which did not happen. */
  unloaded: z.array(z.string()),
  /** Why two revisions cannot be kept apart in one process. */
  apart: z.array(z.string()),
  /** What it sets for all of its process to plain values, e.g. `process.env.A = "1"`: harmless where both revisions do. */
  shared: z.array(z.string()),
  /** Keys of those that threw: what they would have touched after that is not known. */
  failed: z.array(z.string()),
  /** Of every file of the project that was loaded as code; absent where code may run out of sight, in another process. */
  coverage: z.array(fileCoverageSchema).optional(),
})
export type Trace = z.infer<typeof traceSchema>

/** Bytes that were counted once the timing was over, and the part of the wall time that it took, ns. */
const countedSchema = z.strictObject({ memory: memorySchema, wall: z.number().nonnegative() })

const measured = z.strictObject({ state: z.literal('measured'), ...hostSide })

/** The end of one fork: measured or failed, with one shape for both (execa's idea). */
export const outcomeSchema = z.discriminatedUnion('state', [
  z.discriminatedUnion('kind', [
    measured.extend({ kind: z.literal('time'), timing: timingSchema, counted: countedSchema.optional() }),
    measured.extend({
      kind: z.literal('turns'),
      timing: timingSchema,
      turns: z.array(turnSchema).min(1),
      counted: countedSchema.optional(),
    }),
    measured.extend({ kind: z.literal('pair'), pair: pairedSchema }),
    measured.extend({ kind: z.literal('memory'), memory: memorySchema }),
  ]),
  /** Alternatives were compared; the list is empty when they agree, unless that cannot be told (`unknown`: why). */
  z.strictObject({
    state: z.literal('compared'),
    failures: keyedFailuresSchema,
    unknown: z.string().optional(),
    ...hostSide,
  }),
  z.strictObject({ state: z.literal('traced'), ...traceSchema.shape, ...hostSide }),
  /** Its files are told from the top of the repository; `prefix`: the way from there to the project. */
  z.strictObject({
    state: z.literal('examined'),
    examination: examinationSchema,
    prefix: z.string().optional(),
    ...hostSide,
  }),
  z.strictObject({
    state: z.literal('failed'),
    failure: failureSchema,
    key: z.string().optional(),
    ...hostSide,
  }),
])
export type Outcome = z.infer<typeof outcomeSchema>
