import { z } from 'zod'
import { commandSpecSchema, durationSchema, filledWordSchema, wordSchema } from './command.ts'
import { histogramSchema } from './latency.ts'
import { watchedSchema } from './watched.ts'

/**
 * A load on a service, as its file declares it: what is started, or where it runs; and when requests are due. What is asked, and
 * how answers are checked, stays in the file, and is loaded by the process that sends.
 */

/** The highest rate that may be asked for, per second: far more than one process sends. */
export const mostPerSecond = 1e6

/** `'500/s'` or `'90/min'`; requests per second inside. */
const rate = z.string().transform((written, context) => {
  const value = parseRate(written)
  if (value !== undefined && value > 0 && value <= mostPerSecond) return value
  const message = `expected a rate such as '500/s' or '90/min', above 0 and at most ${mostPerSecond}/s, got '${written}'`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** Reads a rate as people write it: per second, or `undefined`. */
export function parseRate(written: string): number | undefined {
  const match = /^\s*([0-9][0-9_]*(?:\.[0-9]+)?|\.[0-9]+)\s*\/\s*(s|min)\s*$/u.exec(written)
  if (!match) return undefined
  return Number(match[1]!.replaceAll('_', '')) / (match[2] === 'min' ? 60 : 1)
}

const startedSchema = z.strictObject({
  name: filledWordSchema,
  start: z.tuple([filledWordSchema], wordSchema),
  /** `h2`: HTTP/2 over TLS. */
  protocol: z.enum(['http', 'https', 'h2']).default('http'),
  /** A path that answers with a status below 400 once it is ready; absent: it is ready when it takes connections. */
  ready: wordSchema.regex(/^\//u, { error: "must be a path that begins with '/'" }).optional(),
  ...commandSpecSchema.pick({ cwd: true, env: true }).shape,
  /** Told as `PORT`. A number: it always listens there, and two revisions cannot run at the same time. */
  port: z.union([z.literal('auto'), z.int().min(1).max(65_535)]).default('auto'),
  stop: z.enum(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGKILL']).default('SIGTERM'),
  /** How long it may take to get ready. */
  startup: durationSchema.prefault('30 s'),
})

const runningSchema = z.strictObject({
  name: filledWordSchema,
  url: z.url({ protocol: /^https?$/u }),
  protocol: z.literal('h2').optional(),
})

/** What answers: a program that is started for each trial, or something that runs already. */
export type ServiceTarget = z.infer<typeof startedSchema> | z.infer<typeof runningSchema>
export type StartedService = z.infer<typeof startedSchema>

export const serviceSpecSchema = z.strictObject({
  target: z.union([startedSchema, runningSchema]),
  rate,
  /** How long it is sent to in all, by each run. */
  duration: durationSchema.prefault('10 s'),
  arrivals: z.enum(['even', 'poisson']).default('even'),
  /** A request that is not answered by then has failed. */
  timeout: durationSchema.prefault('10 s'),
  /** The most requests that wait for an answer at the same time; what is due beyond that is dropped, and counted. */
  inFlight: z.int().min(1).max(65_536).default(1_000),
})
export type ServiceSpec = z.infer<typeof serviceSpecSchema>

/**
 * What a step asks for in place of what its load says: requests per second, and for how long, ns; how often the service is looked
 * into meanwhile, ns, absent: not at all; and whether an objective that is lost for certain ends it.
 */
export type ServiceStepDetail = {
  readonly rate?: number
  readonly duration?: number
  readonly every?: number
  readonly endsWhenLost?: boolean
}

const counted = z.int().nonnegative()

/**
 * What became of every request that was due: `due = sent + dropped`, and `sent = answered + failed + timedOut`. Answers that were
 * not accepted, by their status or by `check`, are `rejected`: a part of `answered`.
 */
export const requestCountsSchema = z.strictObject({
  due: counted,
  sent: counted,
  answered: counted,
  rejected: counted,
  failed: counted,
  timedOut: counted,
  dropped: counted,
})
export type RequestCounts = z.infer<typeof requestCountsSchema>

/** A thing that went wrong with requests, and how often. */
const troubleSchema = z.strictObject({ what: z.string(), count: z.int().positive() })

/** What the process that sent says of itself. Times in ns, `utilization` of its event loop. */
const generatorSchema = z.strictObject({
  lag: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
  utilization: z.number().min(0).max(1),
  /** Whether it was kept on other CPUs than what it measured. */
  apart: z.boolean(),
})
export type GeneratorFacts = z.infer<typeof generatorSchema>

/** What a Run keeps of a trial of a service, beside its values and their quality. */
export const serviceDetailSchema = z.strictObject({
  counts: requestCountsSchema,
  /** Asked for, per second, and for how long, ns. */
  rate: z.number().positive(),
  duration: z.number().positive(),
  /** After so long nobody waited for an answer any more, ns. */
  timeout: z.number().positive(),
  /** From when a request was due until its answer was whole; what timed out counts as long as it was waited for. */
  latencies: histogramSchema.optional(),
  /** The same from when it was sent. */
  serviceTimes: histogramSchema.optional(),
  troubles: z.array(troubleSchema).default([]),
  generator: generatorSchema,
  /** What both revisions were asked before anything was measured: where answers differ, and why that is not known. */
  differs: z.string().optional(),
  unknownAnswers: z.string().optional(),
  /** The objective that ended it before its time. */
  endedBy: z.string().optional(),
  /** What it looked like from inside, where that was asked for. */
  watched: watchedSchema.optional(),
})
export type ServiceDetail = z.infer<typeof serviceDetailSchema>
