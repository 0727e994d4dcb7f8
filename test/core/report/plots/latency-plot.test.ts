import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { latencyPlot as latencyPlotOf } from '../../../../src/core/report/plots/latency-plot.ts'
import type { Run } from '../../../../src/model/run.ts'
import { encode } from '../../../../src/stats/histogram.ts'
import { histogramOf } from '../../../stats/histogram-of.ts'
import { benchmark, hostileRun, latenciesOf, latency, runOf } from '../example-run.ts'
import { malformed } from '../well-formed.ts'

const latencyPlot = (run: Run) => latencyPlotOf(prepare(run))

const some = latency(1_000, { forkCount: 5, operations: 2_000 })
const named = (name: string, more = some, file = 'a.bench.ts') =>
  benchmark(file, [], name, 1000, { latency: more })

test('there is none where no operation was timed by itself', () => {
  expect(latencyPlot(runOf([benchmark('a.bench.ts', [], 'a', 1)]))).toBeUndefined()
})

test('it says in words what it shows', () => {
  const svg = latencyPlot(
    runOf([named('quick'), named('slow', latency(1e6, { forkCount: 3, operations: 1 }))]),
  )!
  expect(svg).toMatch(
    /<desc id="description">10003 operations of 2 benchmarks\. The longest took [\d.]+ ms, of slow\.</u,
  )
  expect(svg).toMatch(
    /<title>a\.bench\.ts › quick: 10000 operations, p50 [\d.]+ µs, p99 [\d.]+ µs, max [\d.]+ µs<\/title>/u,
  )
  expect(svg).toMatch(/<text class="muted"[^>]*>p50 [\d.]+ µs, p99 [\d.]+ µs<\/text>/u)
  expect(svg).toMatch(/<text class="muted"[^>]*>max [\d.]+ ms<\/text>/u)
})

test('with several files their names stand above their benchmarks', () => {
  const svg = latencyPlot(runOf([named('a'), named('b', some, 'b.bench.ts')]))!
  expect(svg.match(/class="heading"/gu)).toHaveLength(2)
})

test('of many benchmarks those with the longest tails are shown, and it says so', () => {
  const tailed = (times: number) => {
    const values = [...new Array<number>(999).fill(1000), 1000 * times]
    const [max, histogram] = [1000 * times, encode(histogramOf(values))]
    return latenciesOf([
      { count: 1000, p50: 1000, p95: 1000, p99: 1000, p999: 1000, max, duration: 0, histogram },
    ])
  }
  const svg = latencyPlot(runOf(Array.from({ length: 100 }, (_, n) => named(`b${n}`, tailed(n + 1)))))!
  expect(svg).toContain('The 60 with the longest tails, of 100.')
  expect(svg).toContain('>b40<')
  expect(svg).not.toContain('>b39<')
})

test('hostile names do nothing in it', () => {
  const run = hostileRun()
  const svg = latencyPlot({
    ...run,
    benchmarks: run.benchmarks.map((one) => ({
      ...one,
      latency: some.latency,
      metrics: { ...one.metrics, ...some.metrics },
    })),
  })!
  expect(malformed(svg)).toBeUndefined()
  expect(svg).not.toMatch(/<script|<a |<image|<foreignObject|\bhref=|url\(|@import|NaN|Infinity/u)
})

test('any latencies give a well-formed plot inside its frame', () => {
  const durations = fc.array(
    fc.oneof(fc.double({ min: 0, max: 1e13, noNaN: true }), fc.integer({ min: 0, max: 10 })),
    {
      minLength: 1,
    },
  )
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 5 }), (benchmarks) => {
      const svg = latencyPlot(
        runOf(
          benchmarks.map((values, n) => {
            const [max, histogram] = [Math.max(...values), encode(histogramOf(values))]
            const fork = { count: values.length, p50: values[0]!, p95: max, p99: max, p999: max, max }
            return named(`b${n}`, latenciesOf([{ ...fork, duration: 0, histogram }]))
          }),
        ),
      )!
      expect(malformed(svg)).toBeUndefined()
      expect(svg).not.toMatch(/NaN|Infinity|undefined/u)
      const places = [
        ...[...svg.matchAll(/ (?:x|x1|x2|cx)="([^"]+)"/gu)].map(([, x]) => Number(x)),
        ...[...svg.matchAll(/[MH](-?[\d.]+)/gu)].map(([, x]) => Number(x)),
      ]
      expect(places.filter((x) => !(x >= 0 && x <= 880))).toEqual([])
    }),
  )
})
