import { sorted } from '../stats/sample.ts'
import type { Batch } from './batch.ts'
import { now } from './clock.ts'
import type { Collector } from './collector.ts'
import { account, type HeapAccount } from './heap-account.ts'
import { usedMemory } from './subject.ts'

/** Accounts of runs of so many operations each, less what taking an account costs. */
export type Accounts = { readonly seen: readonly HeapAccount[]; readonly operations: number }

/** How many runs to make, and until when the last of them may begin; `least` of them are made in any case. */
export type Terms = { readonly most: number; readonly least: number; readonly end: bigint }

/** Memory that grows by so many bytes is not made to grow further: collecting it would take seconds. */
const growthLimit = 64e6
/** Bytes of a page of V8's heap. */
const pageSize = 2 ** 18
/** Bytes of an object that shares its page with others, at the most. */
const largestOnPage = 2 ** 17
/** What a long run may allocate without being noticed in short ones: code, feedback, a cache that is filled. */
const unnoticed = 1e6

/** Accounts of long runs, as a program would go on by itself. */
export async function longAccounts(batch: Batch, operations: number, terms: Terms): Promise<Accounts> {
  const seen: HeapAccount[] = []
  const before = usedMemory()
  while (goesOn(seen.length, terms) && usedMemory() - before < growthLimit) {
    const inputs = batch.prepare(operations)
    seen.push(await net(batch, inputs, operations))
  }
  return { seen, operations }
}

/**
 * Accounts of short runs, each on an empty page. Used heap counts a page as used to its end, also where the next
 * object did not fit: three arrays of 64 KiB fill one, and seem to take a third more each. Within a page it is
 * right to the byte.
 */
export async function pageAccounts(
  batch: Batch,
  operations: number,
  collector: Collector,
  terms: Terms,
): Promise<Accounts> {
  const seen: HeapAccount[] = []
  while (goesOn(seen.length, terms)) {
    const inputs = batch.prepare(operations)
    collector.minor()
    seen.push(await net(batch, inputs, operations))
  }
  return { seen, operations }
}

function goesOn(done: number, { most, least, end }: Terms): boolean {
  return done < least || (done < most && now() < end)
}

/** Taking an account allocates, the first time more than later: what it costs is taken from no operations at all. */
async function net(batch: Batch, inputs: readonly unknown[], operations: number): Promise<HeapAccount> {
  await account(() => batch.take(inputs, 0))
  const empty = await account(() => batch.take(inputs, 0))
  const full = await account(() => batch.take(inputs, operations))
  return { ...full, heap: full.heap - empty.heap }
}

/**
 * Bytes on the heap per operation, and of how many runs that is the median: of the short ones, to the byte. Unless
 * the long ones allocate more than the ends of pages explain: then some operations allocate what most do not (an
 * array that grows), and the average over many is the truth.
 */
export function allocatedBytes(short: Accounts, long: Accounts): { bytes: number; readings: number } {
  const bytes = lowerMedian(short.seen.map(({ heap }) => heap)) / short.operations
  const average = mean(long.seen.map(({ heap }) => heap)) / long.operations
  const explained = bytes / (1 - Math.min(bytes, largestOnPage) / pageSize)
  return (average - explained) * long.operations > unnoticed
    ? { bytes: average, readings: long.seen.length }
    : { bytes, readings: short.seen.length }
}

/** Of an even number of values the smaller one in the middle: what is compiled meanwhile only adds. */
function lowerMedian(values: readonly number[]): number {
  const ordered = sorted(values)
  return ordered[Math.floor((ordered.length - 1) / 2)]!
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
