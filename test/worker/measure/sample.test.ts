import { expect, it } from 'vitest'
import { now } from '../../../src/worker/engine/clock.ts'
import type { Batch } from '../../../src/worker/measure/batch.ts'
import { openRunQueue } from '../../../src/worker/measure/run-queue.ts'
import { takeSamples } from '../../../src/worker/measure/sample.ts'

it('samples are taken until the budget is spent, and until the last moment at the latest, but never too few', async () => {
  const hot = () => 1
  const batch: Batch = {
    asynchronous: false,
    isTimed: false,
    prepare: () => [],
    take: () => 1,
    hot,
    plainCalls: () => 0,
  }
  let own = 0
  // A hundred seconds pass between two readings.
  const watch = { runQueue: openRunQueue(), ownTime: () => (own += 100e9) }
  const counts = async (budget: number, last?: bigint) =>
    (await takeSamples(batch, 1, budget, 3, last, watch)).samples.length
  expect(await counts(1_000e9)).toBe(10)
  expect(await counts(1_000e9, now())).toBe(3)
  expect(await counts(1)).toBe(3)
})
