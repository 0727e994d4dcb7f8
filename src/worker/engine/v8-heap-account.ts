import { GCProfiler, getHeapStatistics } from 'node:v8'

/** What the heap and its collector did while something ran: bytes, counts, and pauses and time in ns. */
export type HeapAccount = {
  /** Used heap after − before, and what was freed in between. Pages that are left half empty count as used. */
  readonly heap: number
  /** The same outside the heap. */
  readonly external: number
  /** Collections of the young generation, and of all. */
  readonly minorCollections: number
  readonly majorCollections: number
  /** The main thread's pauses for each. */
  readonly minorPause: number
  readonly majorPause: number
  /** What the run returned: how long it took. */
  readonly time: number
}

/** Names of the collector of the young generation in the versions of V8; all other pauses belong to the major one. */
const minor: Readonly<Record<string, true>> = { Scavenge: true, MinorMarkSweep: true, MinorMarkCompact: true }
/** ns in which pauses are told: Node counts µs, Deno ns. */
const costUnit = 'Deno' in globalThis ? 1 : 1_000
/** What is a major collection; incremental marking and weak callbacks are parts of one. */
const major = 'MarkSweepCompact'

/** Bytes that two readings and a start allocate: some 440, and now and then a little more. */
const reading = 2_048
/** How often an account is begun; a collection spoils one of them. */
const tries = 10

/**
 * Keeps account of what a run allocates and of the collections during it.
 *
 * Note: a collection may come between the profiler's start and the first reading, or between the last reading and its end.
 * What that freed would count as what the run allocated: megabytes. So the first reading is taken twice, and a second
 * profiler sees what comes after the last one.
 */
export async function trackHeap(run: () => number | Promise<number>): Promise<HeapAccount> {
  const { profiler, before } = begin()
  try {
    const running = run()
    const time = typeof running === 'number' ? running : await running
    // Not made before: Node's profilers go on writing until they are collected, and what is old is collected late.
    const late = new GCProfiler()
    late.start()
    const after = getHeapStatistics()
    const { statistics } = profiler.stop()
    return { ...balance(before, after, dropLate(statistics, late.stop().statistics)), time }
  } finally {
    // Where the run has thrown; else it does nothing.
    profiler.stop()
  }
}

/** Begins where nothing is collected meanwhile. */
function begin(): { profiler: GCProfiler; before: Figures } {
  for (let left = tries; ; left--) {
    const earlier = getHeapStatistics()
    const profiler = new GCProfiler()
    profiler.start()
    const before = getHeapStatistics()
    const grown = before.used_heap_size - earlier.used_heap_size
    if (left === 1 || (grown >= 0 && grown <= reading)) return { profiler, before }
    profiler.stop()
  }
}

/**
 * Without the last ones that came after the last reading. Those are what a profiler saw first that began right before it.
 * What it saw besides came later still: to tell what it has seen, a profiler allocates.
 */
export function dropLate(
  collections: readonly Collection[],
  late: readonly Collection[],
): readonly Collection[] {
  for (let count = Math.min(collections.length, late.length); count > 0; count--) {
    const end = collections.slice(-count)
    if (end.every((one, i) => isSame(one, late[i]!))) return collections.slice(0, -count)
  }
  return collections
}

/** Whether two profilers have seen one collection. Each takes the time by itself. */
function isSame(one: Collection, other: Collection): boolean {
  return (
    one.gcType === other.gcType &&
    usedOf(one, 'beforeGC') === usedOf(other, 'beforeGC') &&
    usedOf(one, 'afterGC') === usedOf(other, 'afterGC')
  )
}

function usedOf(collection: Collection, when: 'beforeGC' | 'afterGC'): number {
  return collection[when].heapStatistics.usedHeapSize
}

type Figures = { readonly used_heap_size: number; readonly external_memory: number }
type Collection = Pick<ReturnType<GCProfiler['stop']>['statistics'][number], 'gcType' | 'cost'> & {
  readonly beforeGC: { readonly heapStatistics: FiguresAtCollection }
  readonly afterGC: { readonly heapStatistics: FiguresAtCollection }
}
type FiguresAtCollection = { readonly usedHeapSize: number; readonly externalMemory: number }

/** The account between two readings, with the collections of that time. */
export function balance(
  before: Figures,
  after: Figures,
  collections: readonly Collection[],
): Omit<HeapAccount, 'time'> {
  let heap = after.used_heap_size - before.used_heap_size
  let external = after.external_memory - before.external_memory
  let minorCollections = 0
  let majorCollections = 0
  let minorPause = 0
  let majorPause = 0
  for (const { gcType, cost, beforeGC, afterGC } of collections) {
    heap += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize
    external += beforeGC.heapStatistics.externalMemory - afterGC.heapStatistics.externalMemory
    if (minor[gcType]) {
      minorCollections++
      minorPause += cost * costUnit
    } else {
      if (gcType === major) majorCollections++
      majorPause += cost * costUnit
    }
  }
  return { heap, external, minorCollections, majorCollections, minorPause, majorPause }
}
