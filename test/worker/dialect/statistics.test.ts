import { Bench } from 'tinybench'
import { expect, it } from 'vitest'
import { statisticsOf } from '../../../src/worker/dialect/statistics.ts'

/** What tinybench itself says of these samples, in ms. */
async function nativeStatistics(samples: readonly number[]) {
  const left = [...samples]
  const bench = new Bench({ time: 0, iterations: samples.length, warmup: false, retainSamples: true })
  bench.add('given', () => ({ overriddenDuration: left.shift()! }), { async: false })
  await bench.run()
  const { result } = bench.tasks[0]!
  if (result.state !== 'completed') throw new Error(result.state)
  return result.latency
}

it.for([
  [[3]],
  [[1, 2]],
  [[5, 1, 4, 2]],
  [Array.from({ length: 200 }, (_, place) => 1 + ((place * 37) % 101) / 50)],
])('statistics of %j are those of tinybench', async ([samples]) => {
  const expected = await nativeStatistics(samples!)
  const told = statisticsOf(samples!, true)
  for (const [name, value] of Object.entries(expected)) {
    const own = told[name as keyof typeof told]
    if (typeof value !== 'number') expect(own, name).toEqual(value)
    // One value has no spread, and no critical value that means anything.
    else if (samples!.length > 1) expect(own, name).toBeCloseTo(value, 2)
  }
})

it('nothing has no statistics, and is no number of anything', () => {
  const { samples, samplesCount, ...numbers } = statisticsOf([])
  expect(samplesCount).toBe(0)
  expect(samples).toBeUndefined()
  expect(Object.entries(numbers).filter(([name, value]) => name !== 'df' && !Number.isNaN(value))).toEqual([])
})
