/** Files that run their benchmarks themselves; what each benchmark does is said under its name, and its call is `work`. */

export function tinybenchFile(version: number): string {
  // Version 2 warms up where it is told to, and has one list of numbers.
  const warm = (bench: string) => (version === 2 ? `await ${bench}.warmup()\n` : '')
  const mean = version === 2 ? 'mean' : 'latency.mean'
  return `
import { Bench } from 'tinybench'
import { say } from './say.mjs'
const quick = { time: 5, iterations: 3, warmupTime: 2, warmupIterations: 3 }
// Some versions call a function when it is added: that is told once, in the case of its own.
let isAdded = true
const add = (bench, name, fn, options) => {
  isAdded = false
  bench.add(name, function (...given) { if (isAdded) return fn.apply(this, given) }, { async: false, ...options })
  isAdded = true
}

const bench = new Bench({
  ...quick,
  setup: (task, mode) => say('hooks', 'setup', task.name, mode),
  teardown: (task, mode) => say('hooks', 'teardown', task.name, mode),
})
add(bench, 'hooks', function (...given) { say('hooks', 'work', given.length, this?.name) }, {
  beforeAll(mode) { say('hooks', 'beforeAll', mode, this.name) },
  afterAll(mode) { say('hooks', 'afterAll', mode, this.name) },
  beforeEach(mode) { say('hooks', 'beforeEach', mode, this.name) },
  afterEach(mode) { say('hooks', 'afterEach', mode, this.name) },
})
${warm('bench')}await bench.run()
say('hooks', 'after', bench.tasks.length, typeof bench.tasks[0].result.${mean}, bench.tasks[0].result.state)

const cold = new Bench({
  ...quick,
  warmup: false,
  setup: (task, mode) => say('cold', 'setup', task.name, mode),
})
cold.add('cold', async () => { say('cold', 'work'); await null; say('cold', 'end') }, {
  beforeEach: async () => { await null; say('cold', 'before') },
})
await cold.run()
say('cold', 'after')

const heard = new Bench({ ...quick, warmup: false })
for (const type of ['add', 'start', 'cycle', 'complete', 'remove'])
  heard.addEventListener(type, (event) => say('events', type, event.task?.name))
add(heard, 'events', () => say('events', 'work'))
await heard.run()

const two = new Bench({ ...quick, warmup: false })
add(two, 'first', () => {})
add(two, 'second', () => say('second', 'work'))
add(two, 'removed', () => say('removed', 'work'))
two.remove('removed')
await two.run()
say('second', 'after', two.tasks.map(({ name }) => name).join())

const last = new Bench({ ...quick, warmup: false })
add(last, 'numbers of another', () => say('numbers of another', 'work'))
say('numbers of another', 'known', two.tasks[0].result.${mean} >= 0)
await last.run()

const early = new Bench({ ...quick, warmup: false })
isAdded = false
early.add('added', () => say('added', isAdded ? 'work' : 'call when it is added'))
isAdded = true
await early.run()

const failing = new Bench({ ...quick, warmup: false })
add(failing, 'throws', () => { say('throws', 'work'); throw new Error('no') })
await failing.run()
say('throws', 'after', String(failing.tasks[0].result.error))
`
}

export const mitataFile = `
import { bench, do_not_optimize, group, measure, run } from 'mitata'
import { say } from './say.mjs'
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
bench('manual', function* () {
  yield { budget: 'manual', manual() { say('manual', 'work'); return 1e8 } }
  say('manual', 'end')
})
bench('loop', (state) => {
  say('loop', 'begin')
  for (const _ of state) say('loop', 'work')
  say('loop', 'end')
})
group('group', () => {
  bench('asynchronous', async () => { say('asynchronous', 'work'); await null; say('asynchronous', 'end') })
})
bench('filtered', () => say('filtered', 'work'))
const { benchmarks } = await run({ print: () => {}, filter: /^(?!filtered)/ })
say('function', 'after', benchmarks.length, typeof benchmarks[0].runs[0].stats.avg, benchmarks[0].alias)
const stats = await measure(function measured() { say('measured', 'work') }, { min_cpu_time: 1e6 })
say('measured', 'after', typeof stats.avg)
`

export const benchmarkFile = `
import Benchmark from 'benchmark'
import { say } from './say.mjs'
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
  .on('complete', () => { say('setup', 'complete'); say('deferred', 'complete'); third() })
  .run({ async: true })

const third = () => {
  new Benchmark('alone', () => say('alone', 'work'), {
    ...quick,
    onStart: (event) => say('alone', 'start', event.target.name),
    onComplete: (event) => say('alone', 'complete', event.target.name, event.target.error),
  }).run({ async: true })
  new Benchmark('blocks', () => say('blocks', 'work'), quick).run()
  say('blocks', 'after')
}
`
