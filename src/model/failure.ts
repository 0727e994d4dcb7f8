import { z } from 'zod'

/** How a child that did not deliver came to its end. */
export const failureReasonSchema = z.enum([
  'load-error',
  'not-found',
  'threw',
  'wrong-result',
  'disagrees',
  'timed-out',
  'out-of-memory',
  'exited',
  'crashed',
  /** The machine kept it from measuring: another fork may do better. */
  'disturbed',
  'duplicate',
  'invalid-budget',
  'invalid-objective',
  'invalid-metric',
  /** What carries out the steps of its kind did not do so. */
  'broken-runner',
  /** A command: its program, its folder or its input is not there; or it ended with another code than it should. */
  'not-started',
  /** A service: no request was answered as expected. */
  'unanswered',
  'wrong-exit',
])
export type FailureReason = z.infer<typeof failureReasonSchema>

/** `calling`: the first call; `verifying`: its result is given to `verify`; `counting`: metrics of its own are read. */
export const phaseSchema = z.enum([
  'starting',
  'loading',
  'setup',
  'calling',
  'verifying',
  'counting',
  'warming',
  'sampling',
])
export type Phase = z.infer<typeof phaseSchema>

export const failureSchema = z.strictObject({
  reason: failureReasonSchema,
  message: z.string(),
  phase: phaseSchema.optional(),
  /** What to do about it, where the cause is known. */
  remedy: z.string().optional(),
  stack: z.string().optional(),
  /** The last lines that the child wrote on stderr. */
  stderr: z.string().optional(),
})
export type Failure = z.infer<typeof failureSchema>

/** Failures of several benchmarks of one fork, by key. */
export const keyedFailuresSchema = z.array(z.strictObject({ key: z.string(), failure: failureSchema }))
export type KeyedFailures = z.infer<typeof keyedFailuresSchema>
