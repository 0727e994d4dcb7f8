import { bennyFile, denoFile, denoOnlyFile } from './other-files.ts'
import { benchmarkFile, mitataFile, tinybenchFile } from './script-files.ts'
import { vitest4File, vitest5File, vitestOnlyFile } from './vitest-files.ts'

/** What a file can ask of its library; `log` is the name of its benchmark, under which its calls are said. */
export type Feature = {
  readonly log: string
  readonly what: string
  /** What is not the same, on purpose, and what tells it: the code of a finding, or a failure. */
  readonly differs?: {
    readonly how: string
    readonly told: 'other-library' | 'words-ignored' | 'the failure of the benchmark'
  }
}

/** A version of a library, with files that use all of it. */
export type Library = {
  readonly id: string
  readonly title: string
  /** Its name in the registry, and the version that was recorded; absent: the one that is installed here runs in the test. */
  readonly name: string
  readonly recorded?: string
  readonly runs: 'as scripts' | 'by vitest bench' | 'by deno bench'
  readonly files: Readonly<Record<string, string>>
  readonly features: readonly Feature[]
}

const throws = (how: string): Feature => ({
  log: 'throws',
  what: 'A function that throws',
  differs: { how, told: 'the failure of the benchmark' },
})

const added: Feature = {
  log: 'added',
  what: 'A first call when a function is added',
  differs: { how: 'it is made where the benchmark is measured', told: 'other-library' },
}

const tinybench = (version: number, recorded?: string): Library => ({
  id: `tinybench-${version}`,
  title: `tinybench ${version}`,
  name: 'tinybench',
  ...(recorded !== undefined && { recorded }),
  runs: 'as scripts',
  files: { 'calls.bench.mjs': tinybenchFile(version) },
  features: [
    { log: 'hooks', what: 'Hooks of the bench and of the task: order, mode and `this`' },
    ...(version > 2 ? [added] : []),
    ...(version === 2 || version === 6 ? firstAndLast : []),
    ...(version === 6 ? last : []),
  ],
})

/** What versions between them do as they do. */
const firstAndLast: readonly Feature[] = [
  { log: 'cold', what: 'Hooks without a warm-up, and an asynchronous function' },
  { log: 'events', what: 'Events of the bench' },
]

const last: readonly Feature[] = [
  { log: 'second', what: 'A task after another one' },
  { log: 'removed', what: 'A task that was removed is not called' },
  {
    log: 'numbers of another',
    what: 'Numbers of a bench that ran before',
    differs: { how: 'they are `NaN` where another benchmark is measured', told: 'other-library' },
  },
  throws('its fork fails; with the library, the error is in the result'),
]

export const libraries: readonly Library[] = [
  {
    id: 'vitest-5',
    title: 'Vitest 5',
    name: 'vitest',
    runs: 'by vitest bench',
    files: { 'calls.bench.mjs': vitest5File, 'only.bench.mjs': vitestOnlyFile },
    features: [
      { log: 'run', what: '`bench(name, fn).run()` and its result' },
      added,
      { log: 'hooks', what: 'Hooks of `bench`, `setup` and `teardown` of `run`' },
      { log: 'first', what: '`bench.compare` and its results' },
      { log: 'compared', what: 'The second benchmark of a `bench.compare`' },
      { log: 'suite', what: 'Hooks of nested suites around a test' },
      { log: 'row 2 of b', what: '`describe.each` and `test.for`' },
      { log: 'table', what: 'Rows as a template' },
      { log: 'asynchronous', what: 'An asynchronous function' },
      { log: 'asserted', what: 'A benchmark after an assertion about a time' },
      { log: 'skipped', what: '`skip`, `todo`, `skipIf`: not called' },
      { log: 'never run', what: 'A benchmark that is not run is not called' },
      { log: 'only', what: '`test.only`' },
      { log: 'beside only', what: 'Beside `test.only`: not called' },
      throws('its fork fails; with the library, `run()` rejects'),
    ],
  },
  {
    id: 'vitest-4',
    title: 'Vitest 4',
    name: 'vitest',
    recorded: '4.1.12',
    runs: 'by vitest bench',
    files: { 'calls.bench.mjs': vitest4File },
    features: [
      { log: 'plain', what: 'A function, its `this` and arguments' },
      { log: 'setup', what: '`setup` and `teardown`' },
      { log: 'file', what: 'Hooks of the file' },
      { log: 'nested', what: 'Hooks of a suite: the library calls none' },
      { log: 'row 2', what: '`describe.each`' },
      { log: 'asynchronous', what: 'An asynchronous function' },
      { log: 'skipped', what: '`skip`, `todo`: not called' },
    ],
  },
  tinybench(6),
  tinybench(5, '5.1.0'),
  tinybench(4, '4.1.0'),
  tinybench(3, '3.1.1'),
  tinybench(2, '2.9.0'),
  {
    id: 'mitata-1',
    title: 'mitata 1',
    name: 'mitata',
    // It takes most of a second for each benchmark, and no option makes that less.
    recorded: '1.0.34',
    runs: 'as scripts',
    files: { 'calls.bench.mjs': mitataFile },
    features: [
      { log: 'function', what: 'A function, and what `run` returns' },
      { log: 'generator 3', what: 'A generator with arguments: before, work, after' },
      { log: 'inputs', what: 'Computed inputs' },
      { log: 'manual', what: 'A function that tells its own time' },
      { log: 'loop', what: 'A loop over the state' },
      { log: 'asynchronous', what: 'An asynchronous function in a group' },
      { log: 'measured', what: '`measure`' },
      { log: 'filtered', what: 'What `filter` leaves out is not called' },
    ],
  },
  {
    id: 'benchmark-2',
    title: 'Benchmark.js 2',
    name: 'benchmark',
    runs: 'as scripts',
    files: { 'calls.bench.mjs': benchmarkFile },
    features: [
      { log: 'function', what: 'A suite, and what its listeners are told' },
      { log: 'setup', what: '`setup` and `teardown` in one text with the function' },
      { log: 'deferred', what: '`defer`' },
      { log: 'alone', what: 'A benchmark without a suite' },
      {
        log: 'blocks',
        what: '`run()` without `async`',
        differs: { how: 'it comes back before it has measured', told: 'words-ignored' },
      },
    ],
  },
  {
    id: 'benny-3',
    title: 'benny 3',
    name: 'benny',
    recorded: '3.7.1',
    runs: 'as scripts',
    files: { 'calls.bench.mjs': bennyFile },
    features: [
      { log: 'plain', what: 'A case, `cycle` and `complete`' },
      { log: 'returned', what: 'A case that returns a function' },
      { log: 'asynchronous', what: 'An asynchronous case' },
      { log: 'skipped', what: '`add.skip`: not measured' },
      { log: 'only', what: '`add.only`' },
      {
        log: 'beside only',
        what: 'Beside `add.only`',
        differs: { how: 'the library calls each once when it is added', told: 'other-library' },
      },
    ],
  },
  {
    id: 'deno-2',
    title: 'Deno 2',
    name: 'deno',
    recorded: '2.9.6',
    runs: 'by deno bench',
    files: { 'calls_bench.mjs': denoFile, 'only_bench.mjs': denoOnlyFile },
    features: [
      { log: 'plain', what: 'A name and a function' },
      { log: 'options', what: 'Options with a function in them' },
      { log: 'named', what: 'A function with a name' },
      { log: 'context', what: 'A context with `start` and `end`' },
      { log: 'asynchronous', what: 'An asynchronous function' },
      { log: 'promise', what: 'A function that returns a promise: not awaited' },
      { log: 'ignored', what: '`ignore`: not called' },
      { log: 'only', what: '`only`' },
      { log: 'beside only', what: 'Beside `only`: not called' },
    ],
  },
]
