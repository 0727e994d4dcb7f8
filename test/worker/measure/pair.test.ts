import { describe, expect, it } from 'vitest'
import { seeded } from '../../../src/stats/random.ts'
import { signedRankBounds } from '../../../src/stats/signed-rank.ts'
import { summarizePair } from '../../../src/worker/measure/pair.ts'
import type { Sample } from '../../../src/worker/measure/sample.ts'
import type { Sampling, TimedFork } from '../../../src/worker/measure/time.ts'
import { draw, populations } from '../../stats/populations.ts'

const sampling: Sampling = {
  budget: 3e8,
  batch: 5e5,
  minimumSamples: 3,
  minimumCleanShare: 0.25,
  nearFloor: 3,
  last: 0n,
}
const process = { changedBuiltins: [], leftRunning: [] }
const sampleOf = (perOperation: number, more: Partial<Sample> = {}): Sample => ({
  perOperation,
  contaminated: false,
  cpu: perOperation,
  asleep: 0,
  waited: 0,
  ...more,
})

/** What one side of a fork saw. */
function seenOf(samples: readonly Sample[]): TimedFork {
  const subject = { asynchronous: false, result: 1, digest: undefined, changedState: undefined }
  const warm = { n: 10, steady: true, duration: 1e8, clockStep: 30 }
  return {
    ...{ subject, warm, mixed: false, calls: undefined, stillChanges: undefined, latencies: undefined },
    ...{ samples, fineCpu: true, helperCpu: 0, deoptimizations: 0 },
  } as unknown as TimedFork
}

const sides = (base: readonly Sample[], head: readonly Sample[]) => ({
  base: seenOf(base),
  head: seenOf(head),
})
const summarized = (base: readonly number[], head: readonly number[]) =>
  summarizePair(
    sides(
      base.map((one) => sampleOf(one)),
      head.map((one) => sampleOf(one)),
    ),
    sampling,
    process,
  )

describe("a fork's value of two revisions", () => {
  it('is the logarithm of their ratio', () => {
    const { time, cpu, pairs, clean } = summarized([100, 100, 101], [110, 110, 111.1])
    expect(time).toBeCloseTo(Math.log(1.1), 12)
    expect(cpu).toBeCloseTo(Math.log(1.1), 12)
    expect([pairs, clean]).toEqual([3, 3])
  })

  it('leaves out pairs of which either batch had to wait', () => {
    const base = [sampleOf(100), sampleOf(100), sampleOf(900, { contaminated: true }), sampleOf(100)]
    const head = [sampleOf(105), sampleOf(700, { contaminated: true }), sampleOf(105), sampleOf(105)]
    const { time, pairs, clean, cleanOnly } = summarizePair(sides(base, head), sampling, process)
    expect(time).toBeCloseTo(Math.log(1.05), 12)
    expect([pairs, clean, cleanOnly]).toEqual([4, 2, true])
  })

  it('takes all of them, less what they waited, where too few did not wait', () => {
    const wait = (waited: number) => ({ contaminated: true, waited })
    const base = [40, 70, 20, 90, 30].map((waited) => sampleOf(100 + waited, { ...wait(waited), cpu: 100 }))
    const head = [80, 10, 60, 20, 50].map((waited) => sampleOf(105 + waited, { ...wait(waited), cpu: 105 }))
    const { time, cleanOnly } = summarizePair(sides(base, head), sampling, process)
    expect(time).toBeCloseTo(Math.log(1.05), 12)
    expect(cleanOnly).toBe(false)
  })

  it('is not pulled to where the collector stops, on one side in a third of the batches', () => {
    const random = seeded('collector')
    const stop = () => (random() < 0.34 ? 60 : 0)
    const noise = () => 1 + 0.001 * (random() - 0.5)
    const base = Array.from({ length: 300 }, () => 100 * noise() + stop())
    const head = Array.from({ length: 300 }, () => 103 * noise() + stop())
    const { time } = summarized(base, head)
    expect(Math.abs(time - Math.log(1.03))).toBeLessThan(0.01)
  })

  it('is that of the CPU time where a wait is charged to a batch that was over before', () => {
    const charged = (cpu: number) => sampleOf(1.1 * cpu, { contaminated: true, waited: 40 * cpu, cpu })
    const base = [charged(1e6), charged(1e6), charged(1e6)]
    const head = [charged(1.05e6), charged(1.05e6), charged(1.05e6)]
    const { time, base: told } = summarizePair(sides(base, head), sampling, process)
    expect(time).toBeCloseTo(Math.log(1.05), 12)
    expect(told.value).toBe(1e6)
  })

  it('is left to another fork where nothing of the batches is left', () => {
    const gone = () => sampleOf(100, { contaminated: true, waited: 200, cpu: 0 })
    const fail = () => summarizePair(sides([gone(), gone()], [gone(), gone()]), sampling, process)
    expect(fail).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ reason: 'disturbed' }) }),
    )
  })
})

describe('ten times as many samples in a fork', () => {
  it('do not narrow the interval over forks', () => {
    const random = seeded('samples are no forks')
    const forks = draw(12, populations.normal!, random).map((shift) =>
      draw(40, populations.normal!, random).map((noise) => 100 * Math.exp(0.01 * shift + 0.005 * noise)),
    )
    const width = (copies: number) => {
      const values = forks.map((head) => {
        const many = Array.from({ length: copies }, () => head).flat()
        return summarized(new Array(many.length).fill(100), many).time
      })
      const { low, high } = signedRankBounds(values, 0.025)
      return high - low
    }
    expect(width(10) / width(1)).toBeGreaterThan(0.97)
  })
})
