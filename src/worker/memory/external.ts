import { now } from '../engine/clock.ts'
import type { GarbageCollector } from '../engine/v8-collector.ts'
import { trackHeap } from '../engine/v8-heap-account.ts'
import type { Batch } from '../measure/batch.ts'

/** Readings of several operations. */
export const mostReadings = 3
/** Bytes of one, on and off the heap: few enough for nothing to be collected meanwhile. */
const room = 1e6

type ExternalTerms = {
  readonly allocated: number
  readonly most: number
  readonly end: bigint
  readonly none: boolean
}

/**
 * Bytes outside the heap per operation, read several times. Buffers are freed beside the collector, at a time of
 * its choosing, and what was freed cannot be accounted for: so everything is collected before a reading, and a
 * reading during which anything is collected does not count. First of one operation, then of as many as the
 * one has room for: some buffers are cut from a block that is allocated once for many.
 *
 * `allocated`: bytes that an operation takes on the heap; `most`: operations that a reading has time for; `none`: that
 * long runs have seen nothing outside. Then a first operation that takes nothing either is enough.
 */
export async function externalReadings(
  batch: Batch,
  collector: GarbageCollector,
  { allocated, most, end, none }: ExternalTerms,
): Promise<number[]> {
  const read = async (n: number) => {
    const inputs = batch.prepare(n)
    await collector.full()
    // The second one waits for the first one's sweeper, which frees buffers.
    await collector.full()
    const { external, minorCollections, majorCollections } = await trackHeap(() => batch.take(inputs, n))
    return { perOperation: external / n, collected: minorCollections + majorCollections > 0 }
  }
  const first = await read(1)
  if (none && first.perOperation === 0 && !first.collected) return [0]
  const fitting = Math.floor(room / Math.max(1, allocated + first.perOperation))
  const operations = Math.max(1, Math.min(most, fitting))
  const seen: number[] = []
  for (let reading = 0; reading < mostReadings && now() < end; reading++) {
    const { perOperation, collected } = await read(operations)
    if (!collected) seen.push(perOperation)
  }
  return seen.length > 0 ? seen : [first.perOperation]
}
