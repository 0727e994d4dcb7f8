import { expect, test } from 'vitest'
import { latencyRows, latencySection } from '../../../../src/core/report/blocks/latency-section.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, firstRun, hostileRun, latency, runOf } from '../example-run.ts'
import { written } from '../written.ts'

const many = latency(1_000, { forkCount: 5, operations: 2_000 })
const few = latency(5e6, { forkCount: 5, operations: 30 })
const single = latency(3e9, { forkCount: 3, operations: 1 })

function latencyTable(run: Run): string {
  return written(run, (view) => latencySection(view, []))
    .split('\n\n')
    .at(-1)!
}

function cellsOf(table: string): string[][] {
  return table.split('\n').map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('a run without latencies says nothing of them', () => {
  const run = firstRun()
  expect(latencyRows(prepare(run))).toEqual([])
  expect(markdown(run)[0]!.text).not.toContain('## Latency')
  expect(terminal(run, { color: false, width: 100 })).not.toContain('Latenc')
})

test('a quantile has its interval where forks can tell it, none where only all of them can, and else no cell', () => {
  const run = runOf([
    benchmark('a.bench.ts', [], 'many', 1, { latency: many }),
    benchmark('a.bench.ts', [], 'none', 1),
    benchmark('a.bench.ts', [], 'few', 1, { latency: few }),
    benchmark('a.bench.ts', [], 'single', 1, { latency: single }),
  ])
  const [head, , ...rows] = cellsOf(latencyTable(run))
  expect(head).toEqual(['Benchmark', 'Operations', 'p50', 'p95', 'p99', 'p99.9', 'max'])
  expect(rows.map(([name, operations]) => [name, operations])).toEqual([
    ['`many`', '10000'],
    ['`few`', '150'],
    ['`single`', '3'],
  ])
  const estimate = /^[\d.]+ (?:ns|µs|ms|s)$/u
  const interval = /^[\d.]+ (?:ns|µs|ms|s) \[[\d.]+, [\d.]+\]$/u
  const [ofMany, ofFew, ofSingle] = rows.map((row) => row.slice(2))
  for (const cell of ofMany!.slice(0, 4)) expect(cell).toMatch(interval)
  expect(ofFew![1]).toMatch(interval)
  expect(ofFew!.slice(2, 4)).toEqual(['', ''])
  expect(ofSingle!.slice(0, 4)).toEqual(['', '', '', ''])
  for (const row of [ofMany, ofFew, ofSingle]) expect(row![4]).toMatch(estimate)
})

test('a quantile of all forks together stands without brackets', () => {
  const sparse = latency(1e6, { forkCount: 10, operations: 12 })
  const [head, , row] = cellsOf(
    latencyTable(runOf([benchmark('a.bench.ts', [], 'a', 1, { latency: sparse })])),
  )
  expect(head).toEqual(['Benchmark', 'Operations', 'p50', 'p95', 'max'])
  expect(row![2]).toContain('[')
  expect(row![3]).toMatch(/^[\d.]+ ms$/u)
})

test('hostile names add no cell, row or line to the table', () => {
  const run = hostileRun()
  const benchmarks = run.benchmarks.map((one) =>
    one.state === 'measured'
      ? { ...one, latency: many.latency, metrics: { ...one.metrics, ...many.metrics } }
      : one,
  )
  const lines = latencyTable({ ...run, benchmarks }).split('\n')
  expect(lines).toHaveLength(2 + benchmarks.filter(({ state }) => state === 'measured').length)
  // A cell ends at a pipe that no backslash stands before, in code as well (GFM 4.10).
  expect(new Set(lines.map((line) => line.match(/(?:\\.|[^|\\])+/gu)?.length))).toEqual(new Set([7]))
})

test('the terminal says where they are', () => {
  const run = runOf([benchmark('a.bench.ts', [], 'a', 1, { latency: many })])
  expect(terminal(run, { color: false, width: 60 })).toContain(
    '\nLatencies, p50 to max, are in the report.\n\n',
  )
})

test('it says of loads, and only of them, that latency begins when a request is due', () => {
  const call = benchmark('a.bench.ts', [], 'call', 1, { latency: many })
  const load = { ...benchmark('a.bench.ts', [], 'load', 1, { latency: many }), kind: 'service' }
  const textOf = (run: Run) => written(run, (view) => latencySection(view, []))
  expect(textOf(runOf([call]))).not.toContain('when it was due')
  expect(textOf(runOf([load]))).toContain('from when it was due')
  expect(textOf(runOf([load]))).not.toContain('service times')
  expect(textOf(runOf([load, call]))).toMatch(/service times.* from when it was due/u)
})
