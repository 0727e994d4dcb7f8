import { elapsedBetween, now } from '../engine/clock.ts'
import { type Subject, usedMemory } from '../load/subject.ts'
import { batchOf, doubledInputs, leastOperations, measureAs } from './batch.ts'

/** Calls that are tried at the most: what a later one reads for the first time, nobody sees. */
const fewCalls = 20
/** ns of a batch that is long enough. */
const longEnough = 500e3

/**
 * Calls a benchmark again, as a measurement would: inputs are prepared for a whole batch, as many operations are in flight
 * as it asks for, and batches grow. What is done once, or once more, is seen. For `time` ns at the most; `untilOver`: for
 * all of it, and not some times only.
 */
export function callAgain(subject: Subject, time: number, untilOver = false): Promise<void> {
  return measureAs(subject, async (one) => {
    const start = now()
    const batch = batchOf(one, 'called')
    const least = leastOperations(one)
    const most = untilOver ? Number.POSITIVE_INFINITY : fewCalls
    let calls = 0
    for (let n = least; ; ) {
      const before = usedMemory()
      const inputs = batch.prepare(n)
      const isBearable = usedMemory() - before <= doubledInputs
      const taken = await batch.take(inputs, n)
      calls += n
      if (calls >= most || elapsedBetween(start, now()) >= time) return
      if (taken < longEnough && isBearable) n *= 2
      n = Math.max(least, Math.min(n, most - calls))
    }
  })
}
