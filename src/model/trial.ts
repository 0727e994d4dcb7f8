import { z } from 'zod'
import type { Failure } from './failure.ts'
import type { Revision } from './message.ts'
import { type MetricName, metricNameSchema } from './metric.ts'

/**
 * What a trial is for: `check` before anything is measured; `screen` and `confirm`, the two stages of a decision; `size` of
 * a change that is decided; `control` of the machine; `observe` for profiles, which are never timed.
 */
export type Stage = 'check' | 'screen' | 'confirm' | 'size' | 'control' | 'observe'

/** Two revisions in one process, in processes of their own that take turns, or one after the other. */
export type Way = 'together' | 'apart' | 'in-sequence'

/** What decides whether a trial's values are to be trusted. */
export const qualitySchema = z.strictObject({
  /** Samples taken, and how many of them no other work disturbed. */
  samples: z.int().nonnegative(),
  clean: z.int().nonnegative(),
  /** Whether disturbed ones were set aside (false: too few were clean, all count). */
  cleanOnly: z.boolean(),
  /** Share of its time that the subject slept; absent where the system does not tell. */
  asleep: z.number().min(0).max(1).optional(),
  /** Of a pair: by how much of its time the head slept longer than the base, where the system tells. */
  sleepsMore: z.number().optional(),
  /** Whether it may wait for something else by its nature. */
  mayWait: z.boolean(),
  /** Time that measuring took, ns; starting processes and preparing inputs are not measuring. */
  spent: z.number().nonnegative(),
  /** Operations that the samples are of. */
  operations: z.int().nonnegative(),
  /** Operations that were timed one by one: what quantiles are of. */
  singles: z.int().positive().optional(),
  /** Metrics whose value here is not exact, though it is of others. */
  rough: z.array(metricNameSchema).optional(),
  /** Metrics of a project's own that were not the same in each of its operations. */
  uneven: z.array(metricNameSchema).optional(),
})
export type Quality = Readonly<z.infer<typeof qualitySchema>>

/** What one replicate says, whatever it measured: one number for each metric, the unit of inference. */
export type Measured = {
  readonly state: 'measured'
  /** In base units; of a pair ln(head ÷ base). */
  readonly values: Readonly<Partial<Record<MetricName, number>>>
  readonly quality: Quality
  /** What its kind alone can read. */
  readonly detail: unknown
}

/** One replicate of a benchmark, with its end. */
export type Trial = {
  /** The sort of its subject, and what of that kind was done. */
  readonly kind: string
  readonly task: string
  /** Id of the benchmark. */
  readonly id: string
  /** A revision, or a pair of both. */
  readonly side: Revision | 'pair'
  readonly stage: Stage
  /** Of a pair and its two sides. */
  readonly way?: Way | undefined
  /** Wall time of its process, ns, start to end; trials of the same process share it. */
  readonly wall: number
  /** Bytes that it printed. */
  readonly printed: number
  readonly end: Measured | FailedEnd
}

/** `isRefusal`: this was not measured, and nothing speaks against the benchmark. */
type FailedEnd = { readonly state: 'failed'; readonly failure: Failure; readonly isRefusal?: boolean }

export type MeasuredTrial = Trial & { readonly end: Measured }

/** What was said so far, in the order in which it was said. */
export type Ledger = readonly Trial[]
