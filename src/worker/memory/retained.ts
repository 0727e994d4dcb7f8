import { median } from '../../stats/quantile.ts'
import { engine } from '../engine/engine.ts'
import type { GarbageCollector } from '../engine/v8-collector.ts'
import { concurrencyOf, type Subject } from '../load/subject.ts'
import { type Batch, batchOf, sink } from '../measure/batch.ts'

/** Bytes in use after the full collections that followed rounds of so many operations each. */
export type Levels = {
  readonly operations: number
  readonly subject: readonly number[]
  /** Of the same rounds with a function that does nothing; none where the subject's show no leak already. */
  readonly empty: readonly number[]
}

/** Rounds before the first level that counts: collections find what everything before has left, for a while. */
const settling = 3
/** Levels of each, of which the rises are compared. */
const rounds = 6
/** Rounds of the measured function altogether. */
export const allRounds = settling + rounds

/**
 * Measures how the memory in use goes on from round to round, each of `n` operations, or of several times as many
 * where the rises are so small that they could be noise. Stops with fewer levels once `isOver` says so of
 * rounds of so many batches, or no further one could show a leak: a full collection takes as long as the heap is large.
 */
export async function levelsOf(
  subject: Subject,
  batch: Batch,
  n: number,
  collector: GarbageCollector,
  isOver: (batches: number) => boolean,
): Promise<Levels> {
  const run = subject.asynchronous ? async () => undefined : () => undefined
  const empty = {
    ...subject,
    benchmark: { ...subject.benchmark, spec: { run, concurrency: concurrencyOf(subject.benchmark) } },
  }
  const take = (batches: number, limit: number) =>
    levels(batch, { n, batches }, collector, (seen) => isOver(batches) || leastRise(seen) <= limit)
  const { batches, seen } = await measureLevels(take)
  return {
    operations: n * batches,
    subject: seen,
    empty: showsNoLeak(seen)
      ? []
      : await levels(batchOf(empty, 'called'), { n, batches }, collector, () => isOver(batches)),
  }
}

/**
 * The levels that `take` measures with one batch a round, or with `more` where those of one leave it open: until no
 * further level could make the least rise larger than `limit`.
 */
export async function measureLevels(
  take: (batches: number, limit: number) => Promise<readonly number[]>,
): Promise<{ batches: number; seen: readonly number[] }> {
  const seen = await take(1, doubtful)
  const least = leastRise(seen)
  const isOpen = least > doubtful && least <= unnoticed
  return isOpen ? { batches: more, seen: await take(more, unnoticed) } : { batches: 1, seen }
}

async function levels(
  batch: Batch,
  { n, batches }: { readonly n: number; readonly batches: number },
  collector: GarbageCollector,
  isEnough: (seen: readonly number[]) => boolean,
): Promise<number[]> {
  const seen: number[] = []
  for (let round = -settling; round < rounds && !isEnough(seen); round++) {
    let made = 0
    for (; made < batches && !isEnough(seen); made++) await runAndForget(batch, n)
    if (made < batches) break
    await collector.full()
    if (round >= 0) seen.push(engine.usedMemory())
  }
  return seen
}

/** A function of its own, so that nothing refers to inputs and result when they are to be collected. */
export async function runAndForget(batch: Batch, n: number): Promise<void> {
  const running = batch.take(batch.prepare(n), n)
  if (typeof running !== 'number') await running
  sink.last = undefined
}

/**
 * Rises of so many bytes per round also come without a leak, code and feedback that are made and thrown away: of up to
 * 8 KiB in one round of ten, where rounds are short. Two of 750 such forks were told a leak that is none by 4 KiB.
 */
const unnoticed = 2 ** 14
/** A leak rises as many times as much when there are `more` times as many operations; noise does not. */
const more = 4
const doubtful = unnoticed / more

/**
 * Bytes that an operation leaves behind: the median rise from level to level, less that of the empty function. 0
 * unless every round rises, and the least of them by more than any round of the empty function: a collection that
 * finds more or less than the one before is no leak. One level on each side is left out where that helps, because
 * a page that is seen at one level and gone at the next is neither a leak nor proof against one. `undefined` when
 * there are too few levels to say.
 */
export function retainedBytes({ subject, empty, operations }: Levels): number | undefined {
  if (showsNoLeak(subject)) return 0
  if (subject.length < rounds || empty.length < rounds) return undefined
  const mostOfEmpty = -leastRise(empty.map((level) => -level))
  if (leastRise(subject) <= mostOfEmpty) return 0
  return Math.max(0, median(rises(subject)) - median(rises(empty))) / operations
}

/** Whether they do so whatever levels follow: with them, the least rise only gets smaller. */
export function showsNoLeak(subject: readonly number[]): boolean {
  return leastRise(subject) <= unnoticed
}

/**
 * The least rise from level to level, or what it is at the most where one of the levels is left out and the rise across
 * it counts per round; infinite of too few levels. Calls no method that the benchmark may have replaced.
 */
function leastRise(levels: readonly number[]): number {
  let largest = leastWithout(levels, -1)
  for (let left = 0; left < levels.length; left++) {
    const least = leastWithout(levels, left)
    if (least > largest) largest = least
  }
  return largest
}

/** The same without the level of this index. */
function leastWithout(levels: readonly number[], left: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let to = left === 0 ? 2 : 1; to < levels.length; to++) {
    if (to === left) continue
    const span = to - 1 === left ? 2 : 1
    const rise = (levels[to]! - levels[to - span]!) / span
    if (rise < least) least = rise
  }
  return least
}

function rises(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, index) => level - levels[index]!)
}
