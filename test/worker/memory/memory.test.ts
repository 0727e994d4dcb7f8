import { expect, it } from 'vitest'
import type { Registered } from '../../../src/api/bench.ts'
import { now } from '../../../src/worker/engine/clock.ts'
import type { Subject } from '../../../src/worker/load/subject.ts'
import { memory } from '../../../src/worker/memory/memory.ts'

/** A function that sleeps for 50 ms, and how often it was called. */
function slow(firstCall: number) {
  const seen = { calls: 0 }
  const run = () => {
    seen.calls++
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
    return [1]
  }
  const benchmark = { spec: { run }, params: {} } as unknown as Registered
  const subject = { benchmark, state: undefined, asynchronous: false, mixed: false, firstCall }
  return { seen, subject: subject as unknown as Subject }
}

it('memory is given up before the time-out where two calls more would be too late, without one', async () => {
  const { seen, subject } = slow(10e9)
  const failure = expect.objectContaining({ reason: 'timed-out', phase: 'sampling' })
  await expect(memory(subject, 10e6, 5e5, now() + 19_000_000_000n)).rejects.toMatchObject({ failure })
  expect(seen.calls).toBe(0)
})
