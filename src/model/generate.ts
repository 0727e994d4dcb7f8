import { z } from 'zod'
import { failureSchema } from './failure.ts'
import { histogramSchema } from './latency.ts'
import type { BenchmarkSource, Revision } from './message.ts'
import { requestCountsSchema } from './service.ts'

/** The messages between host and the process that sends requests. The host checks what it receives. */

/** Where one revision listens. */
export type LoadTarget = {
  readonly side: Revision
  /** `http://127.0.0.1:4321`, without a path. */
  readonly origin: string
  /** Whether HTTP/2 is spoken, which takes `https:`. */
  readonly isHttp2?: boolean
  /** Number of its process group, whose CPU time is read; absent: it is not ours. */
  readonly group?: number | undefined
}

/** What the process that sends is told first: which file says what is asked. It is loaded while services start. */
export type PrepareRequest = { readonly source: BenchmarkSource; readonly key: string }

/** Then: one load, on one target or on two in turns. Times in ns. */
export type GenerateRequest = {
  readonly targets: readonly LoadTarget[]
  /** The load on each target; of several on one CPU, less where together they would keep that busy for more than `most` of its time. */
  readonly stages: readonly { readonly from: number; readonly to: number; readonly duration: number }[]
  readonly most: number
  readonly spacing: 'even' | 'poisson'
  readonly seed: string
  readonly warmUp: number
  readonly timeout: number
  readonly inFlight: number
  /** Requests that every target is asked first, to see whether their answers are the same; 0: none. */
  readonly compared: number
  /** How often it tells what has come of the requests so far, ns; absent: never. */
  readonly progress?: number | undefined
}

/** What it may be told while it sends: that nothing more is to be due. */
export type StopSending = 'stop'

const tallySchema = z.strictObject({
  side: z.enum(['base', 'head']),
  counts: requestCountsSchema,
  latencies: histogramSchema.optional(),
  serviceTimes: histogramSchema.optional(),
  /** The same of requests that were alone, without what they waited for a CPU. */
  undisturbed: histogramSchema.optional(),
  /** Sums and extremes that histograms do not tell to the last digit, ns; and bytes of bodies. */
  sum: z.number().nonnegative(),
  max: z.number().nonnegative(),
  bytes: z.number().nonnegative(),
  /**
   * CPU time of its process group while requests were due and answered, ns: without the threads in which its engine compiles and
   * collects, and theirs. Absent: the system does not tell.
   */
  cpu: z.number().nonnegative().optional(),
  helperCpu: z.number().nonnegative().optional(),
  troubles: z.array(z.strictObject({ what: z.string(), count: z.int().positive() })),
})
export type Tally = z.infer<typeof tallySchema>

const seenAnswerSchema = z.strictObject({
  status: z.int(),
  digest: z.string(),
  /** The beginning of its body, and whether there is more of it. */
  shown: z.string(),
  isCut: z.boolean(),
})
export type SeenAnswer = z.infer<typeof seenAnswerSchema>

/** What has come of a load on one target so far. Times in ns; `lag`: of 99 in 100 requests. */
const loadSoFarSchema = z.strictObject({
  type: z.literal('progress'),
  tally: tallySchema,
  elapsed: z.number().positive(),
  lag: z.number().nonnegative(),
})
export type LoadSoFar = Omit<z.infer<typeof loadSoFarSchema>, 'type'>

export const generateAnswerSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('generated'),
    tallies: z.array(tallySchema).min(1),
    /** The share of the asked rate at which each was sent. */
    share: z.number().positive().max(1),
    /** From the first that was due until the last was answered, ns. */
    elapsed: z.number().positive(),
    lag: z.strictObject({ p50: z.number(), p99: z.number(), max: z.number() }),
    utilization: z.number().min(0).max(1),
    /** Of the requests that were asked first: one whose answers differ. */
    differs: z.strictObject({ asked: z.string(), base: seenAnswerSchema, head: seenAnswerSchema }).optional(),
    /** A request whose answers differ from time to time on one side, so that they cannot be compared. */
    unstable: z.string().optional(),
  }),
  loadSoFarSchema,
  z.strictObject({ type: z.literal('failed'), failure: failureSchema }),
])
export type GenerateAnswer = z.infer<typeof generateAnswerSchema>
