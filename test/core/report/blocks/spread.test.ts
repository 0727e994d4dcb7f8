import { describe, expect, it } from 'vitest'
import { leadOf } from '../../../../src/core/compare/comparison-state.ts'
import { spreadWords } from '../../../../src/core/report/blocks/spread.ts'
import type { BenchmarkResult } from '../../../../src/model/run.ts'
import { medianInterval } from '../../../../src/stats/median-interval.ts'
import { benchmark } from '../example-run.ts'

function spreadOf(times: readonly number[], { cleanOnly = true } = {}): string {
  const made = benchmark('a.bench.js', [], 'a', 1, { forkCount: times.length })
  const timed = made.trials.filter(({ task }) => task === 'time')
  const result: BenchmarkResult = {
    ...made,
    metrics: { time: { ...made.metrics.time!, ...medianInterval(times, 0.95), values: [...times] } },
    trials: times.map((time) => ({
      ...timed[0]!,
      values: { time },
      quality: { ...timed[0]!.quality, cleanOnly },
    })),
  }
  return spreadWords(result, leadOf(result)!)
}

describe('how well a number is known', () => {
  it('is half of its interval as a share, in two digits', () => {
    expect(spreadOf([100_000, 101_000, 102_000, 103_000, 104_000])).toBe('± 2.0 %')
  })

  it('is the other speed, where forks settle on two', () => {
    const alone = [66_000, 66_300, 66_100, 66_400, 66_200]
    expect(spreadOf([...alone, 110_000, 109_000, 110_500])).toBe('or 110 µs')
    expect(spreadOf([110_000, 109_000, 110_500, 110_100, 66_000, 66_300])).toBe('or 66.2 µs')
  })

  it('is both, where the median lies between them', () => {
    expect(spreadOf([66_000, 66_200, 66_400, 110_000, 110_200, 110_400])).toBe('= 66.2 µs or 110 µs')
  })

  it('does not say so of forks that shared their CPU', () => {
    const mixed = [66_000, 66_300, 66_100, 66_400, 66_200, 110_000, 109_000, 110_500]
    expect(spreadOf(mixed, { cleanOnly: false })).toBe('± 67 %')
  })
})
