import type { Failure } from '../../model/failure.ts'
import type { Grown, Memory } from '../../model/outcome.ts'
import { median } from '../../stats/quantile.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { engine } from '../engine/engine.ts'
import { collector, type GarbageCollector } from '../engine/v8-collector.ts'
import type { HeapAccount } from '../engine/v8-heap-account.ts'
import { Failed } from '../load/failure.ts'
import type { Subject } from '../load/subject.ts'
import type { Batch } from '../measure/batch.ts'
import { openOwnTime } from '../measure/own-time.ts'
import { timeLeft, type WarmedUp, warmUp } from '../measure/warm-up.ts'
import { type Accounts, allocatedBytes, roughBytes, takeAccounts, takesNothingOutside } from './allocation.ts'
import { externalReadings, mostReadings } from './external.ts'
import { allRounds, type Levels, levelsOf, retainedBytes } from './retained.ts'

/** Long runs: how many, operations of one at the most, share of the time that warm-up leaves. */
const long = { most: 5, least: 1, operations: 1_000_000, share: 0.4 }
/** Short runs on an empty page: `least` of them unless so many operations take longer than the fork. */
const short = { most: 11, least: 7, operations: 10_000, bytes: 2 ** 17, share: 0.2, warm: 0.1 }
/** Share of the time for readings of what is outside the heap. */
const outsideShare = 0.1
/** Rounds after which everything is collected: operations and bytes of one at the most. */
const leaks = { operations: 100_000, bytes: 16e6, share: 0.2 }
/**
 * Time of these rounds in ns, however short the fork's is: `operations` of the function, which must leave more
 * behind than collections vary by, and `all` of own time together with the collections, which depend on the heap alone. And
 * what short runs may take, and what they may take before to be compiled: other work must not make a function slow.
 */
const patience = { operations: 50e6, all: 2e9, short: 100e6 }

/**
 * ns for all parts together, however long the fork is, unless so many operations take longer: the bytes of twenty kinds of
 * functions were equal to the byte after 120 ms and after 300.
 */
const enough = { time: 100e6, operations: 20 }

/** What the parts of one fork gave. */
export type MemorySeen = {
  readonly long: Accounts
  /** Absent where there was no time for them. */
  readonly short: Accounts | undefined
  /** Bytes outside the heap per operation, of several readings. */
  readonly external: readonly number[]
  readonly levels: Levels | undefined
  /** Runs it some more to see of which classes what it leaves behind is. */
  readonly growth: () => Promise<Grown[] | undefined>
  /** Largest resident set of the process so far, in bytes. */
  readonly peakRss: number
}

/** What was warmed up, and is to be counted. */
export type Counted = { readonly subject: Subject; readonly warm: WarmedUp }

/**
 * Warms a function up, and counts. `budget` in ns covers both; `target` is the duration of a batch. Throws `Failed` where there
 * is not even time for a warm-up and one run.
 */
export async function memory(
  subject: Subject,
  budget: number,
  target: number,
  last: bigint,
): Promise<MemorySeen> {
  if (!fits(2, subject.firstCall, last)) throw new Failed(tooSlow(subject.firstCall))
  const warm = await warmUp(subject, target, budget / 4, { last })
  return countMemory({ subject, warm }, budget, last)
}

/**
 * Measures what an operation does to memory, in four parts: long runs for the collector's work, short ones for
 * the bytes on the heap, shorter ones for those outside, and rounds with full collections for those that are
 * never given back. In this order, because full collections throw optimised code away, and code that is not
 * optimised allocates more.
 *
 * `budget` in ns covers the warm-up that was and all parts. Each part but the last is done once, however slow the
 * function is, unless it cannot be over at `last`: then it is left out. Throws `Failed` where not even one run can.
 */
export async function countMemory(counted: Counted, budget: number, last: bigint): Promise<MemorySeen> {
  const collect = collector()
  const parts = partsOf(counted, budget, last)
  const heap = await countHeap(counted, parts, collect)
  return { ...heap, ...(await countRest(counted, parts, collect, heap)) }
}

type HeapSeen = Pick<MemorySeen, 'long' | 'short' | 'peakRss'>

/** Whether so many calls can still be made. */
function fits(calls: number, time: number, last: bigint): boolean {
  return elapsedBetween(now(), last) > calls * time
}

/** Of one function: ns for all parts, and how they are cut. */
type Parts = {
  readonly left: number
  readonly budget: number
  readonly last: bigint
  readonly fits: (calls: number) => boolean
  /** When a part that begins now and has this share of the time is over. */
  readonly until: (share: number) => bigint
  /** Operations of one of so many runs that share this time. */
  readonly operations: (time: number, runs: number, most: number) => number
}

function partsOf({ subject, warm }: Counted, budget: number, last: bigint): Parts {
  const { n, perOperation } = warm
  const left = Math.min(timeLeft(budget, warm), Math.max(enough.time, enough.operations * perOperation))
  return {
    ...{ left, budget, last },
    fits: (calls) => fits(calls, perOperation, last),
    until: (share) => earlier(now() + BigInt(Math.round(left * share)), last),
    operations(time, runs, most) {
      const affordable = Math.floor(time / runs / Math.max(perOperation, 0.01))
      // Prepared inputs live as long as their batch, so their number stays what the warm-up found bearable.
      return Math.max(1, Math.min(affordable, most, subject.benchmark.spec.prepare ? n : affordable))
    },
  }
}

/** Long runs and short ones: nothing in them throws optimised code away. */
async function countHeap(
  { subject, warm: { batch, perOperation } }: Counted,
  { left, budget, fits, until, operations }: Parts,
  collect: GarbageCollector,
): Promise<HeapSeen> {
  if (!fits(1)) throw new Failed(tooSlow(perOperation))
  const longOperations = operations(left * long.share, long.most, long.operations)
  const longSeen = await takeAccounts(batch, longOperations, { ...long, end: until(long.share) })
  const peakRss = process.resourceUsage().maxRSS * 1_024

  const end = until(short.warm + short.share)
  const onPage = Math.min(short.operations, Math.floor(short.bytes / Math.max(1, roughBytes(longSeen))))
  const shortOperations = operations(left * short.share, short.most, onPage)
  const least = perOperation * short.least < Math.max(budget, patience.short) ? short.least : 1
  const patient = Math.max(left * short.warm, patience.short)
  if (fits(shortOperations * 2 * (least + 1))) await optimize(subject, batch, shortOperations, patient)
  // Bytes of few long runs are less exact, and better than none.
  const shortSeen = fits(shortOperations * (least + 1))
    ? await takeAccounts(batch, shortOperations, { ...short, least, end }, collect.minor)
    : undefined
  return { long: longSeen, short: shortSeen, peakRss }
}

/** What is outside the heap, and what stays: between full collections. */
async function countRest(
  { subject, warm: { batch, perOperation } }: Counted,
  { left, budget, last, fits, until, operations }: Parts,
  collect: GarbageCollector,
  { long: longSeen }: HeapSeen,
): Promise<Pick<MemorySeen, 'external' | 'levels' | 'growth'>> {
  const rough = Math.max(1, roughBytes(longSeen))
  const allowed = operations(left * outsideShare, mostReadings, Number.POSITIVE_INFINITY)
  const external = fits(2)
    ? await externalReadings(batch, collect, {
        allocated: rough,
        most: allowed,
        end: until(outsideShare),
        none: takesNothingOutside(longSeen),
      })
    : [longSeen.seen[longSeen.seen.length - 1]!.external / longSeen.operations]

  // An operation so slow that a single one in each round takes longer than the fork is not run again for it.
  const slow = perOperation * allRounds > Math.max(budget, patience.short) || !fits(2 * allRounds)
  const bearable = Math.floor(leaks.bytes / (rough + Math.max(0, external[external.length - 1]!)))
  const time = Math.max(left * leaks.share, patience.operations)
  const perRound = operations(time, allRounds, Math.min(leaks.operations, bearable))
  // Of own time: a thread that gets a tenth of a CPU would see too few rounds to tell a leak.
  const ownTime = openOwnTime()
  const ownStart = ownTime()
  const isOver = (batches: number) =>
    ownTime() - ownStart > batches * Math.max(time, patience.all) || now() > last
  const levels = slow ? undefined : await levelsOf(subject, batch, perRound, collect, isOver)
  const growth = async () => (await import('./growth.ts')).findGrowth(batch, perOperation, collect, last)
  return { external, levels, growth }
}

/**
 * Makes runs as short as those to come until the function itself is optimised, or for `cap` ns. Long runs may have
 * optimised their loop with the function inside; short ones enter both anew, and what is not optimised allocates
 * more.
 */
async function optimize(subject: Subject, batch: Batch, operations: number, cap: number): Promise<void> {
  const end = now() + BigInt(Math.round(cap))
  while (now() < end && engine.isOptimized(subject.benchmark.spec.run) === false) {
    await batch.take(batch.prepare(operations), operations)
  }
}

function earlier(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

/** Told before the process is ended for it, so that it is told what for. */
function tooSlow(perOperation: number): Failure {
  const seconds = (perOperation / 1e9).toPrecision(2)
  return {
    reason: 'timed-out',
    message: `one call takes ${seconds} s, and after loading it and proving its result too little of time.timeout is left`,
    phase: 'sampling',
  }
}

/** The fork's figures per operation: medians over its runs. */
export function summarizeMemory({ long, short, external, levels, peakRss }: MemorySeen): Memory {
  const average = (figure: (one: HeapAccount) => number) => median(long.seen.map(figure)) / long.operations
  const { bytes, readings } = allocatedBytes(short, long)
  const retained = levels && retainedBytes(levels)
  return {
    allocated: hundredths(bytes),
    external: hundredths(median(external)),
    ...(retained === undefined ? {} : { retained: hundredths(retained) }),
    minorCollections: average((one) => one.minorCollections),
    majorCollections: average((one) => one.majorCollections),
    minorPause: average((one) => one.minorPause),
    majorPause: average((one) => one.majorPause),
    time: average((one) => one.time),
    peakRss,
    operations: long.operations,
    repeats: readings,
  }
}

/** A hundredth of a byte is less than what reading the figures leaves behind. */
function hundredths(bytes: number): number {
  return Math.round(bytes * 100) / 100
}
