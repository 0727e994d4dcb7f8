import { describe, expect, it } from 'vitest'
import type { Comparison } from '../../src/model/comparison.ts'
import type { BenchmarkResult } from '../../src/model/run.ts'
import { type Project, project } from '../project.ts'

/**
 * What real forks say about memory. Bytes follow from the layout of V8's objects (64-bit words, pointers not
 * compressed: a plain object has 24 B and 8 B per field) and do not depend on how fast the machine is.
 */

const config = `export default {
  time: { perBenchmark: '20 ms', forks: { min: 2, max: 2 }, batch: '10 us' },
  gate: { metrics: ['allocated', 'external', 'retained'] },
}`

function measuring(source: string): Project {
  return project({
    'perf.config.ts': config,
    'bench/memory.bench.ts': `import { bench } from 'assay'\n${source}`,
  })
}

async function resultsOf(place: Project): Promise<Map<string, BenchmarkResult>> {
  expect(await place.run()).toMatchObject({ code: 0 })
  return new Map(place.latest().benchmarks.map((benchmark) => [benchmark.name, benchmark]))
}

const codes = (one: BenchmarkResult | undefined) => one?.findings.map(({ code }) => code)
const estimate = (one: BenchmarkResult | undefined, name: keyof BenchmarkResult['metrics']) =>
  one?.metrics[name]?.estimate ?? Number.NaN

describe('a memory fork', () => {
  it('counts the bytes of objects, arrays, buffers and promises within 5 %', async () => {
    const results = await resultsOf(
      measuring(`
        const setup = () => ({ i: 0 })
        bench('nothing', { setup, run: (s) => s.i++ })
        bench('object', { setup, run: (s) => ({ a: s.i++, b: 1 }) })
        bench('nested', { setup, run: (s) => ({ a: { b: { c: s.i++ } } }) })
        bench('array of 4 KiB', () => new Array(508))
        bench('array of 64 KiB', () => new Array(8186))
        bench('thousand', { setup, run: (s) => { const all = new Array(1000); for (let i = 0; i < 1000; i++) all[i] = { i, j: s.i }; return all } })
        bench('buffer', () => new Uint8Array(4096))
        bench('prepared', { prepare: () => [1, 2, 3, 4], run: (list) => ({ list }) })`),
    )
    for (const [name, bytes, outside] of [
      ['nothing', 0, 0],
      ['object', 40, 0],
      ['nested', 96, 0],
      ['array of 4 KiB', 32 + 16 + 8 * 508, 0],
      ['array of 64 KiB', 32 + 16 + 8 * 8186, 0],
      ['thousand', 32 + 16 + 8 * 1000 + 1000 * 40, 0],
      ['buffer', 200, 4096],
      ['prepared', 32, 0],
    ] as const) {
      const one = results.get(name)
      expect(Math.abs(estimate(one, 'allocated') - bytes), name).toBeLessThanOrEqual(bytes * 0.05)
      expect(Math.abs(estimate(one, 'external') - outside), name).toBeLessThanOrEqual(outside * 0.05)
      expect(estimate(one, 'retained'), name).toBe(0)
      expect(estimate(one, 'peakRss'), name).toBeGreaterThan(10e6)
      expect(codes(one), name).not.toContain('leak')
    }
  })

  it('tells the collections of the young generation from those of the whole heap', async () => {
    const results = await resultsOf(
      measuring(`
        import { setFlagsFromString } from 'node:v8'
        import { runInNewContext } from 'node:vm'
        setFlagsFromString('--expose-gc')
        const gc = runInNewContext('gc')
        bench('young', () => gc({ type: 'minor' }))
        bench('old', () => gc())
        bench('none', { setup: () => ({ i: 0 }), run: (s) => s.i++ })`),
    )
    const [young, old, none] = ['young', 'old', 'none'].map((name) => results.get(name)!)
    expect(estimate(young, 'minorCollections')).toBe(1)
    expect(estimate(young, 'majorCollections')).toBe(0)
    expect(estimate(young, 'minorPause')).toBeGreaterThan(0)
    expect(estimate(old, 'minorCollections')).toBe(0)
    expect(estimate(old, 'majorCollections')).toBe(1)
    expect(estimate(old, 'majorPause')).toBeGreaterThan(0)
    for (const { metrics } of [young!, old!, none!]) {
      const forks = (name: keyof typeof metrics) => metrics[name]!.forks
      const sums = (one: number[], other: number[]) => one.map((value, fork) => value + other[fork]!)
      expect(forks('collections')).toEqual(sums(forks('minorCollections'), forks('majorCollections')))
      expect(forks('gcPause')).toEqual(sums(forks('minorPause'), forks('majorPause')))
    }
    expect(estimate(none, 'collections')).toBe(0)
  })

  it('finds a leak on and off the heap, and none in a cache that is full or in inputs that are prepared', async () => {
    const results = await resultsOf(
      measuring(`
        const setup = () => ({ i: 0, kept: [] })
        const slowly = (s, steps = 20_000) => { let sum = 0; for (let i = 0; i < steps; i++) sum = (sum + i * s.i) | 0; return sum }
        bench('list', { setup, run: (s) => { s.kept.push(new Array(125).fill(slowly(s) + s.i++)); return s.kept.length } })
        bench('buffers', { setup, run: (s) => { slowly(s); s.kept.push(new Uint8Array(2000)); return s.i++ } })
        bench('asynchronous', { setup, run: async (s) => { await null; s.kept.push(new Array(125).fill(slowly(s) + s.i++)) } })
        bench('cache', { setup: () => ({ i: 0, kept: new Map() }), run: (s) => { const key = s.i++ % 100; if (!s.kept.has(key)) s.kept.set(key, { key }); return s.kept.get(key) } })
        bench('last ten', { setup, run: (s) => { s.kept.push({ i: s.i++ }); if (s.kept.length > 10) s.kept.shift(); return s.i } })
        bench('prepared', { setup, prepare: (s) => new Array(100).fill(s.i++), run: (list) => list.slice() })
        class Session { constructor(i) { this.i = i } }
        // Few bytes: so many operations in each round that they are more than what collections vary by.
        bench('objects', { setup, run: (s) => { slowly(s, 5_000); s.kept.push(new Session(s.i++), { id: s.i }); return s.i } })
        bench('weak', { setup, run: (s) => new WeakRef({ i: s.i++ }) })`),
    )
    for (const [name, least] of [
      ['list', 1000],
      ['objects', 56],
      ['buffers', 2000],
      ['asynchronous', 1000],
    ] as const) {
      expect(codes(results.get(name)), name).toContain('leak')
      expect(estimate(results.get(name), 'retained'), name).toBeGreaterThan(least * 0.95)
    }
    const said = (name: string) => results.get(name)?.findings.find(({ code }) => code === 'leak')?.message
    expect(said('objects')).toMatch(/forks: .*\b1 Session \(\d+\.?\d* B\)/u)
    expect(said('objects')).toMatch(/\b1 Object \(/u)
    const buffer = said('buffers')?.match(/\b1 \(buffer\) \((\d+\.\d+) kB\)/u)?.[1]
    expect(Math.abs(Number(buffer) - 2)).toBeLessThanOrEqual(2 * 0.05)
    for (const name of ['cache', 'last ten', 'prepared', 'weak']) {
      expect(codes(results.get(name)), name).not.toContain('leak')
      expect(estimate(results.get(name), 'retained'), name).toBe(0)
    }
  })
})

describe('a comparison of bytes', () => {
  const source = (more: string) => `
    const setup = () => ({ i: 0, kept: [] })
    bench('same', { setup, run: (s) => ({ a: s.i++ }) })
    bench('small', { setup, run: (s) => ({ a: s.i++ ${more} }) })
    bench('large', { setup, run: (s) => [new Array(340), { a: s.i++ ${more} }] })
    bench('outside', () => new Uint8Array(4096 ${more && '+ 512'}))
    bench('keeps', { setup, run: (s) => { for (let i = 0; i < 20_000; i++) s.i = (s.i + i) | 0; ${more && 's.kept.push(new Array(125).fill(s.i));'} return s.i } })`

  it('finds 16 B more of few and of nearly 3 kB, buffers that grow, and a leak that is new', async () => {
    const place = measuring(source(''))
    const updated = await place.run('baseline', 'update', '--why', 'first numbers', '--force')
    expect(updated).toMatchObject({ code: 0 })
    place.write('bench/memory.bench.ts', `import { bench } from 'assay'\n${source(', b: 1, c: 2')}`)
    expect(await place.run()).toMatchObject({ code: 0 })
    const { comparisons } = place.latest()
    const regressed = comparisons.filter(({ verdict }) => verdict === 'regressed')
    expect(regressed.map(nameAndMetric).sort()).toEqual(
      [
        'keeps retained',
        'large allocated',
        'outside external',
        'small allocated',
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
