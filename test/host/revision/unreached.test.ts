import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { knowNothing } from '../../../src/host/revision/known-revisions.ts'
import { findUnreached } from '../../../src/host/revision/unreached.ts'
import { benchmarkOf, configOf } from '../../core/given.ts'
import { git, type Project, project } from '../../project.ts'

/** A cache in JavaScript whose benchmark never fills it, one that does after many calls, and one in TypeScript. */
const lru = `export class LRU {
  #map = new Map()
  max = 3
  get(key) {
    return this.#map.get(key)
  }
  set(key, value) {
    this.#map.set(key, value)
    if (this.#map.size > this.max) this.evict()
  }
  evict() {
    this.#map.delete(this.#map.keys().next().value)
  }
  *entries() {
    yield* this.#map
  }
}
export const sizeOf = (cache) => cache.max
export function outer(values) {
  const inner = () => values.length
  return values.length > 10 ? inner() : 0
}
export const table = Array.from({ length: 3 }, (_, n) => n)
`
const typed = `import type { Shape } from './shape.ts'
export type Key = string
export function area(shape: Shape): number {
  return shape.side ** 2
}
export function perimeter(shape: Shape): number {
  return 4 * shape.side
}
`
const files = {
  'src/lru.js': lru,
  'src/typed.ts': typed,
  'src/shape.ts': 'export type Shape = { side: number }\n',
  'src/other.js': 'export const other = 1\n',
  'src/common.cjs': 'exports.used = () => 1\nexports.spare = function () { return 2 }\n',
  'test/lru.js': 'export const tested = 1\n',
  'bench/hit.bench.js': `import { bench } from 'assay'
import { LRU, outer } from '../src/lru.js'
import { area } from '../src/typed.ts'
import common from '../src/common.cjs'
const cache = new LRU()
bench('hit', () => { cache.set('a', 1); outer([]); common.used(); return area({ side: cache.get('a') }) })`,
  'bench/late.bench.js': `import { bench } from 'assay'
import { LRU } from '../src/lru.js'
let calls = 0
const cache = new LRU()
bench('late', () => { if (++calls > 40) cache.set(calls, 1); return calls })`,
  'bench/elsewhere.bench.js': `import { execFileSync } from 'node:child_process'
import { bench } from 'assay'
bench('elsewhere', () => execFileSync(process.execPath, ['--version']).length)`,
  'bench/broken.bench.js': "import { bench } from 'assay'\nbench('broken', () => { throw new Error('no') })",
}
const named = (name: string) => benchmarkOf(name, { file: `bench/${name}.bench.js`, id: name })
const hit = named('hit')
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
  git(place, 'clean', '-q', '-f', '-d')
})

/** What is found, functions as `name:line`; what is traced is of the files as they are. */
async function unreached(benchmarks = [hit], held = config) {
  const commit = git(place, 'rev-parse', 'HEAD').trim()
  const found = await findUnreached(place.folder, [commit], benchmarks, held, knowNothing())
  return {
    functions: found.functions.map(({ file, name, line }) => `${file} ${name}:${line}`),
    files: found.files,
  }
}
const edit = (file: keyof typeof files, changes: readonly (readonly [from: string, to: string])[]) => {
  let text = files[file]
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, to)
  }
  place.write(file, text)
}
const evicting = ['this.#map.delete', 'this.evicted = true; this.#map.delete'] as const
const nothing = { functions: [], files: [] }

it('is nothing where nothing has changed, and nothing is traced for it', async () => {
  const known = knowNothing()
  const commit = git(place, 'rev-parse', 'HEAD').trim()
  expect(await findUnreached(place.folder, [commit], [hit], config, known)).toEqual(nothing)
  expect(known.traces.size).toBe(0)
})

it('is what no benchmark runs: methods, generators, arrow functions, and nested ones', async () => {
  edit('src/lru.js', [
    evicting,
    ['yield* this.#map', 'yield* [...this.#map]'],
    ['=> cache.max', '=> cache.max + 1'],
  ])
  expect(await unreached()).toEqual({
    functions: ['src/lru.js evict:11', 'src/lru.js entries:14', 'src/lru.js sizeOf:18'],
    files: [],
  })
  // What the one stands in has run.
  edit('src/lru.js', [['=> values.length', '=> values.length + 1']])
  edit('src/common.cjs', [['return 2', 'return 3']])
  expect((await unreached()).functions).toEqual(['src/common.cjs exports.spare:2', 'src/lru.js inner:20'])
})

it('is nothing that runs, on load or in a call, and nothing that is reached after many calls', async () => {
  edit('src/lru.js', [
    ['return this.#map.get(key)', 'return this.#map.get(key) ?? 0'],
    ['{ length: 3 }', '{ length: 4 }'],
  ])
  expect(await unreached()).toEqual(nothing)
  edit('src/lru.js', [evicting])
  const patient = configOf({ time: { perBenchmark: '15 s', timeout: '50 s' } })
  expect(await unreached([named('late')], patient)).toEqual(nothing)
})

it('is told of TypeScript by its code, not by its types', async () => {
  edit('src/typed.ts', [['4 * shape.side', '2 * (shape.side + shape.side)']])
  expect(await unreached()).toEqual({ functions: ['src/typed.ts perimeter:6'], files: [] })
  const more = ['export type Key = string', 'export type Key = string | number'] as const
  edit('src/typed.ts', [
    ['perimeter(shape: Shape): number', 'perimeter(shape: Readonly<Shape>): number'],
    more,
  ])
  expect(await unreached()).toEqual(nothing)
})

it('is told of a file that no benchmark loads, where it is code that one would measure', async () => {
  for (const file of ['src/other.js', 'test/lru.js', 'bench/late.bench.js'] as const)
    place.write(file, `${files[file]}// changed\nexport const more = 1\n`)
  place.write('src/new.js', 'export const fresh = 1\n')
  place.write('src/shape.ts', 'export type Shape = { side: number; more: number }\n')
  expect(await unreached()).toEqual({ functions: [], files: ['src/new.js', 'src/other.js'] })
})

it('is no function that has only moved to another file', async () => {
  rmSync(join(place.folder, 'src/lru.js'))
  place.write('src/cache.js', lru)
  edit('bench/hit.bench.js', [['../src/lru.js', '../src/cache.js']])
  expect(await unreached()).toEqual(nothing)
  place.write('src/cache.js', lru.replace(...evicting))
  expect((await unreached()).functions).toEqual(['src/cache.js evict:11'])
})

it('is not known where a benchmark runs code out of sight, or fails', async () => {
  edit('src/lru.js', [evicting])
  place.write('src/other.js', 'export const other = 2\n')
  expect(await unreached([hit, named('elsewhere')])).toEqual(nothing)
  expect(await unreached([hit, named('broken')])).toEqual(nothing)
})

it('is not known of what ran as another text than the file has', async () => {
  edit('src/lru.js', [evicting])
  place.write(
    'bench/hit.bench.js',
    `import { registerHooks } from 'node:module'
import { bench } from 'assay'
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    return url.endsWith('lru.js') ? { ...loaded, source: '// made\\n' + loaded.source } : loaded
  },
})
const { LRU } = await import('../src/lru.js')
bench('hit', () => new LRU().get(1))`,
  )
  expect(await unreached()).toEqual(nothing)
})
