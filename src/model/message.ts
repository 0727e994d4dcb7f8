import { z } from 'zod'
import { declaredSchema } from './benchmark.ts'
import { failureSchema, keyedFailuresSchema, memorySchema, phaseSchema, timingSchema } from './outcome.ts'

/**
 * The messages between host and child. The host checks what it receives; the child imports the types only.
 */

/** What a child that measures is asked to do. */
export type Order = {
  readonly kind: 'time' | 'memory' | 'agree'
  /** Absolute path of the benchmark file. */
  readonly file: string
  /** Keys of the benchmarks: one, or for `agree` all members that must return equal results. */
  readonly keys: readonly string[]
  /** All in ns. */
  readonly budget: number
  readonly batch: number
  readonly minimumSamples: number
  readonly minimumCleanShare: number
  /** Operations shorter than this are compared with what one more call costs. */
  readonly nearFloor: number
}

export const measureAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('phase'), phase: phaseSchema, key: z.string().optional() }),
  z.strictObject({ type: z.literal('time'), timing: timingSchema }),
  z.strictObject({ type: z.literal('memory'), memory: memorySchema }),
  z.strictObject({ type: z.literal('compared'), failures: keyedFailuresSchema }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema, key: z.string().optional() }),
])
export type MeasureAnswer = z.infer<typeof measureAnswerSchema>

/** What the child that loads user files for the host is asked to do, one request at a time. */
export type LoadRequest =
  | { readonly type: 'config'; readonly file: string }
  | { readonly type: 'list'; readonly file: string }

export const loadAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('config'), value: z.unknown() }),
  z.strictObject({
    type: z.literal('listed'),
    benchmarks: z.array(declaredSchema),
    /** Keys that the file registered more than once, with the lines of their declarations. */
    duplicates: z.array(z.strictObject({ key: z.string(), lines: z.array(z.int()) })),
    /** Absolute paths of every file that the load touched outside node_modules. */
    closure: z.array(z.string()),
  }),
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
])
export type LoadAnswer = z.infer<typeof loadAnswerSchema>
