import { describe, expect, it } from 'vitest'
import { patience } from '../../../src/worker/measure/own-time.ts'
import {
  addBatch,
  recentOf,
  type SeriesTerms,
  startSeries,
  type WarmUpSeries,
} from '../../../src/worker/measure/warm-up-series.ts'

/** A source of batches with a clock of its own: what an operation takes at its call, and the share of a CPU that it gets. */
type Source = {
  readonly perOperation: (call: number) => number
  readonly optimizedAt?: number
  readonly cpu?: number
}

const terms: SeriesTerms = { aim: 500_000, cap: 25e6, most: Number.POSITIVE_INFINITY }

/** Warms up until it is over: the batches, and how long each clock says it took. */
function warm(
  { perOperation, optimizedAt = 0, cpu = 1 }: Source,
  some: Partial<SeriesTerms> = {},
  limit = 2 ** 30,
) {
  const series: WarmUpSeries = startSeries(1, limit)
  let [batches, own] = [0, 0]
  for (let goesOn = true; goesOn; batches++) {
    if (batches > 1e5) throw new Error('the warm-up does not end')
    const duration = perOperation(series.calls) * series.n
    own += duration
    const optimized = series.calls + series.n >= optimizedAt
    goesOn = addBatch(series, { duration, own, wall: own / cpu, optimized }, { ...terms, ...some })
  }
  return { series, batches, own, wall: own / cpu }
}

/** Slower by 0.5 % with every call, for as long as anybody looks. */
const restless = (call: number) => 300_000 * 1.005 ** call

describe('a warm-up', () => {
  it('ends with the twentieth batch of full length that is level, and not before', () => {
    // Doubled from one operation to 256, which take more than half of what is aimed at.
    const { series, batches } = warm({ perOperation: () => 1_000 })
    expect(series.n).toBe(256)
    expect(series.perOperation).toHaveLength(20)
    expect(batches).toBe(8 + 20)
    expect(series.steady).toBe(true)
  })

  it('goes on while the last ten batches are faster than the ten before by 3 %, and ends at less', () => {
    const falling = (share: number) => (call: number) => 300_000 * Math.exp(-share * Math.min(call, 60))
    // Medians of ten batches lie ten batches apart.
    expect(warm({ perOperation: falling(0.0029) }).batches).toBe(20)
    const steep = warm({ perOperation: falling(0.0031) })
    expect(steep.batches).toBeGreaterThan(60)
    expect(steep.series.steady).toBe(true)
  })

  it('is not over while it is slower, either', () => {
    const rising = (call: number) => 300_000 * Math.exp(0.004 * Math.min(call, 50))
    expect(warm({ perOperation: rising }).batches).toBeGreaterThan(50)
  })

  it('forgets what was timed before the code was optimised', () => {
    const { series, batches } = warm({ perOperation: () => 300_000, optimizedAt: 30 })
    expect(batches).toBe(30 - 1 + 20)
    expect(series.perOperation).toHaveLength(20)
  })

  it('is cut off when its own time is over, and says that it was not steady', () => {
    const { series, own } = warm({ perOperation: restless })
    expect(own).toBeGreaterThanOrEqual(25e6)
    expect(own).toBeLessThan(25e6 + 600_000)
    expect(series.steady).toBe(false)
  })

  it('has its time anew when the code is optimised, once', () => {
    const { own } = warm({ perOperation: restless, optimizedAt: 50 })
    const before = Array.from({ length: 50 }, (_, call) => restless(call)).reduce((sum, one) => sum + one, 0)
    expect(own - before).toBeGreaterThanOrEqual(25e6)
    expect(own - before).toBeLessThan(25e6 + 600_000)
  })

  it('waits for code that V8 will soon optimise: up to 30,000 calls, if they take less than 200 ms', () => {
    // Where inputs limit a batch to 100 operations: 30,000 calls of 6 µs take 180 ms, more than the cap.
    const soon = warm({ perOperation: () => 6_000, optimizedAt: Number.POSITIVE_INFINITY }, {}, 100)
    expect(soon.series.calls).toBeGreaterThanOrEqual(30_000)
    expect(soon.series.calls).toBeLessThan(30_200)
    // Of 7 µs they would take 210 ms.
    const late = warm({ perOperation: () => 7_000, optimizedAt: Number.POSITIVE_INFINITY }, {}, 100)
    expect(late.own).toBeGreaterThanOrEqual(25e6)
    expect(late.own).toBeLessThan(27e6)
  })

  it('takes as many batches with a tenth of a CPU as with a whole one', () => {
    const settling = (call: number) => 300_000 * (1 + 4 * Math.exp(-call / 12))
    const alone = warm({ perOperation: settling }, { most: patience * terms.cap })
    const beside = warm({ perOperation: settling, cpu: 0.1 }, { most: patience * terms.cap })
    expect(beside.batches).toBe(alone.batches)
    expect(beside.series).toEqual(alone.series)
    expect(beside.wall).toBeGreaterThan(terms.cap)
  })

  it('ends by the clock in any case', () => {
    const { wall, series } = warm({ perOperation: () => 300_000, cpu: 0.001 }, { most: 1e9 })
    expect(wall).toBeGreaterThanOrEqual(1e9)
    expect(wall).toBeLessThan(1e9 + 301e6)
    expect(series.perOperation.length).toBeLessThan(20)
  })

  it('ends after one batch of an operation that takes longer than it may, which counts as steady', () => {
    const { batches, series } = warm({ perOperation: () => 1.2e9 })
    expect([batches, series.steady]).toEqual([1, true])
  })

  it('tells what an operation takes from its last five batches', () => {
    expect(recentOf({ perOperation: [900, 900, 1, 2, 3, 4, 5] })).toBe(3)
  })
})
