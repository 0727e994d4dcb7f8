import { sorted, sum } from '../../stats/sample.ts'
import { now } from '../engine/clock.ts'
import { type HeapAccount, trackHeap } from '../engine/v8-heap-account.ts'
import { usedMemory } from '../load/subject.ts'
import type { Batch } from '../measure/batch.ts'

/** Accounts of runs of so many operations each. */
export type Accounts = {
  readonly seen: readonly HeapAccount[]
  /** Bytes on the heap that taking an account allocates, each read before one of those. */
  readonly empty: readonly number[]
  readonly operations: number
}

/** How many runs to make, and until when the last of them may begin; `least` of them are made in any case. */
export type RunTerms = { readonly most: number; readonly least: number; readonly end: bigint }

/** Memory that grows by so many bytes is not made to grow further: collecting it would take seconds. */
const growthLimit = 64e6
/** Bytes of a page of V8's heap. */
const pageSize = 2 ** 18
/** Bytes of an object that shares its page with others, at the most. */
const largestOnPage = 2 ** 17
/** What a long run may allocate without being noticed in short ones: code, feedback, a cache that is filled. */
const unnoticed = 1e6

/**
 * Accounts of runs, as a program would go on by itself; `tidy` comes before each, when its inputs are prepared.
 *
 * Short runs begin on an empty page each (`GarbageCollector.minor`). Used heap counts a page as used to its end, also where
 * the next object did not fit: three arrays of 64 KiB fill one, and seem to take a third more each. Within a page it is
 * right to the byte.
 */
export async function takeAccounts(
  batch: Batch,
  operations: number,
  { most, least, end }: RunTerms,
  tidy: () => void = () => {},
): Promise<Accounts> {
  const seen: HeapAccount[] = []
  const empty: number[] = []
  const before = usedMemory()
  const mayGoOn = () => seen.length < most && now() < end && usedMemory() - before < growthLimit
  while (seen.length < least || mayGoOn()) {
    const inputs = batch.prepare(operations)
    tidy()
    // Taking an account allocates, the first time more than later.
    await trackHeap(() => batch.take(inputs, 0))
    empty.push((await trackHeap(() => batch.take(inputs, 0))).heap)
    seen.push(await trackHeap(() => batch.take(inputs, operations)))
  }
  return { seen, empty, operations }
}

/**
 * Bytes on the heap per operation, and of how many runs that is the median: of the short ones, to the byte. Unless
 * the long ones allocate more than the ends of pages explain: then some operations allocate what most do not (an
 * array that grows), and the average over many is the truth.
 */
export function allocatedBytes(
  short: Accounts | undefined,
  long: Accounts,
): { bytes: number; readings: number } {
  const average = (sum(heaps(long)) / long.seen.length - lowerMedian(long.empty)) / long.operations
  if (!short) return { bytes: average, readings: long.seen.length }
  // Each on its own, not run by run: whatever disturbs either of the two only adds to it.
  const bytes = (lowerMedian(heaps(short)) - lowerMedian(short.empty)) / short.operations
  const withPageEnds = bytes / (1 - Math.min(bytes, largestOnPage) / pageSize)
  return (average - withPageEnds) * long.operations > unnoticed
    ? { bytes: average, readings: long.seen.length }
    : { bytes, readings: short.seen.length }
}

/** Rough bytes on the heap per operation: of the last run. Calls no method that the benchmark may have replaced. */
export function roughBytes({ seen, empty, operations }: Accounts): number {
  return (seen[seen.length - 1]!.heap - empty[empty.length - 1]!) / operations
}

/** Whether no run changed what is outside the heap. Calls no method that the benchmark may have replaced. */
export function takesNothingOutside({ seen }: Accounts): boolean {
  for (let index = 0; index < seen.length; index++) if (seen[index]!.external !== 0) return false
  return true
}

function heaps({ seen }: Accounts): number[] {
  return seen.map(({ heap }) => heap)
}

/** Of an even number of values the smaller one in the middle: what is compiled meanwhile only adds. */
function lowerMedian(values: readonly number[]): number {
  const ordered = sorted(values)
  return ordered[Math.floor((ordered.length - 1) / 2)]!
}
