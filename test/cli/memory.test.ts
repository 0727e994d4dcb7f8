import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wantsGrowth } from '../../src/core/kind/function/kind.ts'
import type { Comparison } from '../../src/model/comparison.ts'
import { configSchema } from '../../src/model/config.ts'
import type { Memory } from '../../src/model/outcome.ts'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { main } from '../built.ts'
import { benchmarkOf, evidenceOf, summaryOf } from '../core/given.ts'
import { runHere } from '../in-process.ts'
import { type Project, project } from '../project.ts'

/**
 * What real forks say about memory. Bytes follow from the layout of V8's objects (64-bit words, pointers not
 * compressed: a plain object has 24 B and 8 B per field) and do not depend on how fast the machine is.
 */

/** As the program as people have it makes them. */
const { fork } = (await import(
  join(main, '../../host/run/fork.js')
)) as typeof import('../../src/host/run/fork.ts')
const config = configSchema.parse({ time: { perBenchmark: '20 ms', batch: '10 us', timeout: '60 s' } })

/** JavaScript: a fork of TypeScript takes a tenth of a second more, for the compiler. */
const file = 'bench/memory.bench.js'
const projectOf = (source: string): Project =>
  project({ 'perf.config.js': 'export default {}', [file]: `import { bench } from 'assay'\n${source}` })

async function memoryOf(place: Project, name: string, growth = false): Promise<Memory> {
  const about = { kind: 'function', task: 'memory', stage: 'screen', round: 1 } as const
  const step = { ...about, file, keys: [name], ids: [name], growth }
  const outcome = await fork(place.folder, step, config)
  if (outcome.state !== 'measured' || outcome.kind !== 'memory') throw new Error(JSON.stringify(outcome))
  return outcome.memory
}

/** What the program says of such forks. */
const told = (name: string, ...memories: readonly Memory[]): BenchmarkResult =>
  summaryOf({ ...evidenceOf(benchmarkOf(name), { times: [1e3, 1e3] }), memories: [...memories] }, config)

const codes = (one: BenchmarkResult) => one.findings.map(({ code }) => code)
const estimate = (one: BenchmarkResult, name: keyof BenchmarkResult['metrics']) =>
  one.metrics[name]?.estimate ?? Number.NaN

describe('a memory fork', () => {
  it('counts the bytes of objects, arrays and buffers within 5 %, and finds no leak where nothing stays', async () => {
    const place = projectOf(`
      const setup = () => ({ i: 0, kept: [] })
      bench('nothing', { setup, run: (s) => s.i++ })
      bench('object', { setup, run: (s) => ({ a: s.i++, b: 1 }) })
      bench('nested', { setup, run: (s) => ({ a: { b: { c: s.i++ } } }) })
      bench('array of 64 KiB', () => new Array(8186))
      bench('thousand', { setup, run: (s) => { const all = new Array(1000); for (let i = 0; i < 1000; i++) all[i] = { i, j: s.i }; return all } })
      bench('buffer', () => new Uint8Array(4096))
      bench('prepared', { setup, prepare: (s) => new Array(100).fill(s.i++), run: (list) => list.slice() })
      bench('cache', { setup: () => ({ i: 0, kept: new Map() }), run: (s) => { const key = s.i++ % 100; if (!s.kept.has(key)) s.kept.set(key, { key }); return s.kept.get(key) } })
      bench('last ten', { setup, run: (s) => { s.kept.push({ i: s.i++ }); if (s.kept.length > 10) s.kept.shift(); return s.i } })
      bench('weak', { setup, run: (s) => new WeakRef({ i: s.i++ }) })`)
    for (const [name, bytes, outside] of [
      ['nothing', 0, 0],
      ['object', 40, 0],
      ['nested', 96, 0],
      ['array of 64 KiB', 32 + 16 + 8 * 8186, 0],
      ['thousand', 32 + 16 + 8 * 1000 + 1000 * 40, 0],
      ['buffer', 200, 4096],
      ['prepared', 32 + 16 + 8 * 100, 0],
      ['cache', 0, 0],
      ['last ten', 32, 0],
      ['weak', 32 + 32, 0],
    ] as const) {
      const one = told(name, await memoryOf(place, name))
      expect(Math.abs(estimate(one, 'allocated') - bytes), name).toBeLessThanOrEqual(bytes * 0.05)
      expect(Math.abs(estimate(one, 'external') - outside), name).toBeLessThanOrEqual(outside * 0.05)
      expect(estimate(one, 'retained'), name).toBe(0)
      expect(estimate(one, 'peakRss'), name).toBeGreaterThan(10e6)
      if (name === 'nothing') expect(estimate(one, 'collections')).toBe(0)
      expect(codes(one), name).not.toContain('leak')
    }
  })

  it('tells the collections of the young generation from those of the whole heap', async () => {
    const place = projectOf(`
      import { setFlagsFromString } from 'node:v8'
      import { runInNewContext } from 'node:vm'
      setFlagsFromString('--expose-gc')
      const gc = runInNewContext('gc')
      bench('young', () => gc({ type: 'minor' }))
      bench('old', () => gc())`)
    const [young, old] = [await memoryOf(place, 'young'), await memoryOf(place, 'old')]
    expect(young).toMatchObject({ minorCollections: 1, majorCollections: 0 })
    expect(young.minorPause).toBeGreaterThan(0)
    expect(old).toMatchObject({ minorCollections: 0, majorCollections: 1 })
    expect(old.majorPause).toBeGreaterThan(0)
    for (const memory of [young, old]) {
      const one = told('collects', memory)
      expect(estimate(one, 'collections')).toBe(1)
      expect(estimate(one, 'gcPause')).toBe(memory.minorPause + memory.majorPause)
    }
  })

  it('finds a leak on and off the heap, and explains it where that is asked for', async () => {
    const place = projectOf(`
      import { syncBuiltinESMExports } from 'node:module'
      import v8 from 'node:v8'
      const setup = () => ({ i: 0, kept: [] })
      const endsEarly = () => { v8.getHeapSnapshot = () => process.exit(5); syncBuiltinESMExports(); return setup() }
      const slowly = (s, steps = 20_000) => { let sum = 0; for (let i = 0; i < steps; i++) sum = (sum + i * s.i) | 0; return sum }
      bench('list', { setup, run: (s) => { s.kept.push(new Array(125).fill(slowly(s) + s.i++)); return s.kept.length } })
      bench('buffers', { setup, run: (s) => { slowly(s); s.kept.push(new Uint8Array(2000)); return s.i++ } })
      bench('asynchronous', { setup: endsEarly, run: async (s) => { await null; s.kept.push(new Array(125).fill(slowly(s) + s.i++)) } })
      class Session { constructor(i) { this.i = i } }
      // Few bytes: so many operations in each round that they are more than what collections vary by.
      bench('objects', { setup, run: (s) => { slowly(s, 5_000); s.kept.push(new Session(s.i++), { id: s.i }); return s.i } })`)
    const messages = new Map<string, string>()
    for (const [name, least, isAsked, explained] of [
      ['list', 1000, false, 0],
      ['objects', 56, true, 1],
      ['buffers', 2000, true, 1],
      // It ends while it is explained: what was measured before counts all the same.
      ['asynchronous', 1000, true, 0],
    ] as const) {
      const memories: Memory[] = []
      const seen = (leaks: boolean) => memories.filter(({ retained = 0 }) => retained > 0 === leaks).length
      // As most of three say: pages that come and go may hide a leak from one.
      while (seen(true) < 2 && seen(false) < 2)
        memories.push(await memoryOf(place, name, isAsked && wantsGrowth(memories)))
      const one = told(name, ...memories)
      expect(codes(one), name).toContain('leak')
      expect(estimate(one, 'retained'), name).toBeGreaterThan(least * 0.95)
      const grown = memories.flatMap(({ growth }) => growth ?? [])
      expect(memories.filter(({ growth }) => growth)).toHaveLength(explained)
      // A whole number of operations leaves a whole number of objects: not one more or less among ten thousand.
      if (name === 'objects')
        expect(grown).toContainEqual(expect.objectContaining({ name: 'Session', count: 1 }))
      messages.set(name, one.findings.find(({ code }) => code === 'leak')!.message)
    }
    expect(messages.get('objects')).toMatch(/forks: .*\b1 Session \(\d+\.?\d* B\)/u)
    expect(messages.get('objects')).toMatch(/\b1 Object \(/u)
    const buffer = messages.get('buffers')?.match(/\b1 \(buffer\) \((\d+\.\d+) kB\)/u)?.[1]
    expect(Math.abs(Number(buffer) - 2)).toBeLessThanOrEqual(2 * 0.05)
  })
})

describe('a timed fork that counts bytes when its timing is over', () => {
  const timed = async (place: Project, name: string, more: object = {}, limits = config) => {
    const task = { task: 'time', file, keys: [name], memory: true, ...more } as const
    const outcome = await fork(place.folder, task, limits)
    if (outcome.state !== 'measured') return outcome
    if (outcome.kind !== 'time') throw new Error(JSON.stringify(outcome))
    return outcome
  }

  it('counts what a memory fork counts', async () => {
    const place = projectOf(`
      const setup = () => ({ i: 0, kept: [] })
      bench('nothing', { setup, run: (s) => s.i++ })
      bench('object', { setup, run: (s) => ({ a: s.i++, b: 1 }) })
      bench('buffer', () => new Uint8Array(4096))
      bench('prepared', { setup, prepare: (s) => new Array(100).fill(s.i++), run: (list) => list.slice() })
      bench('promise', { setup, run: async (s) => { await null; return { i: s.i++ } } })`)
    for (const name of ['nothing', 'object', 'buffer', 'prepared', 'promise']) {
      const { allocated, external, retained } = await memoryOf(place, name)
      const outcome = await timed(place, name)
      expect(outcome, name).toMatchObject({ state: 'measured', counted: { memory: { retained } } })
      if (outcome.state !== 'measured') continue
      const { memory, wall } = outcome.counted!
      expect(Math.abs(memory.allocated - allocated), name).toBeLessThanOrEqual(8)
      expect(Math.abs(memory.external - external), name).toBeLessThanOrEqual(16)
      expect(memory.peakRss, name).toBeGreaterThan(10e6)
      expect(wall, name).toBeGreaterThan(0)
      expect(wall, name).toBeLessThan(outcome.wall)
    }
  })

  it('leaves a function alone that leaks: its timing has made it large', async () => {
    const place = projectOf(`
      const setup = () => ({ i: 0, kept: [] })
      const slowly = (s) => { let sum = 0; for (let i = 0; i < 20_000; i++) sum = (sum + i * s.i) | 0; return sum }
      bench('list', { setup, run: (s) => { s.kept.push(new Array(125).fill(slowly(s) + s.i++)); return s.kept.length } })`)
    const outcome = await timed(place, 'list')
    expect(outcome).toMatchObject({ state: 'measured', timing: { returned: 'value' } })
    expect(outcome).not.toHaveProperty('counted.memory')
  })

  it('keeps its times where counting ends too late, and fails where the function ends the process', async () => {
    const place = projectOf(`
      import v8 from 'node:v8'
      const counting = (then) => () => { v8.GCProfiler.prototype.start = then; return { i: 0 } }
      const forever = new Int32Array(new SharedArrayBuffer(4))
      bench('hangs', { setup: counting(() => Atomics.wait(forever, 0, 0)), run: (s) => s.i++ })
      bench('ends', { setup: counting(() => process.exit(5)), run: (s) => s.i++ })`)
    const short = configSchema.parse({ time: { perBenchmark: '20 ms', batch: '10 us', timeout: '8 s' } })
    const late = await timed(place, 'hangs', {}, short)
    expect(late).toMatchObject({ state: 'measured', timing: { returned: 'value' } })
    expect(late).not.toHaveProperty('counted.memory')
    expect(await timed(place, 'ends')).toMatchObject({ state: 'failed', failure: { reason: 'exited' } })
  })
})

describe('a comparison of bytes', () => {
  const source = (more: string) => `
    const setup = () => ({ i: 0, kept: [] })
    bench('same', { setup, run: (s) => ({ a: s.i++ }) })
    bench('small', { setup, run: (s) => [{ a: s.i++ ${more} }, new Uint8Array(4096 ${more && '+ 512'})] })
    bench('large', { setup, run: (s) => [new Array(340), { a: s.i++ ${more} }] })
    bench('keeps', { setup, run: (s) => { for (let i = 0; i < 20_000; i++) s.i = (s.i + i) | 0; ${more && 's.kept.push(new Array(125).fill(s.i));'} return s.i } })`

  it('finds 16 B more of few and of nearly 3 kB, buffers that grow, and a leak that is new', async () => {
    const place = project({
      'perf.config.js': `export default {
        time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us' },
        collect: { controls: false },
        gate: { metrics: ['allocated', 'external', 'retained'] },
      }`,
      [file]: `import { bench } from 'assay'\n${source('')}`,
    })
    const updated = await runHere(place.folder, 'baseline', 'update', '--why', 'first numbers', '--force')
    expect(updated).toMatchObject({ code: 0 })
    place.write(file, `import { bench } from 'assay'\n${source(', b: 1, c: 2')}`)
    expect(await runHere(place.folder)).toMatchObject({ code: 0 })
    const { comparisons } = place.latest()
    const regressed = comparisons.filter(({ verdict }) => verdict === 'regressed')
    expect(regressed.map(nameAndMetric).sort()).toEqual(
      [
        'keeps retained',
        'large allocated',
        'small allocated',
        'small external',
        ...(regressed.some((one) => nameAndMetric(one) === 'keeps allocated') ? ['keeps allocated'] : []),
      ].sort(),
    )
    expect(regressed.find((one) => nameAndMetric(one) === 'small allocated')?.difference).toBe(16)
    expect(place.read('reports/latest/report.md')).toMatch(/leaks .* more than the baseline/u)
    expect(comparisons.filter(({ id }) => id.endsWith('same')).map(({ verdict }) => verdict)).toEqual([
      'equivalent',
      'equivalent',
      'equivalent',
    ])
  })
})

function nameAndMetric({ id, metric }: Comparison): string {
  return `${id.split(' › ').at(-1)} ${metric}`
}
