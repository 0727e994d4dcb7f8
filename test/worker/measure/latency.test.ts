import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { latencySchema } from '../../../src/model/latency.ts'
import { decode, histogramQuantile } from '../../../src/stats/histogram.ts'
import {
  type Latencies,
  latencies,
  latencySource,
  latencyTime,
  summarizeLatencies,
} from '../../../src/worker/measure/latency.ts'
import type { WarmedUp } from '../../../src/worker/measure/warm-up.ts'
import { histogramOf } from '../../stats/histogram-of.ts'
import { subjectOf } from '../subject-of.ts'

type Calibrated = Pick<WarmedUp, 'n' | 'perOperation' | 'clockStep'>

function warmOf(more: Partial<Calibrated> = {}): Calibrated {
  return { n: 10, perOperation: 1e5, clockStep: 40, ...more }
}

/** ns; short, because these tests are about what happens, not about numbers. */
const budget = 5e6

describe('single operations', () => {
  const quick = subjectOf({ run: async () => 1 })
  const synchronous = subjectOf({ run: () => 1 }, { asynchronous: false })

  it.each([
    ['asynchronous operations that share a batch', quick, warmOf(), 'operations'],
    ['asynchronous operations one to a batch', quick, warmOf({ n: 1 }), 'batches'],
    [
      'several in flight, one to a batch',
      subjectOf({ run: async () => 1, concurrency: 8 }),
      warmOf({ n: 1 }),
      'operations',
    ],
    ['20 steps of the clock', quick, warmOf({ perOperation: 800 }), 'operations'],
    ['less than 20 steps of the clock', quick, warmOf({ perOperation: 799 }), undefined],
    ['synchronous operations that share a batch', synchronous, warmOf(), undefined],
    ['synchronous operations one to a batch', synchronous, warmOf({ n: 1 }), 'batches'],
  ] as const)('%s', async (_, subject, warm, source) => {
    expect(latencySource(subject, warm)).toBe(source)
    expect(latencyTime(subject, warm, 400)).toBe(source === 'operations' ? 100 : 0)
    const seen = await latencies(subject, warm, budget, [{ perOperation: 7000 }, { perOperation: 9000 }])
    expect(seen !== undefined).toBe(source !== undefined)
    if (source === 'batches')
      expect(seen).toEqual({ histogram: histogramOf([7000, 9000]), max: 9000, duration: 0 })
  })

  it('are not those of batches that are shorter than 20 steps of the clock', async () => {
    const short = [{ perOperation: 790 }, { perOperation: 790 }, { perOperation: 90_000 }]
    expect(await latencies(synchronous, warmOf({ n: 1 }), budget, short)).toBeUndefined()
  })

  it('are not timed when there is no time left', async () => {
    expect(await latencies(quick, warmOf(), 0, [])).toBeUndefined()
  })
})

describe('the loop of single operations', () => {
  it('records all but the warm-up, each with the state and the parameters', async () => {
    const given = new Set<unknown>()
    let calls = 0
    const state = { name: 'state' }
    const run = async (input: unknown, params: unknown) => {
      calls++
      given.add(input).add(params)
      await setImmediate()
    }
    const subject = subjectOf({ run }, { state })
    const seen = await latencies(subject, warmOf(), budget, [])
    expect([...given]).toEqual([state, subject.benchmark.params])
    expect(seen!.histogram.total).toBeGreaterThan(0)
    expect(seen!.histogram.total).toBeLessThan(calls)
    expect(seen!.max).toBeGreaterThan(0)
    expect(seen!.duration).toBeGreaterThanOrEqual(budget * 0.99)
  })

  it('gives every operation an input of its own, made before the stretch that it belongs to', async () => {
    let made = 0
    let running = false
    let outside = true
    const used = new Set<unknown>()
    const subject = subjectOf({
      prepare: () => {
        outside &&= !running
        return made++
      },
      run: async (input) => {
        running = true
        expect(used.has(input)).toBe(false)
        used.add(input)
        await setImmediate()
        running = false
      },
    })
    const seen = await latencies(subject, warmOf({ n: 10 }), budget, [])
    expect(outside).toBe(true)
    expect(made % 10).toBe(0)
    expect(seen!.histogram.total).toBeLessThan(used.size)
  })

  it.each([1, 4])('has %i in flight, each from its own start to its own end', async (concurrency) => {
    let flying = 0
    let most = 0
    let shortest = Number.POSITIVE_INFINITY
    const run = async () => {
      const start = process.hrtime.bigint()
      most = Math.max(most, ++flying)
      for (let turn = 0; turn < 20; turn++) await setImmediate()
      flying--
      shortest = Math.min(shortest, Number(process.hrtime.bigint() - start))
    }
    const seen = await latencies(subjectOf({ run, concurrency }), warmOf(), budget, [])
    expect(most).toBe(concurrency)
    expect(flying).toBe(0)
    // As long as the operation itself saw at least, but for the width of a bucket; not shared out over the lanes.
    expect(histogramQuantile(seen!.histogram, 0)).toBeGreaterThan(shortest * (1 - 1 / 128))
  })

  it('runs once in each lane at least, however long making the inputs took', async () => {
    const slow = () => {
      const end = performance.now() + 2
      while (performance.now() < end);
    }
    const subject = subjectOf({ prepare: slow, run: async () => 1, concurrency: 3 })
    const seen = await latencies(subject, warmOf({ n: 1 }), 1, [])
    expect(seen!.histogram.total).toBeGreaterThanOrEqual(3)
  })

  it('takes a plain value for what it is', async () => {
    let call = 0
    const seen = await latencies(
      subjectOf({ run: () => (call++ % 2 === 0 ? setImmediate() : null) }),
      warmOf(),
      budget,
      [],
    )
    expect(seen!.histogram.total).toBeGreaterThan(0)
  })

  it('ends with what an operation throws', async () => {
    const run = async () => {
      throw new Error('no')
    }
    await expect(latencies(subjectOf({ run, concurrency: 2 }), warmOf(), budget, [])).rejects.toThrow('no')
  })
})

describe('the summary of latencies', () => {
  const of = (values: readonly number[]): Latencies => ({
    histogram: histogramOf(values),
    max: Math.max(...values),
    duration: 5,
  })

  it('is what the schema says, with quantiles that rise to the maximum', () => {
    const summary = summarizeLatencies(of(Array.from({ length: 10_000 }, (_, i) => 1000 + i)))
    expect(latencySchema.parse(summary)).toEqual(summary)
    const { count, p50, p95, p99, p999, max, duration, histogram } = summary
    expect({ count, max, duration }).toEqual({ count: 10_000, max: 10_999, duration: 5 })
    for (const [found, exact] of [
      [p50, 5_999],
      [p95, 10_499],
      [p99, 10_899],
      [p999, 10_989],
    ] as const)
      expect(Math.abs(found / exact - 1)).toBeLessThan(1 / 128)
    expect(decode(histogram).total).toBe(count)
  })

  it('has the very maximum where nothing lies beyond a quantile, and never more', () => {
    expect(summarizeLatencies(of([1025]))).toMatchObject({ p50: 1025, p95: 1025, p99: 1025, p999: 1025 })
    const { p99, p999, max } = summarizeLatencies(of([...new Array(99).fill(1024), 2049]))
    expect([p999, max]).toEqual([2049, 2049])
    expect(p99).toBeLessThan(1032)
    // 1000 equal values: the middle of their bucket would be more than any of them.
    expect(summarizeLatencies(of(new Array(1000).fill(1024)))).toMatchObject({ p50: 1024, p999: 1024 })
  })
})
