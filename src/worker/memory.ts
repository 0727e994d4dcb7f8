import { GCProfiler, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Memory } from '../model/outcome.ts'
import { median } from '../stats/quantile.ts'
import { batchOf } from './batch.ts'
import { now } from './clock.ts'
import type { Subject } from './subject.ts'
import { warmUp } from './warm-up.ts'

/** Repeats whose median is the fork's value. */
const repeats = 5
/** Single operations whose median is what is kept outside the heap. */
const singles = 3
/** Operations of a repeat at the most: enough to spread the constant cost of reading over them. */
const operationLimit = 1_000_000

/**
 * Measures what an operation allocates: used heap after − before, plus what the collector freed in between
 * (`v8.GCProfiler`), divided by the operations. A plain heap delta misses whatever was collected: 13–26× of
 * what 4–16 KB arrays allocate (MEASUREMENT.md section 1).
 *
 * `budget` in ns covers warm-up and all repeats; `target` is the duration of a batch.
 */
export async function memory(subject: Subject, budget: number, target: number): Promise<Accounts> {
  const batch = batchOf(subject)
  const collect = collector()
  const warm = await warmUp(subject, batch, target, budget / 2)
  const perBatch = Math.max(1, warm.perOperation * warm.n)
  const affordable = Math.floor((budget - warm.duration) / repeats / perBatch)
  // Prepared inputs live as long as their batch, so their number stays what the warm-up found bearable.
  const batches = subject.benchmark.spec.prepare ? 1 : Math.max(1, affordable)
  const operations = Math.max(1, Math.min(operationLimit, warm.n * batches))

  const seen: Account[] = []
  const end = now() + BigInt(Math.round(budget - warm.duration))
  // One repeat at least; a slow function gets no more than its time. Nothing is collected by force before the
  // last repeat: that throws optimised code away, and code that is not optimised allocates much more.
  while (seen.length === 0 || (seen.length < repeats && now() < end)) {
    const inputs = batch.prepare(operations)
    // Reading the figures allocates, the first time more than later; the second reading is what it costs.
    await account(() => 0)
    const empty = await account(() => 0)
    const full = await account(() => batch.take(inputs, operations))
    seen.push({ ...full, heap: full.heap - empty.heap })
  }
  // One operation at a time: over a long run the buffers that were freed cannot be accounted for.
  const external: number[] = []
  const last = now() + BigInt(Math.round(budget))
  while (external.length === 0 || (external.length < singles && now() < last)) {
    const input = batch.prepare(1)
    // Buffers are freed beside the collector; the second collection waits for the first one's sweeper.
    collect()
    collect()
    external.push((await account(() => batch.take(input, 1))).external)
  }
  return { seen, external, operations }
}

/** What the repeats of one fork gave, each over so many operations. */
export type Accounts = {
  readonly seen: readonly Account[]
  /** Bytes outside the heap after single operations. */
  readonly external: readonly number[]
  readonly operations: number
}

/** The fork's figures per operation: medians over its repeats. */
export function summarize({ seen, external, operations }: Accounts): Memory {
  const perOperation = (figure: (one: Account) => number) => median(seen.map(figure)) / operations
  return {
    // A hundredth of a byte is less than what reading the figures leaves behind.
    allocated: Math.round(perOperation((one) => one.heap) * 100) / 100,
    external: median(external),
    collections: perOperation((one) => one.collections),
    gcPause: perOperation((one) => one.pause),
    operations,
    repeats: seen.length,
  }
}

/** Bytes allocated on and off the heap, collections and their pause in ns, while something ran. */
type Account = {
  readonly heap: number
  readonly external: number
  readonly collections: number
  readonly pause: number
}

async function account(run: () => number | Promise<number>): Promise<Account> {
  const profiler = new GCProfiler()
  profiler.start()
  const before = getHeapStatistics()
  const running = run()
  if (typeof running !== 'number') await running
  const after = getHeapStatistics()
  const { statistics } = profiler.stop()
  let heap = after.used_heap_size - before.used_heap_size
  let external = after.external_memory - before.external_memory
  let pause = 0
  for (const { beforeGC, afterGC, cost } of statistics) {
    heap += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize
    external += beforeGC.heapStatistics.externalMemory - afterGC.heapStatistics.externalMemory
    pause += cost * 1_000
  }
  return { heap, external, collections: statistics.length, pause }
}

function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return collect
}
