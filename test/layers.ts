/**
 * The law of imports, as data (docs/architecture.md: sort every line by the process it may run in). A row is a layer or a
 * room of one. Its files may import each other, the parts listed under `parts`, and the packages listed under `packages`.
 * `typesOnly` may be imported with `import type` and nothing else: the importing process must not load them. Rooms form no
 * circle. Change this table in a commit of its own, with the reason.
 */
export type Layer = {
  /** Folder or file below `src/`. The first row that fits a file is its layer. */
  readonly path: string
  /** What else below `src/` it may load: a file, all of a folder (`core/`), or the files directly in one (`core/plan/*`). */
  readonly parts: readonly string[]
  readonly typesOnly?: readonly string[]
  /** Packages; `node:` stands for all of Node's own. */
  readonly packages: readonly string[]
}

/** A room of pure decisions and words: numbers, data, and the rooms below it. */
function room(name: string, parts: readonly string[] = [], packages: readonly string[] = []): Layer {
  return {
    path: `core/${name}/`,
    parts: ['model/', 'stats/', ...parts.map((part) => `core/${part}/*`)],
    packages,
  }
}

/** A room of the world, seen from the parent. */
function place(name: string, parts: readonly string[], packages: readonly string[] = []): Layer {
  return {
    path: `host/${name}/`,
    parts: ['model/', 'host/own-files.ts', ...parts],
    typesOnly: ['flow/'],
    packages: ['node:', ...packages],
  }
}

/** A room of the measured child: it loads no schemas, and of `stats/` only what imports nothing further but samples. */
function workshop(name: string, parts: readonly string[] = [], packages: readonly string[] = []): Layer {
  return {
    path: `worker/${name}/`,
    parts: [...childParts, ...parts.map((part) => `worker/${part}/*`)],
    typesOnly: ['model/'],
    packages: ['node:', ...packages],
  }
}

const childParts = [
  'api/',
  'stats/histogram.ts',
  'stats/hodges-lehmann.ts',
  'stats/quantile.ts',
  'stats/random.ts',
  'stats/sample.ts',
] as const

export const layers: readonly Layer[] = [
  // L0: numbers and data.
  { path: 'stats/', parts: [], packages: ['simple-statistics'] },
  { path: 'model/', parts: [], packages: ['zod'] },
  { path: 'api/', parts: [], packages: [] },

  // L1: pure decisions and words, from the ground up. picomatch decides which benchmarks a pattern chooses.
  room('wording'),
  room('ledger', ['wording']),
  // What is special about one sort of subject; the registry above them is all that others ask.
  room('kind/function', ['ledger'], ['zod']),
  room('kind/command', ['ledger', 'wording'], ['zod']),
  // A cold start is a command that says more of itself.
  room('kind/cold', ['kind/command', 'ledger', 'wording'], ['zod']),
  // What a service is held to: words, counts and documents of others, before anything is compared. yaml reads those of OpenSLO.
  room('objective', ['wording'], ['yaml', 'zod']),
  // What a service answers is told as what a command prints.
  room('kind/service', ['kind/command', 'ledger', 'objective', 'wording'], ['zod']),
  room('kind', ['kind/cold', 'kind/command', 'kind/function', 'kind/service', 'ledger'], ['zod']),
  // A document is read with the kinds that it describes.
  room('identity', ['kind', 'wording'], ['picomatch']),
  // acorn tells which functions of a file have changed.
  room('sameness', ['identity'], ['acorn']),
  room('init', ['identity']),
  room('machine', ['identity', 'wording']),
  // shell-quote splits a command as a shell would. Parameters stand for their names as they do in benchmark files.
  { ...room('time'), parts: ['model/', 'api/fill-in.ts'], packages: ['shell-quote'] },
  room('plan', ['kind', 'ledger']),
  room('profile', ['identity', 'kind/function', 'plan']),
  room('baseline', ['identity', 'kind', 'ledger', 'plan', 'wording']),
  room('compare/exact', ['compare', 'wording']),
  room('compare/paired', ['compare', 'compare/exact', 'kind', 'ledger', 'plan', 'wording']),
  room('compare/recorded', ['baseline', 'compare', 'compare/exact', 'ledger', 'machine', 'plan']),
  room('compare', ['kind', 'ledger']),
  room('doctor', ['compare', 'machine']),
  // What benchmarks declare of how they grow: judged over several of them at once, as no comparison is.
  room('growth', ['compare', 'identity', 'kind', 'ledger', 'wording']),
  // At which rate a service is asked next: a question of outcomes alone, whatever asks and whatever is judged.
  room('capacity', ['objective']),
  // What of a service grows under a steady load: a question of one trial over time, and of no comparison.
  room('soak'),
  room('assess', ['compare', 'identity', 'kind', 'ledger', 'machine', 'objective', 'wording']),
  // Parts of a run: what falls to each, and what they are together.
  room('shard', ['assess', 'baseline', 'compare', 'compare/paired', 'growth', 'identity', 'plan', 'wording']),
  room('certificate/checks', [
    'assess',
    'certificate',
    'compare',
    'compare/exact',
    'compare/paired',
    'compare/recorded',
    'growth',
    'kind',
    'ledger',
    'machine',
    'wording',
  ]),
  room('certificate', ['assess', 'compare', 'identity', 'kind', 'wording']),
  room('log', ['assess', 'identity', 'wording']),
  // Reports: text only. Sections are made in blocks, where a run is judged; writers stand above, and know no other one.
  room('report/blocks', ['assess', 'compare', 'identity', 'kind', 'ledger', 'objective', 'wording']),
  // A history shows on which days the machine was another one.
  room('report/plots', ['compare', 'identity', 'ledger', 'machine', 'profile', 'report/blocks', 'wording']),
  room('report/markdown', ['certificate', 'log', 'report/blocks', 'report/plots', 'wording']),
  room('report/html', ['report/blocks', 'report/plots', 'wording']),
  room('report/terminal', ['compare', 'init', 'log', 'report/blocks', 'wording']),
  room('report/machine', ['assess', 'identity', 'wording']),
  room('report', ['report/html', 'report/machine', 'report/markdown']),

  // What extensions of a project are tested with.
  room('kit', [], ['zod']),

  // L1: the measured child. Programs stand in its top folder, what they are made of in rooms.
  workshop('engine'),
  // Words of other libraries: loaded in their place, beside the user's files.
  workshop('dialect', ['engine']),
  // The project's own Vitest, which runs files in the process that measures; loaded only where it is wanted.
  workshop('vitest', ['dialect', 'engine']),
  // get-tsconfig reads what a project says of its sources, where Node alone does not run them.
  workshop('load', ['dialect', 'engine', 'vitest'], ['get-tsconfig']),
  workshop('measure', ['engine', 'load'], ['tinybench']),
  workshop('memory', ['engine', 'load', 'measure']),
  // Measures in the process of another runner, which asks for it.
  {
    ...workshop('provide', ['dialect', 'load', 'measure']),
    parts: [
      ...childParts,
      'model/config.ts',
      'stats/',
      'worker/dialect/*',
      'worker/engine/*',
      'worker/load/*',
      'worker/measure/*',
    ],
  },
  workshop('profile', ['engine', 'load', 'measure']),
  workshop('trace', ['engine', 'load']),
  // Sends requests, and so is no part of what is measured. undici speaks HTTP.
  {
    ...workshop('generate', ['load']),
    parts: [...childParts, 'stats/arrivals.ts', 'worker/load/*'],
    packages: ['node:', 'undici'],
  },
  {
    path: 'worker/',
    parts: [
      ...childParts,
      'worker/dialect/*',
      'worker/engine/*',
      'worker/generate/*',
      'worker/load/*',
      'worker/measure/*',
      'worker/memory/*',
      'worker/profile/*',
      'worker/trace/*',
      'worker/vitest/*',
    ],
    typesOnly: ['model/'],
    packages: ['node:'],
  },

  // L3: the order of stages. It owns the types of what it needs from the host, and never sees the host.
  { path: 'flow/', parts: ['core/', 'model/'], packages: [] },

  // L2: the world, seen from the parent, from the ground up.
  { path: 'host/own-files.ts', parts: [], packages: ['node:'] },
  place('process', [], ['execa']),
  place('files', ['core/', 'host/process/*'], ['zod']),
  place('git', ['core/', 'host/process/*']),
  place('environment', ['core/', 'host/process/*'], ['systeminformation']),
  // What else than Assay's own Node runs benchmarks: found before anything is listed or measured.
  place('runtime', ['host/process/*']),
  place('project', ['core/', 'host/files/*', 'host/git/*', 'host/process/*', 'host/runtime/*'], ['zod']),
  // What a project adds to Assay runs in processes of its own, and so does not stand here.
  place('extend', ['api/growth.ts', 'api/identity.ts', 'core/', 'host/process/*', 'host/project/*'], ['zod']),
  place(
    'run',
    ['core/', 'host/extend/*', 'host/files/*', 'host/process/*', 'host/project/*', 'host/runtime/*'],
    ['zod'],
  ),
  place('collect', ['core/', 'host/extend/*', 'host/files/*', 'host/process/*', 'host/project/*']),
  // Extensions are tested by those who write them, in their own tests.
  place('kit', ['core/kit/*']),
  place(
    'revision',
    [
      'core/',
      'host/files/*',
      'host/git/*',
      'host/process/*',
      'host/project/*',
      'host/run/*',
      'host/runtime/*',
    ],
    ['semver', 'zod'],
  ),
  place('store', ['core/', 'host/files/*', 'host/git/*', 'host/revision/*'], ['zod']),
  place('sign', ['core/', 'host/files/*', 'host/git/*', 'host/project/*', 'host/store/*'], ['execa']),
  { path: 'host/', parts: ['model/', 'core/', 'host/'], typesOnly: ['flow/'], packages: ['node:'] },

  // L4: arguments to exit code.
  { path: 'cli/', parts: ['flow/', 'host/', 'core/', 'model/'], packages: ['node:'] },
  // Runs for programs: what a command does, without arguments and exit codes.
  { path: 'node.ts', parts: ['flow/', 'host/', 'core/', 'model/'], packages: ['node:'] },
  // Types and tests for what a project adds to Assay.
  { path: 'extend.ts', parts: ['core/kit/*', 'host/kit/*', 'model/'], packages: [] },
  // The benchmark engine that Vitest takes by configuration: it runs in Vitest's own processes.
  { path: 'vitest.ts', parts: ['worker/provide/'], packages: ['vitest'] },
  // The library face is loaded into the measured child: what it takes from model must be types.
  { path: 'index.ts', parts: ['api/'], typesOnly: ['model/'], packages: [] },
]
