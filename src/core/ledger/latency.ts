import { policy } from '../../model/config.ts'
import type { LatencyResult } from '../../model/latency.ts'
import {
  type Latency,
  type LatencyQuantile,
  latencyQuantileNames,
  latencyQuantiles,
} from '../../model/latency.ts'
import type { BenchmarkResult, Estimate } from '../../model/run.ts'
import { decode, encode, histogramQuantile, merge } from '../../stats/histogram.ts'
import { sum } from '../../stats/sample.ts'

/** The operations of all forks together; `undefined` where no fork could tell. */
export function latencyOf(forks: readonly Latency[]): LatencyResult | undefined {
  if (forks.length === 0) return undefined
  return {
    count: sum(forks.map(({ count }) => count)),
    histogram: encode(merge(forks.map(({ histogram }) => decode(histogram)))),
  }
}

/** The latencies of a benchmark with the estimates of their quantiles. */
export type LatencyView = LatencyResult & {
  readonly [name in LatencyQuantile]?: Estimate | undefined
} & { readonly max: Estimate }

export function viewLatency({ latency, metrics }: BenchmarkResult): LatencyView | undefined {
  const max = metrics['latency.max']
  if (!latency || !max) return undefined
  return {
    ...latency,
    ...Object.fromEntries(latencyQuantileNames.map((name) => [name, metrics[`latency.${name}`]])),
    max,
  }
}

/**
 * The quantiles that can be told, ns: the estimate from the forks, or where single forks have too few operations
 * that of all forks together, if these have enough. The latter has no interval: operations of one process are
 * not independent.
 */
export function quantilesOf(latency: LatencyView): Partial<Record<LatencyQuantile, number>> {
  const all = decode(latency.histogram)
  return Object.fromEntries(
    latencyQuantileNames.flatMap((name) => {
      const estimate = latency[name]?.estimate
      if (estimate !== undefined) return [[name, estimate]]
      const quantile = latencyQuantiles[name]
      if (latency.count * (1 - quantile) < policy.latencyBeyond.all) return []
      return [[name, Math.min(longest(latency), histogramQuantile(all, quantile))]]
    }),
  )
}

/** The longest operation of all forks, ns. */
export function longest({ max }: LatencyView): number {
  return Math.max(...max.values)
}
