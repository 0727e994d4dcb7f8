import { expect, it } from 'vitest'
import type { Registered } from '../../../src/api/registry.ts'
import { now } from '../../../src/worker/engine/clock.ts'
import type { Subject } from '../../../src/worker/load/subject.ts'
import { batchOf } from '../../../src/worker/measure/batch.ts'
import { externalReadings } from '../../../src/worker/memory/external.ts'
import { memory } from '../../../src/worker/memory/memory.ts'
import { subjectOf } from '../subject-of.ts'

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

const kept: unknown[] = []
const quiet = batchOf(subjectOf({ run: () => 1 }, { asynchronous: false }), 'inlined')
const loud = batchOf(
  subjectOf({ run: () => kept.push(new ArrayBuffer(4096)) }, { asynchronous: false }),
  'inlined',
)

/** Readings, and before how many of them everything was collected. */
async function readings(batch: typeof quiet, none: boolean) {
  let collections = 0
  const collector = { minor: () => {}, full: async () => void collections++ }
  const terms = { allocated: 100, most: 10, end: now() + BigInt(1e15), none }
  return { seen: await externalReadings(batch, collector, terms), readings: collections / 2 }
}

/** The first of several that is so: what is collected meanwhile, by chance, spoils a reading. */
async function once(batch: typeof quiet, none: boolean, count: number) {
  for (let left = 20; ; left--) {
    const made = await readings(batch, none)
    if (left === 1 || (made.readings === count && made.seen.length === Math.max(1, count - 1))) return made
  }
}

it('what long runs have not seen, nor a first operation takes, is not read again', async () => {
  expect(await once(quiet, true, 1)).toEqual({ seen: [0], readings: 1 })
})

it('what a first operation takes is read three times, and so is what long runs have seen', async () => {
  expect(await once(loud, true, 4)).toEqual({ seen: [4096, 4096, 4096], readings: 4 })
  expect(await once(quiet, false, 4)).toEqual({ seen: [0, 0, 0], readings: 4 })
})
