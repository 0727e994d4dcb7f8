import { expect, it } from 'vitest'
import { now } from '../../../src/worker/engine/clock.ts'
import type { Batch } from '../../../src/worker/measure/batch.ts'
import { openRunQueue } from '../../../src/worker/measure/run-queue.ts'
import { takeSamples } from '../../../src/worker/measure/sample.ts'
import { subtractWaiting } from '../../../src/worker/measure/time.ts'

const batchOf = (isTimed: boolean): Batch => ({
  ...{ asynchronous: false, isTimed, prepare: () => [], take: () => 1_000 },
  ...{ hot: () => 1, plainCalls: () => 0 },
})

it.each([
  ['a batch is charged with less than it waited', false, 400],
  ['but what it tells by itself stays as it is', true, 1_000],
])('%s', async (_, isTimed, expected) => {
  let waited = 0
  const runQueue = {
    ...openRunQueue(),
    // 600 ns between the two readings.
    read(into: { waited: number; cpu: number; helpers: number }) {
      waited += 600
      Object.assign(into, { helpers: 0, cpu: 0, waited })
    },
    lost: (waited: number) => waited,
  }
  let own = 0
  const watch = { runQueue, ownTime: () => (own += 1e9) }
  const { samples, fineCpu } = await takeSamples(batchOf(isTimed), 1, 1, 3, undefined, watch)
  expect(samples.map(subtractWaiting)).toEqual(samples.map(() => expected))
  // Nobody takes its CPU time for a number.
  if (isTimed) expect(fineCpu).toBe(false)
})

it('samples are taken until the budget is spent, and until the last moment at the latest, but never too few', async () => {
  const batch = batchOf(false)
  let own = 0
  // A hundred seconds pass between two readings.
  const watch = { runQueue: openRunQueue(), ownTime: () => (own += 100e9) }
  const counts = async (budget: number, last?: bigint) =>
    (await takeSamples(batch, 1, budget, 3, last, watch)).samples.length
  expect(await counts(1_000e9)).toBe(10)
  expect(await counts(1_000e9, now())).toBe(3)
  expect(await counts(1)).toBe(3)
})
