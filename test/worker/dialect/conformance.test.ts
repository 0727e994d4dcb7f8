import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { project, quick } from '../../project.ts'

/**
 * Which function is called with which `this` and arguments, and which hooks, in which order: once by the library itself, and once
 * by Assay. How often what is timed is called differs by nature, so repetitions count once.
 */

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))

const say = `
import { writeFileSync } from 'node:fs'
const logs = {}
export function say(name, ...words) {
  const log = logs[name] ??= []
  log.push(words.join(' '))
  // What is repeated counts once: one call, or several with their hooks.
  for (let length = 1; length <= 6; length++) {
    const last = log.slice(-length).join()
    if (log.length >= 2 * length && log.slice(-2 * length, -length).join() === last) log.length -= length
  }
  // At once: a process that has answered is ended.
  writeFileSync(process.env.CALL_LOG + '/' + process.pid, JSON.stringify({ program: process.argv[1], logs }))
}
globalThis.say = say
`

type Logs = Readonly<Record<string, readonly string[]>>

/** One file of each library; what each of its benchmarks does is said under its name, and its call is `work`. */
const files: Readonly<Record<string, string>> = {
  tinybench: `
import { Bench } from 'tinybench'
const bench = new Bench({
  time: 5, iterations: 3, warmupTime: 2, warmupIterations: 3,
  setup: (task, mode) => say('hooks', 'setup', task.name, mode),
  teardown: (task, mode) => say('hooks', 'teardown', task.name, mode),
})
bench.add('hooks', function (...given) { say('hooks', 'work', given.length, this?.name) }, {
  async: false,
  beforeAll(mode) { say('hooks', 'beforeAll', mode, this.name) },
  afterAll(mode) { say('hooks', 'afterAll', mode, this.name) },
  beforeEach(mode) { say('hooks', 'beforeEach', mode, this.name) },
  afterEach(mode) { say('hooks', 'afterEach', mode, this.name) },
})
await bench.run()
say('hooks', 'after', bench.tasks.length, typeof bench.tasks[0].result.latency.mean, bench.tasks[0].result.state)

const cold = new Bench({ time: 5, iterations: 3, warmup: false })
cold.add('asynchronous', async () => { say('asynchronous', 'work'); await null; say('asynchronous', 'end') }, {
  beforeEach: async () => { await null; say('asynchronous', 'before') },
})
await cold.run()
say('asynchronous', 'after')
`,
  mitata: `
import { bench, run, do_not_optimize } from 'mitata'
bench('function', (...given) => { say('function', 'work', given.length); do_not_optimize(given) })
bench('generator $n', function* (state) {
  say('generator 3', 'begin', state.get('n'))
  yield () => say('generator 3', 'work')
  say('generator 3', 'end')
}).args('n', [3])
bench('inputs', function* () {
  yield { [0]() { return 'a' }, [1]() { return 'b' }, bench(one, other) { say('inputs', 'work', one, other) } }
  say('inputs', 'end')
})
bench('loop', (state) => {
  say('loop', 'begin')
  for (const _ of state) say('loop', 'work')
  say('loop', 'end')
})
const { benchmarks } = await run({ print: () => {} })
say('function', 'after', benchmarks.length, typeof benchmarks[0].runs[0].stats.avg, benchmarks[0].alias)
`,
  benchmark: `
import Benchmark from 'benchmark'
const quick = { maxTime: 0.01, minTime: 0.001, minSamples: 1, initCount: 1 }
new Benchmark.Suite('all')
  .add('function', function () { say('function', 'work', this.name) }, quick)
  .on('start', function () { say('function', 'start', this.name) })
  .on('cycle', (event) => say('function', 'cycle', event.target.name, typeof event.target.hz))
  .on('complete', function () {
    say('function', 'complete', this.length, this[0].stats.sample.length > 0, this.filter('fastest').map('name').join())
    second()
  })
  .run({ async: true })

const second = () => new Benchmark.Suite()
  .add('setup', {
    ...quick,
    setup: function () { var made = [3]; say('setup', 'setup') },
    fn: function () { say('setup', 'work', made.length) },
    teardown: function () { say('setup', 'teardown', made.length) },
  })
  .add('deferred', {
    ...quick,
    defer: true,
    fn: (deferred) => { say('deferred', 'work', typeof deferred.resolve); setTimeout(() => deferred.resolve(), 1) },
  })
  .on('complete', () => { say('setup', 'complete'); say('deferred', 'complete') })
  .run({ async: true })
`,
}

const logsIn = (folder: string) =>
  readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { program: string; logs: Logs },
  )

describe('the calls of a benchmark are those of its library', () => {
  it.for(Object.entries(files))('%s', async ([library, text]) => {
    const made = project({
      'perf.config.js': `export default { include: ['*.bench.mjs'], ${quick} }`,
      'say.mjs': say,
      'one.bench.mjs': `import { say } from './say.mjs'\n${text}`,
    })
    mkdirSync(join(made.folder, 'node_modules'))
    symlinkSync(join(packages, library), join(made.folder, 'node_modules', library), 'dir')
    const [native, own] = [join(made.folder, 'native'), join(made.folder, 'own')]
    for (const folder of [native, own]) mkdirSync(folder)
    const env = (folder: string) => ({ ...process.env, CALL_LOG: folder })
    execFileSync(process.execPath, ['one.bench.mjs'], { cwd: made.folder, env: env(native), stdio: 'pipe' })
    const { code, stderr } = await made.runFrom({ env: env(own) }, 'run')
    expect(code, stderr).toBe(0)
    const forks = logsIn(own).filter(({ program }) => basename(program).startsWith('measure'))
    for (const [name, expected] of Object.entries(logsIn(native)[0]!.logs)) {
      const measured = forks.filter(({ logs }) => logs[name]?.some((line) => line.startsWith('work')))
      expect(measured.length, name).toBeGreaterThan(0)
      for (const { logs } of measured) expect(logs[name], name).toEqual(expected)
    }
  })
})
