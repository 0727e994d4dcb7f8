import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runHere } from '../in-process.ts'
import { project } from '../project.ts'

/** Files in the words of other libraries, as people have them; the libraries are not installed here. */
const files = {
  'package.json': '{ "name": "here", "type": "module", "scripts": { "perf": "node tools/speed.js" } }',
  'src/sum.js': 'export const sum = (n) => { let s = 0; for (let i = 0; i < n; i++) s += i; return s }\n',
  'tools/speed.js': `
import { sum } from '../src/sum.js'
import { Bench } from 'tinybench'
const bench = new Bench({ name: 'sums' })
bench.add('short', () => sum(10)).add('long', () => sum(1000))
await bench.run()
console.table(bench.table())
process.exit(bench.results.length === 2 ? 0 : 1)
`,
  'benchmarks/list.mjs': `
import { bench, group, run } from 'mitata'
group('lists', () => {
  bench('map $n', function* (state) { const list = new Array(state.get('n')).fill(1); yield () => list.map((x) => x + 1) }).args('n', [1, 100])
})
await run()
`,
  'a.bench.cjs': `
const { Suite } = require('benchmark')
new Suite('texts').add('indexOf', function () { return 'abc'.indexOf('c') })
  .on('complete', function () { this.filter('fastest').map('name').join() }).run({ async: true })
`,
  'b.benchmark.js': `
import { bench, describe } from 'vitest'
import b from 'benny'
import { sum } from './src/sum.js'
b.suite('cases', b.add('one', () => sum(5)), b.cycle(), b.complete())
Deno.bench('global', { group: 'deno' }, () => sum(7))
`,
  'c.bench.js': `
import { beforeAll, describe, expect, test } from 'vitest'
import { sum } from './src/sum.js'
let n = 0
beforeAll(() => { n = 100 })
describe('sums', () => {
  test('compared', async ({ bench }) => {
    const results = await bench.compare(bench('one', () => sum(n)), bench('two', () => sum(n)))
    results.get('one').latency.mean.toFixed(2)
  })
})
`,
}

it('benchmarks that people have are found without a configuration, and measured as they are', async () => {
  const made = project({ ...files, 'perf.config.js': '' })
  rmSync(join(made.folder, 'perf.config.js'))
  const listed = await runHere(made.folder, 'list')
  expect(listed.stdout).toContain('mitata 1.0.34, in benchmarks/)')
  expect(listed.stdout).toContain("tinybench 6.0.0, by script 'perf')")
  expect(listed.stdout).toContain('benny 3.7.1, by name)')
  expect(listed.stderr).toBe('')
  expect(
    listed.stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/ {2}\(.*\)$/u, '')),
  ).toEqual([
    'a.bench.cjs › texts › indexOf',
    'b.benchmark.js › cases › one',
    'b.benchmark.js › deno › global',
    'benchmarks/list.mjs › lists › map 1',
    'benchmarks/list.mjs › lists › map 100',
    'c.bench.js › sums › compared › one',
    'c.bench.js › sums › compared › two',
    'tools/speed.js › sums › short',
    'tools/speed.js › sums › long',
  ])
  const one = ['indexOf', 'cases', 'global', 'map 1', 'compared › one', 'short']
  const run = await runHere(made.folder, 'run', ...one, '--time', '20 ms', '--forks', '2')
  expect(run.code, run.stderr + run.stdout).toBe(0)
  const { benchmarks, findings } = made.latest()
  expect(benchmarks).toHaveLength(7)
  expect(benchmarks.every(({ metrics }) => metrics.time !== undefined)).toBe(true)
  const libraries = findings.filter(({ code }) => code === 'other-library').map(({ message }) => message)
  expect(new Set(libraries).size).toBe(6)
})

/** What files do that is not in any manual. The libraries that a version is said of are there by their manifests alone. */
const awkward = {
  'node_modules/tinybench/package.json': '{ "name": "tinybench", "version": "6.2.0", "main": "none.js" }',
  'node_modules/tinybench/none.js': '',
  'old/node_modules/tinybench/package.json': '{ "name": "tinybench", "version": "2.9.0", "main": "none.js" }',
  'old/node_modules/tinybench/none.js': '',
  'old/old.bench.js': `
import { Bench } from 'tinybench'
const bench = new Bench()
bench.add('old', () => 1)
await bench.run()
`,
  'ring/a.js': "import { b } from './b.js'\nexport const a = () => b() + 1\n",
  'ring/b.js': "import { a } from './a.js'\nexport const b = () => 1\nexport const both = () => a()\n",
  'ring.bench.js': `
import { Bench } from 'tinybench'
import { a } from './ring/a.js'
const bench = new Bench()
const early = bench.tasks.length + bench.results.length
bench.add('circular', () => a())
if (bench.tasks[0].result.state !== 'not-started' || early !== 0) throw new Error('there is a result already')
await bench.run()
bench.add('added later', () => a() + 1)
await bench.run()
`,
  'timers.bench.js': `
import { bench } from 'vitest'
import { test } from 'vitest'
for (const name of ['setTimeout', 'setImmediate', 'setInterval']) globalThis[name] = () => 0
globalThis.performance = { now: () => 0 }
Date.now = () => 0
const mode = [process.env.NODE_ENV, process.env.VITEST].join(' ')
test('fake timers, ' + mode, async ({ bench }) => { await bench('still', () => [2, 1].toSorted()).run() })
`,
}

it('two versions, circular imports, benchmarks that come later, early looks and fake timers change nothing; nor does a bare terminal', async () => {
  const made = project(awkward)
  const listed = await runHere(made.folder, 'list')
  expect(listed.stdout.split('\n').map((line) => line.replace(/\(line \d+, /u, '('))).toEqual([
    'old/old.bench.js › old  (tinybench 2.9.0)',
    'ring.bench.js › circular  (tinybench 6.2.0)',
    'ring.bench.js › added later  (tinybench 6.2.0)',
    'timers.bench.js › fake timers, test true › still  (Vitest 5.0.0)',
    '',
  ])
  const bare = { HOME: undefined, USERPROFILE: undefined, XDG_CONFIG_HOME: undefined, COLUMNS: '40' }
  const run = await made.runFrom({ env: bare }, 'run', 'later', 'still')
  expect(run.code, run.stderr + run.stdout).toBe(0)
  // A command stays one line, to be copied.
  const wide = run.stdout.split('\n').filter((line) => line.length > 40 && !line.includes('npx assay'))
  expect(wide).toEqual([])
  expect(made.latest().benchmarks.map(({ name, state }) => [name, state])).toEqual([
    ['added later', 'measured'],
    ['still', 'measured'],
  ])
})
