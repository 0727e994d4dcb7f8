import { getHeapStatistics } from 'node:v8'
import { median } from '../stats/quantile.ts'
import { type Batch, batchOf, sink } from './batch.ts'
import type { Collector } from './collector.ts'
import { concurrencyOf, type Subject } from './subject.ts'

/** Bytes in use after the full collections that followed rounds of so many operations each. */
export type Levels = {
  readonly operations: number
  readonly subject: readonly number[]
  /** Of the same rounds with a function that does nothing. */
  readonly empty: readonly number[]
}

/** Rounds before the first level that counts: collections find what everything before has left, for a while. */
const settling = 3
/** Levels of each, of which the rises are compared. */
const rounds = 6
/** Rounds of the measured function altogether. */
export const allRounds = settling + rounds

/** Measures how the memory in use goes on from round to round; stops with fewer levels once its time is over. */
export async function levelsOf(
  subject: Subject,
  batch: Batch,
  operations: number,
  collector: Collector,
  isOver: () => boolean,
): Promise<Levels> {
  const run = subject.asynchronous ? async () => undefined : () => undefined
  const empty = {
    ...subject,
    benchmark: { ...subject.benchmark, spec: { run, concurrency: concurrencyOf(subject.benchmark) } },
  }
  return {
    operations,
    subject: await levels(batch, operations, collector, isOver),
    empty: await levels(batchOf(empty, 'called'), operations, collector, isOver),
  }
}

async function levels(
  batch: Batch,
  n: number,
  collector: Collector,
  isOver: () => boolean,
): Promise<number[]> {
  const seen: number[] = []
  for (let round = -settling; round < rounds && !isOver(); round++) {
    await runAndForget(batch, n)
    await collector.full()
    const { used_heap_size, external_memory } = getHeapStatistics()
    if (round >= 0) seen.push(used_heap_size + external_memory)
  }
  return seen
}

/** A function of its own, so that nothing refers to inputs and result when they are to be collected. */
export async function runAndForget(batch: Batch, n: number): Promise<void> {
  const running = batch.take(batch.prepare(n), n)
  if (typeof running !== 'number') await running
  sink.last = undefined
}

/** Rises of so many bytes per round also come without a leak: code and feedback that are made and thrown away. */
const unnoticed = 4096

/**
 * Bytes that an operation leaves behind: the median rise from level to level, less that of the empty function. 0
 * unless every round rises, and the least of them by more than any round of the empty function: a collection that
 * finds more or less than the one before is no leak. One level on each side is left out where that helps, because
 * a page that is seen at one level and gone at the next is neither a leak nor proof against one. `undefined` when
 * there are too few levels to say.
 */
export function retainedBytes({ subject, empty, operations }: Levels): number | undefined {
  if (subject.length < rounds || empty.length < rounds) return undefined
  const least = Math.max(...withoutOne(subject).map((some) => Math.min(...some)))
  const most = Math.min(...withoutOne(empty).map((some) => Math.max(...some)))
  if (least <= Math.max(unnoticed, most)) return 0
  return Math.max(0, median(rises(subject)) - median(rises(empty))) / operations
}

/** The rises between all levels, and between all but each one of them, per round. */
function withoutOne(levels: readonly number[]): (readonly number[])[] {
  const all = rises(levels)
  const merged = all.slice(1).map((rise, left) => {
    const across = (all[left]! + rise) / 2
    return [...all.slice(0, left), across, ...all.slice(left + 2)]
  })
  return [all, all.slice(1), all.slice(0, -1), ...merged]
}

function rises(levels: readonly number[]): number[] {
  return levels.slice(1).map((level, index) => level - levels[index]!)
}
