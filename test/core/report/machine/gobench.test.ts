import { expect, test } from 'vitest'
import { declareOwnMetrics } from '../../../../src/core/kind/own-metrics.ts'
import { gobench } from '../../../../src/core/report/machine/gobench.ts'
import { completeMetric } from '../../../../src/model/own-metric.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, exampleRun, firstRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

type Result = { pkg: string; name: string; iterations: number; values: Record<string, number> }

/** What golang/perf's benchfmt makes of a text; a line that it would report as a syntax error fails the test. */
function parse(text: string) {
  const config = new Map<string, string>()
  const units = new Map<string, string>()
  const results: Result[] = []
  for (const line of text.trimEnd().split('\n')) {
    // bufio.Scanner gives up on a longer line.
    expect(new TextEncoder().encode(line).length).toBeLessThan(64 * 1024)
    const fields = line.split(/[\s\u0085]+/u)
    if (line.startsWith('Benchmark')) {
      const [name, iterations, ...measured] = fields
      expect(iterations).toMatch(/^[1-9]\d*$/u)
      expect(measured.length).toBeGreaterThan(0)
      expect(measured.length % 2).toBe(0)
      const values = Object.fromEntries(
        measured.flatMap((value, index) => (index % 2 === 0 ? [[measured[index + 1]!, Number(value)]] : [])),
      )
      for (const value of Object.values(values)) expect(value).not.toBeNaN()
      results.push({
        pkg: config.get('pkg')!,
        name: name!.slice('Benchmark'.length),
        iterations: Number(iterations),
        values,
      })
    } else if (fields[0] === 'Unit') units.set(fields[1]!, fields.slice(2).join(' '))
    else {
      const [, key, value] = /^(\p{Ll}[^\s\p{Lu}:]*):[ \t]+(.+)$/u.exec(line) ?? []
      expect(key, line).toBeDefined()
      config.set(key!, value!)
    }
  }
  return { config, units, results }
}

function read(run: Run) {
  return parse(gobench(run)[0]!.text)
}

test('the lines of the example are those in test/golden', () => {
  expectGolden('example/bench.txt', gobench(exampleRun())[0]!.text)
})

test.each([exampleRun, firstRun, hostileFormatsRun, () => crowdedRun(50)])(
  'every line is one that benchfmt reads, and every name is of one benchmark: %o',
  (make) => {
    const run = make()
    const { results } = read(run)
    const names = new Set(results.map(({ name }) => name))
    expect(names.size).toBe(run.benchmarks.filter(({ metrics }) => metrics.time).length)
    for (const name of names) expect(name).not.toMatch(/-\d+$/u)
  },
)

test('each timed fork is a line, and each memory fork another', () => {
  const { results } = read(firstRun())
  const { metrics } = firstRun().benchmarks[0]!
  const native = results.filter(({ name }) => name === 'Sort/native/n=100')
  expect(native.map(({ values }) => values)).toEqual([
    ...metrics.time!.values.map((time, fork) => ({ 'ns/op': time, 'cpu-ns/op': metrics.cpu!.values[fork] })),
    ...metrics.allocated!.values.map((bytes) => ({ 'B/op': bytes })),
  ])
  // 200 batches of 100 operations.
  expect(native[0]!.iterations).toBe(20_000)
  expect(native[0]!.pkg).toBe('bench/sort.bench.ts')
})

test('platform and architecture have the names that Go gives them', () => {
  const run = firstRun()
  const { config } = read(run)
  expect(Object.fromEntries(config)).toMatchObject({ goos: 'linux', goarch: 'amd64', node: '24.21.0' })
  const os = { ...run.environment.os, platform: 'win32', arch: 'ia32' }
  expect(Object.fromEntries(read({ ...run, environment: { ...run.environment, os } }).config)).toMatchObject({
    goos: 'windows',
    goarch: '386',
  })
})

test('what differs from run to run is no configuration, so that benchstat compares', () => {
  const other = { id: '20270101_000000_abcdef0', seed: 'x', source: { commit: 'f'.repeat(40), dirty: true } }
  const { config } = read(firstRun())
  expect(read({ ...firstRun(), ...other }).config).toEqual(config)
})

test('units say which way is better, and what is exact', () => {
  expect(Object.fromEntries(read(firstRun()).units)).toEqual({
    'ns/op': 'better=lower',
    'cpu-ns/op': 'better=lower',
    'B/op': 'better=lower assume=exact',
  })
})

test('names that come out alike stay apart', () => {
  const two = ['a b', 'a_b', 'utf-8'].map((name) => benchmark('a.bench.ts', [], name, 1000, { forkCount: 1 }))
  expect(read(runOf(two)).results.map(({ name }) => name)).toEqual(['A_b', 'A_b#2', 'Utf_8'])
})

test('a run in which nothing was measured has no line of results', () => {
  expect(read(runOf([])).results).toEqual([])
})

test('metrics of a project have units of their own name', () => {
  const rows = {
    queries: completeMetric('queries', {}),
    wait: completeMetric('wait', { unit: 'ns', better: 'higher', exact: false }),
  }
  const withdraw = declareOwnMetrics(rows)
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const metrics = { ...one.metrics, queries: one.metrics.time!, wait: one.metrics.time! }
  const trials = one.trials.map((trial) => ({ ...trial, values: { ...trial.values, queries: 3, wait: 40 } }))
  const { units, results } = read(runOf([{ ...one, metrics, trials }], { metrics: rows }))
  withdraw()
  expect([units.get('queries/op'), units.get('wait-ns/op')]).toEqual([
    'better=lower assume=exact',
    'better=higher',
  ])
  expect(results[0]?.values).toMatchObject({ 'queries/op': 3, 'wait-ns/op': 40 })
})
