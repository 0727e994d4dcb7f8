import { z } from 'zod'

/** Buckets of the histogram of latencies (stats/histogram). */
const histogramBuckets = 5377

/**
 * Counts by logarithmic bucket as stats/histogram encodes them: steps to the next bucket that is not empty, and
 * counts, in turn.
 */
export const histogramSchema = z
  .array(z.int().positive())
  .min(2)
  .max(2 * histogramBuckets)
  .refine((encoded) => encoded.length % 2 === 0, 'expected steps and counts in turn')
  .refine(
    (encoded) => sum(encoded.filter((_, place) => place % 2 === 0)) <= histogramBuckets,
    `expected steps to buckets 1 to ${histogramBuckets}`,
  )

/**
 * How long single operations of one fork took, where each could be timed by itself. Durations in ns. With fewer
 * than 1 ÷ (1 − p) operations the p-quantile is the maximum.
 */
export const latencySchema = z.strictObject({
  count: z.int().positive(),
  p50: z.number().nonnegative(),
  p95: z.number().nonnegative(),
  p99: z.number().nonnegative(),
  p999: z.number().nonnegative(),
  max: z.number().nonnegative(),
  /** What it took to time them, beside the batches; 0 where the batches are single operations. */
  duration: z.number().nonnegative(),
  histogram: histogramSchema,
})
export type Latency = z.infer<typeof latencySchema>

/**
 * How long single operations took: in ns. Of functions these are service times of a closed loop. Their quantiles are metrics (`latency.p99`), of
 * which one is absent where a fork had too few operations for it (`policy.latencyBeyond`).
 */
export const latencyResultSchema = z.strictObject({
  /** Operations of all forks, and how their times are distributed. */
  count: z.int().positive(),
  histogram: histogramSchema,
})
export type LatencyResult = z.infer<typeof latencyResultSchema>

/** The quantiles that are told of latencies: the share of operations that took at most so long. */
export const latencyQuantiles = { p50: 0.5, p95: 0.95, p99: 0.99, p999: 0.999 } as const
export type LatencyQuantile = keyof typeof latencyQuantiles
export const latencyQuantileNames = Object.keys(latencyQuantiles) as readonly LatencyQuantile[]

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
