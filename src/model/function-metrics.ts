import { type LatencyQuantile, latencyQuantiles } from './latency.ts'
import type { Metric } from './metric.ts'

/** What most of the metrics below have in common: sampled in timed forks, and good enough to decide on. */
export const timed = {
  unit: 'ns',
  better: 'lower',
  distribution: 'sampled',
  tolerance: { absolute: 0, relative: 0.01 },
  from: 'time',
  gateable: true,
  per: 'operation',
} satisfies Partial<Metric>

/** What memory forks see of the collector and of the process: it explains, and decides nothing. */
const explaining = { ...timed, from: 'memory', gateable: false } satisfies Partial<Metric>

/** Bytes that memory forks of the same code agree about. */
const counted = { ...timed, unit: 'byte', distribution: 'exact', from: 'memory' } satisfies Partial<Metric>

/** Few operations lie beyond a far quantile, so that forks of the same code differ by more there. */
function latency(name: LatencyQuantile | 'max', relative: number, title: string, more: string): Metric {
  const quantile = name === 'max' ? 1 : latencyQuantiles[name]
  const tolerance = { absolute: 0, relative }
  return { ...timed, tolerance, quantile, title, phrase: ['has', more], gobench: `${name}-ns/op` }
}

function collections(title: string, gobench: string): Metric {
  return { ...explaining, unit: 'count', title, phrase: ['causes', `more ${title}`], gobench }
}

function pause(title: string, cause: string, gobench: string): Metric {
  return { ...explaining, title, phrase: ['pauses', `longer for ${cause}`], gobench }
}

/** The metrics of functions. A metric is a row and a producer of its values. */
export const functionRows = {
  time: {
    ...timed,
    standIn: 'cpu',
    leads: true,
    column: { title: 'Time' },
    title: 'wall time',
    phrase: ['is', 'slower'],
    gobench: 'ns/op',
  },
  cpu: {
    ...timed,
    share: { of: 'time', note: 'Far below 100 % a benchmark waits.' },
    short: 'CPU',
    title: 'CPU time',
    phrase: ['uses', 'more CPU time'],
    gobench: 'cpu-ns/op',
  },
  helperCpu: {
    ...timed,
    gateable: false,
    share: { of: 'time', note: 'The compiler, the collector and the pool are such threads.' },
    title: "CPU time of the process's other threads",
    phrase: ['uses', 'more CPU time of other threads'],
    gobench: 'helper-cpu-ns/op',
  },
  'latency.p50': {
    ...latency('p50', 0.01, 'median latency', 'more median latency'),
    leads: true,
    column: { title: 'Median latency' },
    short: 'median',
  },
  'latency.p95': latency('p95', 0.02, '95th percentile of latency', 'more latency at p95'),
  'latency.p99': {
    ...latency('p99', 0.05, '99th percentile of latency', 'more latency at p99'),
    column: { title: 'p99', givesWay: 4, beside: 'latency.p50' },
  },
  'latency.p999': latency('p999', 0.1, '99.9th percentile of latency', 'more latency at p99.9'),
  'latency.max': latency('max', 0.1, 'longest latency', 'more latency at its longest'),
  allocated: {
    ...counted,
    // An object of one more field is 8 B larger, and 16 B are seen in up to 3 kB.
    tolerance: { absolute: 8, relative: 0.005 },
    least: 1,
    column: { title: 'Allocated', givesWay: 2 },
    title: 'bytes allocated on the heap',
    phrase: ['allocates', 'more'],
    gobench: 'B/op',
  },
  external: {
    ...counted,
    // Buffers are freed at a time of the collector's choosing: its figure is coarser than that of the heap.
    tolerance: { absolute: 16, relative: 0.01 },
    least: 16,
    title: 'bytes allocated outside the heap',
    phrase: ['allocates', 'more outside the heap'],
    gobench: 'external-B/op',
  },
  retained: {
    ...counted,
    // A slope over few levels.
    tolerance: { absolute: 1, relative: 0.1 },
    least: 1,
    column: { title: 'Never freed', givesWay: 0, onlyIfAny: true },
    title: 'bytes never given back',
    phrase: ['leaks', 'more'],
    gobench: 'retained-B/op',
  },
  collections: collections('garbage collections', 'collections/op'),
  minorCollections: collections('collections of the young generation', 'minor-collections/op'),
  majorCollections: collections('collections of the whole heap', 'major-collections/op'),
  gcPause: pause('garbage collection pause', 'garbage collection', 'gc-pause-ns/op'),
  minorPause: pause('pause for the young generation', 'the young generation', 'minor-pause-ns/op'),
  majorPause: pause('pause for the whole heap', 'the whole heap', 'major-pause-ns/op'),
  peakRss: {
    ...explaining,
    unit: 'byte',
    per: 'process',
    column: { title: 'Peak memory', givesWay: 0 },
    title: 'peak memory of the process',
    phrase: ['needs', 'more memory at its peak'],
    gobench: 'peak-rss-B',
  },
} satisfies Record<string, Metric>
