import { describe, expect, it } from 'vitest'
import { metricsOf } from '../../../src/core/assess/summarize.ts'
import { kindOf } from '../../../src/core/kind/kinds.ts'
import {
  type LatencyView,
  latencyOf,
  longest,
  quantilesOf,
  viewLatency,
} from '../../../src/core/ledger/latency.ts'
import { valuesOf } from '../../../src/core/ledger/ledger.ts'
import type { Latency } from '../../../src/model/latency.ts'
import { latencyResultSchema } from '../../../src/model/latency.ts'
import { decode, encode } from '../../../src/stats/histogram.ts'
import { forkWith } from '../../rows.ts'
import { histogramOf } from '../../stats/histogram-of.ts'
import { resultOf } from '../given.ts'

/** A fork that timed so many operations: as long as their number, from 1000 ns, in steps of 1 ns. */
function fork(count: number, more: Partial<Latency> = {}): Latency {
  const values = Array.from({ length: count }, (_, i) => 1000 + i)
  return {
    count,
    p50: 1,
    p95: 2,
    p99: 3,
    p999: 4,
    max: values.at(-1)!,
    duration: 0,
    histogram: encode(histogramOf(values)),
    ...more,
  }
}

/** What a report knows of them. */
function viewOf(forks: readonly Latency[]): LatencyView {
  const metrics = metricsOf(kindOf({ kind: 'function' }), [forks.map(forkWith)])
  return viewLatency({ ...resultOf('a'), latency: latencyOf(forks)!, metrics })!
}

describe('the latency of a benchmark', () => {
  it('is absent where no fork could time single operations', () => {
    expect(latencyOf([])).toBeUndefined()
  })

  it('has one value per fork, the median of them with its interval, and all operations', () => {
    const forks = [5, 1, 3, 2, 4].map((value) => fork(1000, { p99: value * 1e6, max: value * 1e7 }))
    const latency = viewOf(forks)
    const { count, histogram } = latency
    expect(latencyResultSchema.parse({ count, histogram })).toEqual(latencyOf(forks))
    expect(latency.count).toBe(5000)
    expect(latency.p99).toEqual({
      unit: 'ns',
      better: 'lower',
      estimate: 3e6,
      low: 1e6,
      high: 5e6,
      coverage: 1 - 2 ** -4,
      values: [5e6, 1e6, 3e6, 2e6, 4e6],
    })
    expect(latency.max).toMatchObject({ estimate: 3e7, values: [5e7, 1e7, 3e7, 2e7, 4e7] })
    expect(longest(latency)).toBe(5e7)
    expect(decode(latency.histogram).total).toBe(5000)
  })

  it.each([
    [1, []],
    [2, ['p50']],
    [19, ['p50']],
    [20, ['p50', 'p95']],
    [99, ['p50', 'p95']],
    [100, ['p50', 'p95', 'p99']],
    [999, ['p50', 'p95', 'p99']],
    [1000, ['p50', 'p95', 'p99', 'p999']],
  ])('of %i operations in a fork has the quantiles %j: an operation lies beyond each', (count, told) => {
    const forks = [fork(count), fork(count), fork(count * 1000), fork(1), fork(count)]
    const names = (['p50', 'p95', 'p99', 'p999'] as const).filter(
      (name) => valuesOf(forks.map(forkWith), `latency.${name}`).length > 0,
    )
    expect(names).toEqual(told)
  })
})

describe('the quantiles that are told', () => {
  it('are those of the forks where there are any', () => {
    expect(quantilesOf(viewOf([fork(1000), fork(1000)]))).toEqual({ p50: 1, p95: 2, p99: 3, p999: 4 })
  })

  it('are those of all operations together where single forks have too few, but all have enough', () => {
    const { p50, p95, p99, p999 } = quantilesOf(viewOf(Array.from({ length: 10 }, () => fork(12))))
    expect(p50).toBe(1)
    expect(p95).toBeGreaterThan(1000)
    expect(p95).toBeLessThanOrEqual(1011)
    expect([p99, p999]).toEqual([undefined, undefined])
  })

  it('are never more than the longest operation', () => {
    const alike = Array.from({ length: 10 }, () => fork(1, { max: 1000 }))
    expect(quantilesOf(viewOf(alike))).toEqual({ p50: 1000 })
  })

  it('are none of a single operation', () => {
    expect(quantilesOf(viewOf([fork(1)]))).toEqual({})
  })
})
