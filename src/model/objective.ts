import { z } from 'zod'

/**
 * What a service is held to: a number of its requests, and the limit that it keeps. Base units: ns, shares of all requests that
 * were due, right answers per second, counts.
 */

/**
 * `latency`: of which a quantile keeps the limit; 0 is the smallest, 1 the largest. `availability` is what `errors` leave.
 * `requests` were sent, `failures` are those that came to nothing.
 */
export const objectiveMetrics = [
  'latency',
  'latency.mean',
  'errors',
  'availability',
  'throughput',
  'failures',
  'requests',
] as const
export type ObjectiveMetric = (typeof objectiveMetrics)[number]

export const comparators = ['<', '<=', '>', '>='] as const
export type Comparator = (typeof comparators)[number]

/** Longest text of one, characters. */
export const longestObjective = 100

export const objectiveSchema = z
  .strictObject({
    /** As it was written. */
    text: z.string().min(1).max(longestObjective),
    metric: z.enum(objectiveMetrics),
    quantile: z.number().min(0).max(1).optional(),
    comparator: z.enum(comparators),
    limit: z.number().nonnegative(),
    /** The load ends early where it is not kept by then: so long after the first request, ns. */
    abort: z.strictObject({ after: z.number().nonnegative() }).optional(),
  })
  .refine(({ metric, quantile }) => (metric === 'latency') === (quantile !== undefined), {
    path: ['quantile'],
    message: 'a latency has a quantile, and nothing else has one',
  })
export type Objective = z.infer<typeof objectiveSchema>

/** How many requests may be bad, and how much of that a run has used. */
export const errorBudgetSchema = z.strictObject({
  /** Share of all requests that may be bad. */
  share: z.number().min(0).max(1),
  /** Requests that were or will be due in all, and how many of them may be bad: a share of them, so it need not be whole. */
  total: z.int().nonnegative(),
  allowed: z.number().nonnegative(),
  bad: z.int().nonnegative(),
  /** bad ÷ allowed; null: nothing may be bad. */
  used: z.number().nonnegative().nullable(),
  /** The share of bad ones among those that have been due, ÷ `share`; null: nothing may be bad, or nothing was due. */
  burnRate: z.number().nonnegative().nullable(),
})
export type ErrorBudget = z.infer<typeof errorBudgetSchema>

export const objectiveResultSchema = z.strictObject({
  objective: objectiveSchema,
  /** Of all trials together; of means and rates the median over trials. */
  observed: z.number().nonnegative(),
  /** It is more: a request that was never answered reaches that far, and counts as long as its time-out. */
  isAtLeast: z.literal(true).optional(),
  /** The interval of what is observed; null: it has no such end. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** The probability with which it covers the true value; 0: there is no interval. 1: it is counted, and a fact of this run. */
  coverage: z.number().min(0).max(1),
  /** Whether what is observed keeps the limit, whatever chance had to do with it. */
  met: z.boolean(),
  /** `kept`, `lost`: so is the whole interval; `undecided`: the limit lies within it. */
  outcome: z.enum(['kept', 'lost', 'undecided']),
  /** What would decide it; `sent-late`: what sent the requests was late, which is in their latencies. */
  open: z.enum(['few-requests', 'few-trials', 'near-limit', 'sent-late']).optional(),
  /** How far what is observed lies from the limit on the right side of it, in its unit; negative on the wrong one. */
  margin: z.number(),
  budget: errorBudgetSchema.optional(),
})
export type ObjectiveResult = z.infer<typeof objectiveResultSchema>
