import { policy } from '../../model/config.ts'
import { type Latency, type LatencyQuantile, latencyQuantiles } from '../../model/outcome.ts'
import type { Estimate, LatencyResult } from '../../model/run.ts'
import { decode, encode, histogramQuantile, merge } from '../../stats/histogram.ts'
import { medianInterval } from '../../stats/median-interval.ts'
import { median } from '../../stats/quantile.ts'

/** What the forks' latencies say together, in the order measured; `undefined` where no fork could tell. */
export function latencyOf(forks: readonly Latency[]): LatencyResult | undefined {
  if (forks.length === 0) return undefined
  const typical = median(forks.map(({ count }) => count))
  const told = quantileNames.filter((name) => beyond(typical, name) >= policy.latencyBeyond.fork)
  return {
    count: forks.reduce((total, { count }) => total + count, 0),
    ...Object.fromEntries(told.map((name) => [name, estimate(forks, name)])),
    max: estimate(forks, 'max'),
    histogram: encode(merge(forks.map(({ histogram }) => decode(histogram)))),
  }
}

/**
 * The quantiles that can be told, ns: the estimate from the forks, or where single forks have too few operations
 * that of all forks together, if these have enough. The latter has no interval: operations of one process are
 * not independent.
 */
export function quantilesOf(latency: LatencyResult): Partial<Record<LatencyQuantile, number>> {
  const all = decode(latency.histogram)
  const pooled = (name: LatencyQuantile) => {
    return Math.min(longest(latency), histogramQuantile(all, latencyQuantiles[name]))
  }
  return Object.fromEntries(
    quantileNames.flatMap((name) => {
      const estimate = latency[name]?.estimate
      if (estimate !== undefined) return [[name, estimate]]
      return beyond(latency.count, name) >= policy.latencyBeyond.all ? [[name, pooled(name)]] : []
    }),
  )
}

const quantileNames = Object.keys(latencyQuantiles) as LatencyQuantile[]

/** The longest operation of all forks, ns. */
export function longest({ max }: LatencyResult): number {
  return Math.max(...max.forks)
}

/** How many of so many operations lie beyond a quantile. */
function beyond(count: number, name: LatencyQuantile): number {
  return count * (1 - latencyQuantiles[name])
}

function estimate(forks: readonly Latency[], name: LatencyQuantile | 'max'): Estimate {
  const values = forks.map((fork) => fork[name])
  return { unit: 'ns', better: 'lower', ...medianInterval(values, policy.confidence), forks: values }
}
