import { bench, group } from 'assay'
import { type Cache, ListCache, MapCache, replay, zipfTrace } from './cache.ts'

const length = 50_000
const capacity = 1_000
const trace = () => zipfTrace(length, 10_000, 5)

/** Every operation begins with an empty cache, so that all of them do the same work. */
const replayed = (Kind: new (capacity: number) => Cache<number, number>) => ({
  setup: trace,
  run: (keys: Uint32Array) => replay(new Kind(capacity), keys),
  // The first use of a key always misses; but most uses are of few keys, which stay in the cache.
  // The same keys in the same order: another number of hits is another cache.
  measure: {
    hits: {
      as: 'value',
      better: 'higher',
      title: 'cache hits',
      read: (_: unknown, __: unknown, hits: number) => hits,
    },
  } as const,
  verify: (hits: number) => hits > length / 4 && hits <= length - new Set(trace()).size,
  work: () => ({ items: length }),
})

group('least recently used', { agree: true }, () => {
  bench('Map', replayed(MapCache))
  bench('linked list in typed arrays', replayed(ListCache))
})
