import { z } from 'zod'
import { declaredSchema } from './benchmark.ts'
import { failureSchema, keyedFailuresSchema, phaseSchema } from './failure.ts'
import { memorySchema, pairedSchema, timingSchema, traceSchema, turnSchema } from './outcome.ts'
import { type Examination, examinationSchema } from './profile.ts'

/**
 * The messages between host and child. The host checks what it receives; the child imports the types only.
 */

/** A benchmark file of one revision; absolute paths. */
export type BenchmarkSource = {
  readonly file: string
  readonly alias?: Alias | undefined
  /** Where the project's own Vitest listens, which runs the file; absent: Node loads it. */
  readonly vitest?: string | undefined
}

/**
 * Of a base that is laid out in the folder `within`: what its files load from the folder `from` of a move (the first
 * that fits) comes from the same place in its `to`. Dependencies are linked, and links lead where they were made.
 */
export type Alias = {
  readonly within: string
  readonly moves: readonly { readonly from: string; readonly to: string }[]
}

export const revisionSchema = z.enum(['base', 'head'])
/** The two that are compared: `head` is the working tree. */
export type Revision = z.infer<typeof revisionSchema>

/** One thing of each. */
export type Sides<T> = Readonly<Record<Revision, T>>

/** What a child that measures is asked to do. */
export type ForkRequest = {
  /** `turns`: times, but takes its samples in turns with another process. */
  readonly kind:
    | 'time'
    | 'turns'
    | 'memory'
    | 'agree'
    | 'pair'
    | 'trace'
    | Exclude<Examination['kind'], 'deoptimizations'>
  readonly source: BenchmarkSource
  /** A folder where forks keep sources without their types; absent: Node strips them in each. */
  readonly stripped?: string | undefined
  /** For `pair`, and for `profile` where both share a process: the other revision, which is loaded first, which is warmed up first, and a seed for their order. */
  readonly pair?:
    | {
        readonly base: BenchmarkSource
        readonly loads: Revision
        readonly runs: Revision
        readonly seed: number
      }
    | undefined
  /** Keys of the benchmarks: one; for `agree` all members that must return equal results; for `trace` any. */
  readonly keys: readonly string[]
  /** Whether its result is to be compared with that of another revision. */
  readonly compared: boolean
  /** Of `time` and `turns`: whether to count bytes when the timing is over. */
  readonly memory: boolean
  /** Of `memory`: whether to tell, where there is a leak, of which classes it is. That takes seconds. */
  readonly growth: boolean
  /** Of `trace`: whether a benchmark is called until its time is over, and not only some times. */
  readonly untilOver: boolean
  /** All in ns. */
  readonly budget: number
  readonly batch: number
  readonly minimumSamples: number
  readonly minimumCleanShare: number
  /** Operations shorter than this are compared with what one more call costs. */
  readonly nearFloor: number
  /** ns after its start at which the process is ended if it has not answered. */
  readonly timeout: number
}

/**
 * Tells one that waits how many ns it may measure now (0: nothing more), in batches of how many operations: as many as
 * the other one's, because a collection is a different share of longer ones.
 */
export type Go = { readonly go: number; readonly operations: number }

const timedSchema = z.strictObject({
  type: z.literal('time'),
  timing: timingSchema,
  memory: memorySchema.optional(),
})
const turnsSchema = z.strictObject({
  type: z.literal('turns'),
  timing: timingSchema,
  turns: z.array(turnSchema).min(1),
  memory: memorySchema.optional(),
})
const memoryAnswerSchema = z.strictObject({ type: z.literal('memory'), memory: memorySchema })

/** What is told before something is looked into besides, which may take too long or fail. */
const soFarSchema = z.discriminatedUnion('type', [timedSchema, turnsSchema, memoryAnswerSchema])
export type SoFar = z.infer<typeof soFarSchema>

export const measureAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('phase'), phase: phaseSchema, key: z.string().optional() }),
  /** It is warm, or its turn is over: it waits for the next; and how many operations make a batch. */
  z.strictObject({ type: z.literal('waiting'), operations: z.int().positive() }),
  timedSchema,
  turnsSchema,
  z.strictObject({ type: z.literal('pair'), pair: pairedSchema }),
  memoryAnswerSchema,
  /** It counts unless another answer follows. */
  z.strictObject({ type: z.literal('so-far'), answer: soFarSchema }),
  z.strictObject({
    type: z.literal('compared'),
    failures: keyedFailuresSchema,
    unknown: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('examined'), examination: examinationSchema }),
  z.strictObject({ type: z.literal('traced'), ...traceSchema.shape }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema, key: z.string().optional() }),
])
export type MeasureAnswer = z.infer<typeof measureAnswerSchema>

/** What the child that keeps a project's Vitest says; the address is that of a socket. */
export const serveAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('serving'), address: z.string(), version: z.string() }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
])
export type ServeAnswer = z.infer<typeof serveAnswerSchema>

/**
 * What it is asked: to listen, and to end what its configuration has set up. `alias`: where its files are those of a base;
 * `config`: its configuration, where that is not the usual one, relative to its folder.
 */
export type ServeRequest =
  | {
      readonly type: 'serve'
      readonly address: string
      readonly alias?: Alias | undefined
      readonly config?: string | undefined
    }
  | { readonly type: 'close' }

/** What the child that loads user files for the host is asked to do, one request at a time. */
export type LoadRequest =
  | { readonly type: 'config'; readonly file: string }
  | {
      readonly type: 'list'
      readonly file: string
      /** Where the project's own Vitest listens, which runs the file. */
      readonly vitest?: string | undefined
      /**
       * Nothing else is loaded into the child: it may stay for `grace` ms to see what comes of what the file started;
       * `suspect`: also when nothing of it can be seen.
       */
      readonly alone?: { readonly grace: number; readonly suspect: boolean }
    }

/** What a file that was loaded leaves in its process: what it started goes on, or something that others share has changed; or it may itself have been given something that is not as it is alone. */
const leftSchema = z.strictObject({ running: z.boolean(), changed: z.boolean(), unsure: z.boolean() })
export type Left = z.infer<typeof leftSchema>

export const loadAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('config'), value: z.unknown(), left: leftSchema }),
  z.strictObject({
    type: z.literal('listed'),
    benchmarks: z.array(declaredSchema),
    /** Keys that the file registered more than once, with the lines of their declarations. */
    duplicates: z.array(z.strictObject({ key: z.string(), lines: z.array(z.int()) })),
    /** Absolute paths of every file that the load touched outside node_modules. */
    closure: z.array(z.string()),
    /** Of those that a compiler of the project has made run, its name. */
    compiled: z.record(z.string(), z.string()).default({}),
    left: leftSchema,
  }),
  /** What a file that is alone had started has ended, or was given the time to. */
  z.strictObject({ type: z.literal('settled') }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
])
export type LoadAnswer = z.infer<typeof loadAnswerSchema>

/** What the child that runs a project's own extension is asked to do: to call a function of the configuration. */
export type CallRequest = {
  /** The configuration file, absolute, and where in its `extend` the function is. */
  readonly file: string
  readonly member: readonly string[]
  readonly args: readonly unknown[]
  /** Whether there may be none, which returns nothing. */
  readonly optional?: boolean
}

export const callAnswerSchema = z.discriminatedUnion('type', [
  /** `loaded`: absolute paths of the user's files that were loaded. */
  z.strictObject({ type: z.literal('returned'), value: z.unknown(), loaded: z.array(z.string()) }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
])
export type CallAnswer = z.infer<typeof callAnswerSchema>
