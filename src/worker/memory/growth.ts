import type { Grown } from '../../model/outcome.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import type { GarbageCollector } from '../engine/v8-collector.ts'
import { type HeapSnapshot, heapSize, lastIdIn, madeSince, takeSnapshot } from '../engine/v8-snapshot.ts'
import type { Batch } from '../measure/batch.ts'
import { runAndForget } from './retained.ts'

/** Operations between the two snapshots, and the time for them in ns; a larger heap than so many bytes is not written down. */
const most = { operations: 10_000, time: 200e6, heap: 64e6 }
/** ns to write down a byte of the heap, and to read it again, on a busy machine. */
const perByte = 30
/**
 * Classes that are told at the most, and letters of a name. A class is told that has so many new objects, which is more
 * than there are without a leak, and so large a share of the bytes.
 */
const classesTold = { most: 10, letters: 80, objects: 50, share: 0.03 }

/**
 * What an operation leaves behind, by class: the objects of a heap snapshot that one before some operations did not have,
 * both after full collections; `perOperation` in ns. The largest share first; `undefined` where the heap is too large to
 * be written down before `last`, or where it fails.
 */
export async function findGrowth(
  batch: Batch,
  perOperation: number,
  collector: GarbageCollector,
  last: bigint,
): Promise<Grown[] | undefined> {
  const heap = heapSize()
  const needed = most.time + 2 * heap * perByte
  if (heap > most.heap || elapsedBetween(now(), last) < needed) return undefined
  try {
    return await grownIn(batch, perOperation, collector)
  } catch {
    // What is known already is worth more than this.
    return undefined
  }
}

async function grownIn(batch: Batch, perOperation: number, collector: GarbageCollector): Promise<Grown[]> {
  const n = Math.max(1, Math.min(most.operations, Math.floor(most.time / perOperation)))
  await collector.full()
  const last = lastIdIn(await takeSnapshot())
  await runAndForget(batch, n)
  await collector.full()
  return classes(await takeSnapshot(), last, n)
}

function classes(snapshot: HeapSnapshot, after: number, operations: number): Grown[] {
  const found = new Map<string, { count: number; bytes: number }>()
  for (const { name, bytes } of madeSince(snapshot, after)) {
    const key = name.slice(0, classesTold.letters)
    const one = found.get(key) ?? { count: 0, bytes: 0 }
    one.count++
    one.bytes += bytes
    found.set(key, one)
  }
  const all = [...found.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  return [...found]
    .filter(([, { count, bytes }]) => count >= classesTold.objects && bytes >= classesTold.share * all)
    .map(([name, { count, bytes }]) => ({ name, count: count / operations, bytes: bytes / operations }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, classesTold.most)
}
