/**
 * The law of imports, as data (DESIGN: sort every line by the process it may run in). A layer may import its own
 * files, the parts listed under `parts`, and the packages listed under `packages`. `typesOnly` may be imported
 * with `import type` and nothing else: the importing process must not load them. Change this table in a commit
 * of its own, with the reason.
 */
export type Layer = {
  /** Folder or file below `src/`. The first row that fits a file is its layer. */
  readonly path: string
  /** Other layers' folders or files below `src/` that it may load. */
  readonly parts: readonly string[]
  readonly typesOnly?: readonly string[]
  /** Packages; `node:` stands for all of Node's own. */
  readonly packages: readonly string[]
}

export const layers: readonly Layer[] = [
  // L0: numbers and data.
  { path: 'stats/', parts: [], packages: ['simple-statistics'] },
  { path: 'model/', parts: [], packages: ['zod'] },
  { path: 'api/', parts: [], packages: [] },
  // L1: pure decisions and words. picomatch decides which benchmarks a pattern chooses.
  { path: 'core/', parts: ['model/', 'stats/'], packages: ['picomatch'] },
  // L1: the measured child. Of stats it loads only what imports nothing further but samples.
  {
    path: 'worker/',
    parts: [
      'api/',
      'stats/histogram.ts',
      'stats/hodges-lehmann.ts',
      'stats/quantile.ts',
      'stats/random.ts',
      'stats/sample.ts',
    ],
    typesOnly: ['model/'],
    packages: ['tinybench', 'node:'],
  },
  // L3: the order of stages. It owns the Host type and never sees the host.
  { path: 'flow/', parts: ['core/', 'model/'], packages: [] },
  // L2: the world, seen from the parent.
  {
    path: 'host/',
    parts: ['model/', 'core/'],
    typesOnly: ['flow/'],
    packages: ['execa', 'semver', 'systeminformation', 'zod', 'node:'],
  },
  // L4: arguments to exit code.
  { path: 'cli/', parts: ['flow/', 'host/', 'core/', 'model/'], packages: ['node:'] },
  // The library face is loaded into the measured child: what it takes from model must be types.
  { path: 'index.ts', parts: ['api/'], typesOnly: ['model/'], packages: [] },
]
