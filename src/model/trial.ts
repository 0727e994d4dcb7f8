import type { Revision } from './message.ts'
import type { MetricName } from './metric.ts'
import type { Failure } from './outcome.ts'

/**
 * What a trial is for: `check` before anything is measured; `screen` and `confirm`, the two stages of a decision; `size` of
 * a change that is decided; `control` of the machine; `observe` for profiles, which are never timed.
 */
export type Stage = 'check' | 'screen' | 'confirm' | 'size' | 'control' | 'observe'

/** Two revisions in one process, in processes of their own that take turns, or one after the other. */
export type Way = 'together' | 'apart' | 'in-sequence'

/** What decides whether a trial's values are to be trusted. */
export type Quality = {
  /** Samples taken, and how many of them no other work disturbed. */
  readonly samples: number
  readonly clean: number
  /** Whether disturbed ones were set aside (false: too few were clean, all count). */
  readonly cleanOnly: boolean
  /** Share of its time that the subject slept, 0–1; absent where the system does not tell. */
  readonly asleep?: number | undefined
  /** Whether it may wait for something else by its nature. */
  readonly mayWait: boolean
  /** Operations that were timed one by one: what quantiles are of. */
  readonly operations?: number | undefined
  /** Metrics whose value here is not exact, though it is of others. */
  readonly rough?: readonly MetricName[] | undefined
}

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
  /** Wall time of its process, ns, start to end; 0 where another trial of the same process tells it. */
  readonly wall: number
  /** Bytes that it printed. */
  readonly printed: number
  readonly end: Measured | { readonly state: 'failed'; readonly failure: Failure }
}

export type MeasuredTrial = Trial & { readonly end: Measured }

/** What was said so far, in the order in which it was said. */
export type Ledger = readonly Trial[]
