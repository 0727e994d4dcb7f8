import type { Failure } from '../../model/failure.ts'
import type { Grown, Memory } from '../../model/outcome.ts'
import { median } from '../../stats/quantile.ts'
import { elapsedBetween, now } from '../engine/clock.ts'
import { collector, type GarbageCollector } from '../engine/collector.ts'
import { type HeapAccount, trackHeap } from '../engine/heap-account.ts'
import { isOptimized } from '../engine/tier.ts'
import { Failed } from '../load/failure.ts'
import type { Subject } from '../load/subject.ts'
import type { Batch } from '../measure/batch.ts'
import { openOwnTime } from '../measure/own-time.ts'
import { timeLeft, warmUp } from '../measure/warm-up.ts'
import { type Accounts, allocatedBytes, roughBytes, takeAccounts, takesNothingOutside } from './allocation.ts'
import { allRounds, type Levels, levelsOf, retainedBytes } from './retained.ts'

/** Long runs: how many, operations of one at the most, share of the time that warm-up leaves. */
const long = { most: 5, least: 1, operations: 1_000_000, share: 0.4 }
/** Short runs on an empty page: `least` of them unless so many operations take longer than the fork. */
const short = { most: 11, least: 7, operations: 10_000, bytes: 2 ** 17, share: 0.2, warm: 0.1 }
/**
 * Readings of what is outside the heap: how many of several operations, share of the time, and bytes of one, on and off the
 * heap: few enough for nothing to be collected meanwhile.
 */
const outside = { readings: 3, share: 0.1, room: 1e6 }
/** Rounds after which everything is collected: operations and bytes of one at the most. */
const leaks = { operations: 100_000, bytes: 16e6, share: 0.2 }
/**
 * Time of these rounds in ns, however short the fork's is: `operations` of the function, which must leave more
 * behind than collections vary by, and `all` of own time together with the collections, which depend on the heap alone. And
 * what short runs may take, and what they may take before to be compiled: other work must not make a function slow.
 */
const patience = { operations: 50e6, all: 2e9, short: 100e6 }

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

/**
 * Measures what an operation does to memory, in four parts: long runs for the collector's work, short ones for
 * the bytes on the heap, shorter ones for those outside, and rounds with full collections for those that are
 * never given back. In this order, because full collections throw optimised code away, and code that is not
 * optimised allocates more.
 *
 * `budget` in ns covers warm-up and all parts; `target` is the duration of a batch. Each part but the last is
 * done once, however slow the function is, unless it cannot be over at `last`: then it is left out. Throws `Failed`
 * where there is not even time for a warm-up and one run.
 */
export async function memory(
  subject: Subject,
  budget: number,
  target: number,
  last: bigint,
): Promise<MemorySeen> {
  const collect = collector()
  const start = now()
  /** Whether so many calls can still be made. */
  const fits = (calls: number, time = perOperation) => elapsedBetween(now(), last) > calls * time
  if (!fits(2, subject.firstCall)) throw new Failed(tooSlow(subject.firstCall))
  const warm = await warmUp(subject, target, budget / 2, { last })
  const { batch, n, perOperation, duration } = warm
  if (!fits(1)) throw new Failed(tooSlow(perOperation))
  const left = timeLeft(budget, warm)
  const at = (share: number) => start + BigInt(Math.round(duration + left * share))
  /** Operations of one of so many runs that share this time. */
  const operations = (time: number, runs: number, most: number) => {
    const affordable = Math.floor(time / runs / Math.max(perOperation, 0.01))
    // Prepared inputs live as long as their batch, so their number stays what the warm-up found bearable.
    return Math.max(1, Math.min(affordable, most, subject.benchmark.spec.prepare ? n : affordable))
  }

  let end = at(long.share)
  const longOperations = operations(left * long.share, long.most, long.operations)
  const longSeen = await takeAccounts(batch, longOperations, { ...long, end })
  const peakRss = process.resourceUsage().maxRSS * 1_024

  end = at(long.share + short.warm + short.share)
  const rough = Math.max(1, roughBytes(longSeen))
  const onPage = Math.min(short.operations, Math.floor(short.bytes / rough))
  const shortOperations = operations(left * short.share, short.most, onPage)
  const least = perOperation * short.least < Math.max(budget, patience.short) ? short.least : 1
  const patient = Math.max(left * short.warm, patience.short)
  if (fits(shortOperations * 2 * (least + 1))) await optimize(subject, batch, shortOperations, patient)
  // Bytes of few long runs are less exact, and better than none.
  const shortSeen = fits(shortOperations * (least + 1))
    ? await takeAccounts(batch, shortOperations, { ...short, least, end: earlier(end, last) }, collect.minor)
    : undefined

  end = at(long.share + short.warm + short.share + outside.share)
  const allowed = operations(left * outside.share, outside.readings, Number.POSITIVE_INFINITY)
  const external = fits(2)
    ? await externalReadings(batch, collect, {
        allocated: rough,
        most: allowed,
        end: earlier(end, last),
        none: takesNothingOutside(longSeen),
      })
    : [longSeen.seen[longSeen.seen.length - 1]!.external / longOperations]

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
  return { long: longSeen, short: shortSeen, external, levels, growth, peakRss }
}

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
  const fitting = Math.floor(outside.room / Math.max(1, allocated + first.perOperation))
  const operations = Math.max(1, Math.min(most, fitting))
  const seen: number[] = []
  for (let reading = 0; reading < outside.readings && now() < end; reading++) {
    const { perOperation, collected } = await read(operations)
    if (!collected) seen.push(perOperation)
  }
  return seen.length > 0 ? seen : [first.perOperation]
}

/**
 * Makes runs as short as those to come until the function itself is optimised, or for `cap` ns. Long runs may have
 * optimised their loop with the function inside; short ones enter both anew, and what is not optimised allocates
 * more.
 */
async function optimize(subject: Subject, batch: Batch, operations: number, cap: number): Promise<void> {
  const end = now() + BigInt(Math.round(cap))
  while (now() < end && isOptimized(subject.benchmark.spec.run) === false) {
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
