import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { holdRunsWhile } from '../../../src/api/held-runs.ts'
import { type Registered, registry } from '../../../src/api/registry.ts'
import { offerDeno } from '../../../src/worker/dialect/deno.ts'
import type { Dialect } from '../../../src/worker/dialect/dialects.ts'
import { main } from '../../built.ts'

/** What a file says that has no meaning here is told by its name, for each word of each library. */

// biome-ignore lint/suspicious/noExplicitAny: as files say it, in plain JavaScript.
type Words = any

let loads = 0

/** What a file registers that is only listed. */
async function listed(
  library: Dialect | 'Deno',
  use: (words: Words) => unknown,
  version?: string,
): Promise<readonly Registered[]> {
  const before = registry().length
  const load = holdRunsWhile(async () => {
    if (library !== 'Deno') return use(await wordsOf(library, version))
    offerDeno()
    return use(Reflect.get(globalThis, 'Deno'))
  })
  await load.next()
  return registry().slice(before)
}

/** As it is built: Vite takes no address with a question mark for TypeScript. */
function wordsOf(library: Dialect, version?: string): Promise<Words> {
  const url = pathToFileURL(join(main, '../../worker/dialect/words', `${library}.js`))
  url.searchParams.set('load', `words-${++loads}`)
  if (version !== undefined) url.searchParams.set('version', version)
  url.searchParams.set('place', fileURLToPath(import.meta.resolve('vitest')))
  return import(url.href)
}

afterEach(() => Reflect.deleteProperty(globalThis, 'Deno'))

const fn = () => 1
const clock = 'Assay uses the clock of the system'

const bench =
  (options: object, task: object = {}) =>
  ({ Bench }: Words) =>
    new Bench(options).add('a', fn, task).run()
const rowsOfTinybench: [string, (words: Words) => unknown, string[], string?][] = [
  ['nothing', bench({ retainSamples: true, warmup: false, setup: fn }), []],
  ['now', bench({ now: fn }), [`now: ${clock}`]],
  ['timestampProvider', bench({ timestampProvider: 'hrtimeNow' }), [`timestampProvider: ${clock}`]],
  ['signal', bench({ signal: {} }), ['signal: Assay ends it by its own time']],
  ['signal of a task', bench({}, { signal: {} }), ['signal: Assay ends it by its own time']],
  [
    'subtractTimerOverhead',
    bench({ subtractTimerOverhead: true }),
    ['subtractTimerOverhead: batches of calls are timed, where there is no hook between'],
  ],
  [
    "concurrency: 'bench'",
    bench({ concurrency: 'bench' }),
    ['concurrency: benchmarks are measured one by one'],
  ],
  [
    "concurrency: 'task'",
    bench({ concurrency: 'task' }),
    ["concurrency: 'task' without a finite threshold: one operation is in flight at a time"],
  ],
  ['concurrency with a threshold', bench({ concurrency: 'task', threshold: 3 }), []],
  [
    'concurrency that is assigned',
    ({ Bench }) => Object.assign(new Bench(), { concurrency: 'bench' }).add('a', fn).run(),
    ['concurrency: benchmarks are measured one by one'],
    '5.1.0',
  ],
  [
    'runConcurrently',
    ({ Bench }) => new Bench().add('a', fn).runConcurrently(),
    ['concurrency: benchmarks are measured one by one'],
    '2.9.0',
  ],
]

const inTest =
  (use: (context: Words, words: Words) => unknown, options: object = {}) =>
  (words: Words) =>
    words.test('t', options, (context: Words) => use(context, words))
const speed = ': Assay compares revisions'
const rowsOfVitest: typeof rowsOfTinybench = [
  ['nothing', inTest(({ bench }) => bench('a', fn).run()), []],
  ['now of a run', inTest(({ bench }) => bench('a', fn).run({ now: fn })), [`now: ${clock}`]],
  [
    'writeResult and perProject',
    inTest(({ bench }) => bench('a', { writeResult: 'x.json', perProject: true }, fn).run()),
    ['writeResult: Assay keeps its own record', 'perProject: projects of Vitest are not told apart'],
  ],
  [
    'bench.from',
    inTest(({ bench }) => bench.compare(bench('a', fn), bench.from('old', 'x.json'))),
    ["bench.from('old'): Assay measures what it compares with"],
  ],
  [
    'retry and repeats',
    inTest(({ bench }) => bench('a', fn).run(), { retry: 2, repeats: 3 }),
    ['retry: a fork that fails is not made again', 'repeats: forks repeat it'],
  ],
  [
    'toBeFasterThan',
    inTest(async ({ bench }, words) => {
      const result = await bench('a', fn).run()
      words.expect(result).toBeFasterThan(result)
    }),
    [`toBeFasterThan${speed}`],
  ],
  [
    'not.toBeSlowerThan',
    inTest(async ({ bench, expect: own }) => {
      const result = await bench('a', fn).run()
      own(result).not.toBeSlowerThan(result, { delta: 0.1 })
    }),
    [`toBeSlowerThan${speed}`],
  ],
  [
    'a limit of a time',
    inTest(async ({ bench }, words) => {
      words.expect((await bench('a', fn).run()).latency.mean).not.toBeGreaterThan(5)
    }),
    [`expect of a time${speed}`],
  ],
  [
    'what needs numbers',
    inTest(async ({ bench }) => {
      const { latency } = await bench('a', fn).run()
      if (!(latency.mean > 0)) throw new Error('too fast')
    }),
    ['what comes after the run: without numbers it throws "too fast", and goes no further'],
  ],
  ['a clock of version 4', ({ bench }) => bench('a', fn, { now: fn }), [`now: ${clock}`], '4.1.12'],
]

const bytes = 'Assay counts bytes its own way'
const counters = 'Assay reads no counters of hardware in a fork that measures'
const oneAtATime = 'concurrency: one operation is in flight at a time'
const inRun =
  (add: (bench: Words) => unknown) =>
  ({ bench, run }: Words) => {
    add(bench)
    return run()
  }
const rowsOfMitata: typeof rowsOfTinybench = [
  ['nothing', inRun((bench) => bench('a', fn).gc('once')), []],
  [
    "gc('inner')",
    inRun((bench) => bench('a', fn).gc('inner')),
    ["gc('inner'): garbage is collected when V8 does it"],
  ],
  ['concurrency', inRun((bench) => bench('a', fn).args('concurrency', [4])), [oneAtATime]],
  [
    'heap and counters of what is yielded',
    inRun((bench) =>
      bench('a', function* () {
        yield { bench: fn, heap: false, counters: false, concurrency: 2 }
      }),
    ),
    [oneAtATime, `heap: ${bytes}`, `counters: ${counters}`],
  ],
  [
    'measure',
    ({ measure }) => measure(fn, { now: fn, heap: fn, inner_gc: true, gc: fn, $counters: true }),
    [
      `now: ${clock}`,
      'inner_gc: garbage is collected when V8 does it',
      'gc: garbage is collected when V8 does it',
      `heap: ${bytes}`,
      `$counters: ${counters}`,
    ],
  ],
]

const blocks = 'run() without async: it comes back at once, and listeners are told later'
const others: [Dialect | 'Deno', ...(typeof rowsOfTinybench)[number]][] = [
  ['benchmark', 'run()', ({ Suite }) => new Suite().add('a', fn).run(), [blocks]],
  ['benchmark', 'run() of one', ({ default: B }) => new B('a', fn).run(), [blocks]],
  ['benchmark', 'async', ({ Suite }) => new Suite().add('a', fn).run({ async: true }), []],
  ['benny', 'nothing', ({ suite, add }) => suite('s', add('a', fn)), []],
  [
    'benny',
    'save',
    ({ suite, add, save }) => suite('s', add('a', fn), save({ file: 'x' })),
    ['save: Assay keeps its own record'],
  ],
  ['Deno', 'nothing', (deno) => deno.bench('a', { sanitizeExit: true }, fn), []],
  [
    'Deno',
    'options',
    (deno) => deno.bench('a', { baseline: true, permissions: 'none', sanitizeExit: false }, fn),
    [
      'baseline: Assay compares with another revision, not within a file',
      'permissions: a fork may do what Node may',
      'sanitizeExit: a file that ends its process ends with its fork',
    ],
  ],
]

describe('a word that has no meaning here is named', () => {
  it.for([
    ...rowsOfTinybench.map((row) => ['tinybench', ...row] as const),
    ...rowsOfVitest.map((row) => ['vitest', ...row] as const),
    ...rowsOfMitata.map((row) => ['mitata', ...row] as const),
    ...others,
  ])('%s: %s', async ([library, , use, expected, version]) => {
    const [one] = await listed(library, use, version)
    expect(one?.ignored ?? []).toEqual(expected)
  })
})

describe('so are options of how long and how often', () => {
  it.for<[Dialect | 'Deno', string[], (words: Words, options: object) => unknown]>([
    [
      'tinybench',
      ['time', 'iterations', 'warmupTime', 'warmupIterations'],
      (words, options) => bench(options)(words),
    ],
    [
      'vitest',
      ['time', 'iterations'],
      (words, options) => inTest((context) => context.bench('a', fn).run(options))(words),
    ],
    [
      'vitest',
      ['timeout'],
      (words, options) => inTest((context) => context.bench('a', fn).run(), options)(words),
    ],
    ['mitata', ['min_samples', 'min_cpu_time'], ({ measure }, options) => measure(fn, options)],
    [
      'benchmark',
      ['initCount', 'maxTime', 'minSamples', 'minTime'],
      ({ Suite }, options) => new Suite().add('a', fn, options).run(),
    ],
    [
      'benchmark',
      ['maxTime'],
      ({ default: Benchmark }, options) => {
        Object.assign(Benchmark.options, options)
        return new Benchmark('a', fn).run()
      },
    ],
    ['benny', ['initCount', 'maxTime'], ({ suite, add }, options) => suite('s', add('a', fn, options))],
    [
      'benny',
      ['minSamples'],
      ({ suite, add, configure }, options) => {
        configure({ cases: options })
        return suite('s', add('a', fn))
      },
    ],
    ['Deno', ['n', 'warmup'], (deno, options) => deno.bench('a', options, fn)],
  ])('%s: %s', async ([library, names, use]) => {
    const options = Object.fromEntries(names.map((name) => [name, 7]))
    const [one] = await listed(library, (words) => use(words, options))
    expect(one?.limits).toEqual(names)
  })
})

describe('a word that is lacking', () => {
  it.for<[Dialect | 'Deno', string, (words: Words) => unknown, RegExp]>([
    [
      'benchmark',
      'invoke',
      ({ default: Benchmark }) => Benchmark.invoke([], 'run'),
      /'invoke' .* Benchmark\.js/u,
    ],
    ['Deno', 'env', (deno) => deno.env.get('HOME'), /'Deno\.env' is a word of Deno/u],
    ['vitest', 'test.fails', ({ test }) => test.fails('x', fn), /'test\.fails' needs Vitest's own runner/u],
  ])('of %s says its name: %s', async ([library, , use, message]) => {
    await expect(listed(library, use)).rejects.toThrow(message)
  })

  it.for(['tinybench', 'mitata', 'benchmark', 'vitest'] as const)(
    'is none that %s exports',
    async (library) => {
      const [real, words]: [Words, Words] = [await import(library), await wordsOf(library)]
      expect(Object.keys(words)).toEqual(expect.arrayContaining(Object.keys(real)))
      if (library === 'benchmark') {
        const statics = [Object.keys(real.default), Object.keys(words.default)]
        expect(statics[1]).toEqual(expect.arrayContaining(statics[0]!))
      }
    },
  )
})
