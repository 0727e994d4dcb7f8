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
/** What is a major collection; incremental marking and weak callbacks are parts of one. */
const major = 'MarkSweepCompact'

/** Keeps account of what a run allocates and of the collections during it. */
export async function account(run: () => number | Promise<number>): Promise<HeapAccount> {
  const profiler = new GCProfiler()
  profiler.start()
  const before = getHeapStatistics()
  const running = run()
  const time = typeof running === 'number' ? running : await running
  const after = getHeapStatistics()
  return { ...balance(before, after, profiler.stop().statistics), time }
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
    // `cost` is in µs.
    if (minor[gcType]) {
      minorCollections++
      minorPause += cost * 1_000
    } else {
      if (gcType === major) majorCollections++
      majorPause += cost * 1_000
    }
  }
  return { heap, external, minorCollections, majorCollections, minorPause, majorPause }
}
