import { timed } from './function-metrics.ts'
import type { Metric } from './metric.ts'

const ofProcess = { ...timed, per: 'run' } satisfies Partial<Metric>

/** What processes of their own count, in which nothing is timed that decides. */
const counted = {
  ...ofProcess,
  ...{ unit: 'count', distribution: 'exact', from: 'imports', least: 1 },
  // One more counts, whatever there is.
  tolerance: { absolute: 0.5, relative: 0.000_01 },
} satisfies Partial<Metric>

/** The metrics that a cold start has beside those of a command. */
export const coldRows = {
  firstLine: {
    ...ofProcess,
    share: { of: 'time', note: 'The runtime starts, then all that is imported is read.' },
    column: { title: 'First line', givesWay: 0, onlyIfAny: true },
    title: 'time to its first line',
    phrase: ['runs its first line', 'later'],
    gobench: 'first-line-ns/op',
  },
  loaded: {
    ...ofProcess,
    share: { of: 'time', note: 'The rest is what it does then, and the end of the process.' },
    column: { title: 'Loaded', givesWay: 0, onlyIfAny: true },
    title: 'time until it is loaded',
    phrase: ['is loaded', 'later'],
    gobench: 'loaded-ns/op',
  },
  loading: {
    ...ofProcess,
    title: 'time of loading alone, without the start of the runtime',
    phrase: ['loads', 'longer'],
    gobench: 'loading-ns/op',
  },
  cachedTime: {
    ...ofProcess,
    gateable: false,
    share: { of: 'time', note: 'A compile cache (NODE_COMPILE_CACHE) was full.' },
    column: { title: 'Cached', givesWay: 0, onlyIfAny: true },
    title: 'wall time with a compile cache',
    phrase: ['takes', 'longer with a compile cache'],
    gobench: 'cached-ns/op',
  },
  imports: {
    ...counted,
    column: { title: 'Imports', givesWay: 1, onlyIfAny: true },
    title: 'imported files',
    phrase: ['imports', 'more files'],
    gobench: 'imports/op',
  },
  importedBytes: {
    ...counted,
    unit: 'byte',
    tolerance: { absolute: 100, relative: 0.01 },
    title: 'bytes of imported files',
    phrase: ['imports', 'more bytes'],
    gobench: 'imported-B/op',
  },
  builtins: {
    ...counted,
    gateable: false,
    title: "imported modules of the runtime's own",
    phrase: ['imports', "more of the runtime's own modules"],
    gobench: 'builtins/op',
  },
} satisfies Record<string, Metric>
