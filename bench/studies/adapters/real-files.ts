/** A benchmark file of a public project, as it is at a commit. Nothing of it is kept here but these lines. */
export type RealFile = {
  readonly repository: string
  readonly commit: string
  readonly file: string
  readonly library: string
  /** What it imports beside the project itself: installed without scripts. */
  readonly packages: readonly string[]
  /** Programs of Node that make what it measures. */
  readonly build?: readonly string[]
  /** The folder of the project in its repository. */
  readonly within?: string
  /** A package of npm that has a folder of the project which is built, and that folder. */
  readonly built?: { readonly package: string; readonly folder: string }
  /** Files that packages of its workspace would bring, or refer to. */
  readonly files?: Readonly<Record<string, string>>
}

const fastUri = {
  repository: 'fastify/fast-uri',
  commit: 'c6a74bf',
  library: 'tinybench',
  packages: ['tinybench@5', 'uri-js@4'],
}
const secureJson = {
  repository: 'fastify/secure-json-parse',
  commit: 'aa7555b',
  library: 'tinybench',
  packages: ['tinybench@2'],
}
const jotai = {
  repository: 'pmndrs/jotai',
  commit: '1fae7724',
  library: 'benny',
  packages: ['benny@3', 'react@19', 'tsx'],
}
const toolkit = {
  repository: 'toss/es-toolkit',
  commit: 'a1918b04e',
  library: 'Vitest',
  packages: ['vitest@4', 'lodash@4'],
}
/** Needs jsdom, JSX and one of three projects of its configuration. */
const tap = {
  repository: 'assistant-ui/assistant-ui',
  commit: '1263c1fb8',
  library: 'Vitest',
  within: 'packages/tap',
  packages: ['vitest@4', 'jsdom', 'react@19', 'react-dom@19'],
  built: { package: '@assistant-ui/tap@0.9.14', folder: 'dist' },
  files: { 'tsconfig.json': '{ "compilerOptions": { "jsx": "react-jsx" } }' },
}
const deno = { repository: 'denoland/std', commit: 'ca58f9427', library: 'Deno.bench', packages: ['deno@2'] }

export const realFiles: readonly RealFile[] = [
  { ...fastUri, file: 'benchmark/benchmark.mjs' },
  { ...fastUri, file: 'benchmark/equal.mjs' },
  { ...secureJson, file: 'benchmarks/valid.js' },
  { ...secureJson, file: 'benchmarks/remove.js' },
  {
    ...{ repository: 'lukeed/clsx', commit: '684509c', file: 'bench/index.js', library: 'Benchmark.js' },
    packages: ['benchmark@2', 'classnames@2', 'classcat@5', 'clsx@1.1.0', 'esm@3', 'terser@4'],
    build: ['bin/index.js'],
  },
  {
    ...{ repository: 'h3js/rou3', commit: '39b0e9b', file: 'test/bench/index.ts', library: 'mitata' },
    packages: ['mitata@1', 'rou3-latest@npm:rou3@0.8.1'],
  },
  { ...jotai, file: 'benchmarks/computed-read.ts' },
  { ...toolkit, file: 'benchmarks/performance/chunk.bench.ts' },
  { ...toolkit, file: 'benchmarks/performance/groupBy.bench.ts' },
  {
    ...{ repository: 'w8r/martinez', commit: '00e08d2', file: 'bench/martinez.bench.ts', library: 'Vitest' },
    packages: ['vitest@4', '@turf/union@4.6'],
  },
  { ...tap, file: 'src/__tests__/bench/useResources.bench.tsx' },
  { ...tap, file: 'src/__tests__/bench/ref-hooks.bench.tsx' },
  { ...deno, file: 'text/unstable_reverse_bench.ts' },
  { ...deno, file: 'http/unstable_route_bench.ts' },
]
