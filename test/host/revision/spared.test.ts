import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { settleImpact } from '../../../src/flow/bases.ts'
import { changesSince } from '../../../src/host/revision/changes-since.ts'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { findUnreached } from '../../../src/host/revision/unreached.ts'
import { benchmarkOf, configOf } from '../../core/given.ts'
import { git, type Project, project } from '../../project.ts'

const shapes = `const scale = 1
export const area = (a) => a * a * scale
export function perimeter(a) {
  return 4 * side(a)
}
function side(a) {
  return a
}
function build() {
  return 3
}
export const built = build()
export class Grid {
  cells = []
  add(cell) {
    this.cells.push(cell)
    if (this.cells.length > 40) this.flush()
  }
  flush() {
    this.cells = []
  }
  static of() {
    return new Grid()
  }
}
`
const files = {
  'src/shapes.js': shapes,
  'src/typed.ts':
    'export function twice(n: number): number {\n  return 2 * n\n}\nexport const half = (n: number) => n / 2\n',
  'src/common.cjs': 'exports.one = () => 1\nexports.two = () => 2\n',
  'bench/shapes.bench.js': `import { bench } from 'assay'
import { area, Grid, perimeter } from '../src/shapes.js'
import { half, twice } from '../src/typed.ts'
import common from '../src/common.cjs'
bench('area', () => area(2) + half(1) + common.one())
bench('perimeter', () => perimeter(2) + twice(1) + common.two())
bench('grid', { setup: () => Grid.of(), run: (grid) => grid.add(1) })`,
  'src/states.js': `let plugin
export const use = (one) => { plugin = one }
export const render = (n) => (plugin ? plugin(n) : plain())
function plain() {
  return 1
}
let leased = 0
export function lease() {
  return ++leased > 4 ? crowded() : leased
}
function crowded() {
  return 4
}
export const finish = (one) => { leased--; return one }
let busy = 0
export async function limited() {
  if (busy > 0) enqueue()
  busy++
  await undefined
  busy--
}
function enqueue() {
  return 2
}
`,
  'bench/states.bench.js': `import { bench } from 'assay'
import { finish, lease, limited, render, use } from '../src/states.js'
bench('with plugin', { setup: () => use((n) => n), run: () => render(1) })
bench('without plugin', () => render(1))
bench('prepared', { prepare: () => lease(), run: (one) => finish(one) })
bench('in flight', { concurrency: 8, run: () => limited() })`,
  'bench/where.bench.js': `import { createRequire } from 'node:module'
import { bench } from 'assay'
const require = createRequire(import.meta.url)
let isThere = true
try { require.resolve('../src/extra.cjs') } catch { isThere = false }
bench('found', () => isThere)`,
  'bench/names.bench.js': `import { bench } from 'assay'
import * as all from '../src/shapes.js'
bench('names', () => Object.keys(all).length)
bench('area', () => all.area(2))`,
  'bench/setup.bench.js': `import { bench } from 'assay'
bench('area', { setup: () => import('../src/shapes.js'), run: ({ area }) => area(2) })
bench('half', { setup: () => import('../src/typed.ts'), run: ({ half }) => half(2) })`,
  'bench/reader.bench.js': `import { readFileSync } from 'node:fs'
import { bench } from 'assay'
import { area } from '../src/shapes.js'
bench('reader', () => area(readFileSync(new URL('../src/shapes.js', import.meta.url)).length))`,
  'bench/child.bench.js': `import { execFileSync } from 'node:child_process'
import { bench } from 'assay'
import { area } from '../src/shapes.js'
bench('child', () => area(execFileSync(process.execPath, ['--version']).length))`,
  'bench/throws.bench.js': `import { bench } from 'assay'
import { area } from '../src/shapes.js'
bench('throws', () => { throw new Error(String(area(2))) })
bench('fine', () => area(2))`,
}
const named = (name: string, file = name) => benchmarkOf(name, { file: `bench/${file}.bench.js`, id: name })
const members = ['area', 'perimeter', 'grid'].map((name) => named(name, 'shapes'))
const config = configOf({ time: { perBenchmark: '500 ms', timeout: '50 s' } })
let place: Project

beforeAll(() => {
  place = project(files)
  git(place, 'init', '-q')
  git(place, 'add', '-A')
  git(place, 'commit', '-q', '-m', 'base')
})
afterEach(() => {
  git(place, 'checkout', '-q', '--', '.')
})

function edit(file: keyof typeof files, from: string, to: string) {
  expect(files[file]).toContain(from)
  place.write(file, files[file].replace(from, to))
}
const since = (benchmarks = members, known = knowNothing(), held = config) =>
  changesSince(place.folder, 'HEAD', benchmarks, held, known).then(settleImpact)
const spared = async (...more: Parameters<typeof since>) => [...(await since(...more)).spared].sort()

it('are benchmarks that do not run the function that has changed', async () => {
  edit('src/shapes.js', 'a * a * scale', 'a * scale * a')
  const { untouched, spared, asRecorded } = await since()
  expect([untouched, [...spared].sort()]).toEqual([new Set(), ['grid', 'perimeter']])
  // No package is loaded, so nothing but the repository tells what they run.
  expect(asRecorded).toEqual(spared)
})

it('are likely to be those that do not run it in some calls, which is known before any is called longer', async () => {
  edit('src/shapes.js', 'this.cells = []\n', 'this.cells.length = 0\n')
  const known = knowNothing()
  const begun = await changesSince(place.folder, 'HEAD', members, config, known)
  expect([begun.unsettled, begun.spared, begun.asRecorded, known.longer.size]).toEqual([
    new Set(['area', 'perimeter', 'grid']),
    ...[new Set(), new Set(), 0],
  ])
  const settled = await begun.settle()
  const expected = new Set(['area', 'perimeter'])
  expect([settled.unsettled, settled.spared, settled.asRecorded]).toEqual([new Set(), expected, expected])
  expect(await begun.settle()).toBe(settled)
  expect(known.longer.size).toBe(3)
})

it('are not those whose function calls it', async () => {
  edit('src/shapes.js', 'return a\n', 'return +a\n')
  expect(await spared()).toEqual(['area', 'grid'])
})

it('are not those that run it in setup, or only in a late call', async () => {
  const some = [members[0]!, members[2]!]
  edit('src/shapes.js', 'return new Grid()', 'return new Grid(1)')
  expect(await spared(some)).toEqual(['area'])
  edit('src/shapes.js', 'this.cells = []\n', 'this.cells.length = 0\n')
  expect(await spared(some)).toEqual(['area'])
})

it('are all where no function that has changed runs, and each is called longer once', async () => {
  edit('src/shapes.js', 'function build', 'export function fresh() {\n  return 1\n}\nfunction build')
  const known = knowNothing()
  expect(await spared(members, known)).toEqual(['area', 'grid', 'perimeter'])
  expect([known.traces.size, known.longer.size]).toEqual([1, 3])
  const commit = git(place, 'rev-parse', 'HEAD').trim()
  const { functions } = await findUnreached(place.folder, [commit], members, config, known)
  expect(functions).toMatchObject([{ name: 'fresh' }])
  expect([known.traces.size, known.longer.size]).toEqual([1, 3])
})

it('are all where only comments have changed, and nothing is called again', async () => {
  edit('src/shapes.js', 'return 3', '// three\n  return 3')
  const known = knowNothing()
  expect(await spared(members, known)).toEqual(['area', 'grid', 'perimeter'])
  expect([known.traces.size, known.longer.size]).toEqual([1, 0])
})

it('are those that do not load what another benchmark of the file loads when it is set up', async () => {
  edit('src/shapes.js', 'a * a * scale', 'a * scale * a')
  expect(await spared([named('area', 'setup'), named('half', 'setup')])).toEqual(['half'])
})

it.each([
  ['another benchmark of the file keeps from it', 'plain', ['in flight', 'prepared', 'with plugin']],
  ['many prepared inputs lead to', 'crowded', ['in flight', 'with plugin', 'without plugin']],
  ['many calls in flight lead to', 'enqueue', ['prepared', 'with plugin', 'without plugin']],
])('are not those that run what %s', async (_, name, expected) => {
  const some = ['with plugin', 'without plugin', 'prepared', 'in flight'].map((one) => named(one, 'states'))
  edit('src/states.js', `${name}() {`, `${name}() { let sum = 0`)
  expect(await spared(some)).toEqual(expected)
})

it('are none of those that may list what a module exports, where it exports more', async () => {
  const some = [named('names', 'names'), named('area', 'names')]
  edit('src/shapes.js', 'function build', 'export function fresh() {\n  return 1\n}\nfunction build')
  expect(await spared(some)).toEqual([])
  edit('src/shapes.js', 'function build', 'function fresh() {\n  return 1\n}\nfunction build')
  expect(await spared(some)).toEqual(['area', 'names'])
})

it('are none of those that only ask where a file is that has come', async () => {
  const found = named('found', 'where')
  expect((await since([found])).untouched.size).toBe(1)
  place.write('src/extra.cjs', '')
  expect((await since([found])).untouched.size).toBe(0)
  rmSync(join(place.folder, 'src/extra.cjs'))
})

it('are told of TypeScript and of CommonJS', async () => {
  edit('src/typed.ts', 'n / 2', 'n * 0.5')
  edit('src/common.cjs', '=> 2', '=> 1 + 1')
  expect(await spared()).toEqual(['grid'])
})

it('are none where something outside functions has changed, or what runs on loading', async () => {
  const known = knowNothing()
  edit('src/shapes.js', 'scale = 1', 'scale = 2')
  expect(await spared(members, known)).toEqual([])
  expect([known.traces.size, known.longer.size]).toEqual([1, 0])
  edit('src/shapes.js', 'return 3', 'return 4')
  expect(await spared()).toEqual([])
})

it('are none where a second file differs otherwise', async () => {
  edit('src/shapes.js', 'a * a * scale', 'a * scale * a')
  edit('src/typed.ts', 'export const half', 'export const third = 3\nexport const half')
  expect(await spared()).toEqual([])
})

it('are none whose file has changed itself, and none where nothing has', async () => {
  expect(await spared()).toEqual([])
  edit('src/shapes.js', 'a * a * scale', 'a * scale * a')
  edit('bench/shapes.bench.js', 'perimeter(2)', 'perimeter(3)')
  expect(await spared()).toEqual([])
})

it('are none that read the source, run out of sight, or fail', async () => {
  edit('src/shapes.js', 'return a\n', 'return +a\n')
  expect(await spared([named('reader')])).toEqual([])
  expect(await spared([named('child')])).toEqual([])
  expect(await spared([named('throws'), named('fine', 'throws')])).toEqual([])
  // What it loads is what the others are spared for.
  expect(await spared([named('fine', 'throws')])).toEqual(['fine'])
})
