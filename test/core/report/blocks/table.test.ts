import { expect, test } from 'vitest'
import type { TableCell } from '../../../../src/core/report/blocks/block.ts'
import { prepare } from '../../../../src/core/report/blocks/view.ts'
import type { ComparisonReason } from '../../../../src/model/comparison.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, failed, runOf } from '../example-run.ts'

const rowsOf = (run: Run) => prepare(run).rows

const file = 'a.bench.ts'
const one = benchmark(file, [], 'one', 1000)

/** What the table shows, by label and by column. */
function cells(run: Run) {
  const { rows, table } = prepare(run)
  const shown = (place: number) =>
    table.columns.map(({ title }, column) => [title, table.rows[place]![column]![0] as TableCell] as const)
  return Object.fromEntries(rows.map(({ label }, place) => [label, Object.fromEntries(shown(place))]))
}

function verdictOf(comparisons: Run['comparisons'], benchmarks = [one]) {
  const [row] = rowsOf(runOf(benchmarks, { comparisons }))
  return [row?.words.join(', '), row?.tone, row?.attention]
}

test('there is one row for each benchmark: by file, group, and equal parameters', () => {
  const names = rowsOf(exampleRun()).map(({ file, label }) => `${file.slice(6, -9)}: ${label}`)
  expect(names).toEqual([
    'matrix: product › dense › naive {n: 256}',
    'matrix: product › dense › blocked {n: 256}',
    'matrix: transpose',
    'parse: parse 10 kB',
    'parse: parse a table',
    'parse: parse XML',
    'parse: parse YAML',
    'sort: sort › native {n: 100}',
    'sort: sort › radix {n: 100}',
    'sort: sort › native {n: 10000}',
    'sort: sort › radix {n: 10000}',
    'sort: sort › merge',
  ])
})

test('a row says the time, its spread and interval, what it was, the change and the allocation', () => {
  expect(cells(exampleRun())['sort › native {n: 10000}']).toMatchObject({
    Before: { shown: '834 µs' },
    Time: { shown: '1.24 ms', spread: '± 0.7 %', interval: '[1.23, 1.25]' },
    Change: { shown: '+48.2 %', interval: '[+45.1 %, +51.0 %]', value: 0.482 },
    Relative: { shown: '×4.09' },
    Allocated: { shown: '80.1 kB (+24.0 %)', value: 80_056 },
    Verdict: {
      shown: 'over budget, regressed (time and allocated)',
      attention: true,
    },
  })
})

test('rates follow from the work of an operation and its time', () => {
  const work = { flops: 2000, bytes: 4, items: 0 }
  const run = runOf([{ ...one, metrics: { time: { ...one.metrics.time!, estimate: 1000 } }, work }])
  expect(cells(run).one?.Rate?.shown).toBe('2.000 GFLOP/s, 4.000 MB/s')
  // Beside a change a rate would say the same once more.
  const compared = { ...run, comparisons: [comparison(one.id, 'regressed', [0.2, 0.3, 0.4])] }
  expect(cells(compared).one?.Rate).toBeUndefined()
})

test('only members of a group with the same parameters are ranked, and only those that were measured', () => {
  const member = (name: string, time: number, n: number, group = ['g']) => {
    return benchmark(file, group, name, time, { params: { n }, spread: 0 })
  }
  const benchmarks = [
    member('fast', 100, 1),
    member('slow', 250, 1),
    member('alone', 10, 2),
    member('no group', 1, 1, []),
    member('nor here', 2, 1, []),
    { ...failed(file, ['g'], 'wrong', { reason: 'wrong-result', message: '' }), params: { n: 1 } },
  ]
  const relative = Object.values(cells(runOf(benchmarks))).map((row) => row.Relative?.shown)
  expect(relative).toEqual(['×1.00', '×2.50', '', '', '', ''])
})

test('a time of zero gives no rate, no rank and no spread', () => {
  const zero = benchmark(file, ['g'], 'zero', 0, { work: { items: 1 } })
  const row = cells(runOf([zero, benchmark(file, ['g'], 'one', 1)]))['g › zero']
  expect([row?.Rate, row?.Relative, row?.Time?.spread]).toEqual([undefined, undefined, ''])
})

test('the verdict names a metric other than time', () => {
  const time = comparison(one.id, 'equivalent', [0, 0, 0])
  const allocated = (verdict: 'regressed' | 'equivalent' | 'improved') => {
    return comparison(one.id, verdict, [0.1, 0.1, 0.1], { metric: 'allocated', method: 'exact' })
  }
  expect(verdictOf([])).toEqual(['', 'plain', false])
  expect(verdictOf([time])).toEqual(['equivalent', 'plain', false])
  expect(verdictOf([time, allocated('equivalent')])).toEqual(['equivalent', 'plain', false])
  expect(verdictOf([allocated('improved'), time])).toEqual([
    'equivalent, improved (allocated)',
    'good',
    false,
  ])
  expect(verdictOf([allocated('regressed'), time])).toEqual([
    'equivalent, regressed (allocated)',
    'bad',
    true,
  ])
})

test('what one recorded session leaves open is told as what was looked for, and is no alarm', () => {
  const open = comparison(one.id, 'inconclusive', [-0.01, 0.008, 0.02], { reason: 'one-session' })
  const bytes = comparison(one.id, 'equivalent', [0, 0, 0], { metric: 'allocated', method: 'exact' })
  expect(verdictOf([open, bytes])).toEqual(['no suspicion', 'plain', false])
  const suspect = comparison(one.id, 'inconclusive', [0.1, 0.2, 0.3], { reason: 'suspected' })
  expect(verdictOf([suspect])).toEqual(['inconclusive', 'warn', true])
})

test('a failure and a broken budget come before what was compared', () => {
  const broken = { ...one, budget: [{ metric: 'time' as const, limit: 1, observed: 2, kept: false }] }
  expect(verdictOf([comparison(one.id, 'improved', [-0.2, -0.2, -0.2])], [broken])).toEqual([
    'over budget, improved',
    'bad',
    true,
  ])
  const hung = failed(file, [], 'hung', { reason: 'timed-out', message: '' })
  expect(verdictOf([], [hung])).toEqual(['timed out', 'bad', true])
})

test('what is identical was not measured and has no change', () => {
  const identical = comparison(one.id, 'identical', [0, 0, 0], { method: 'identical' })
  const row = cells(runOf([one], { comparisons: [identical] })).one
  expect([row?.Change, row?.Verdict?.shown]).toEqual([undefined, 'identical'])
})

test('a row names the metric that decided in place of wall time', () => {
  const byCpu = { metric: 'cpu', standsFor: 'time' } as const
  const equal = comparison(one.id, 'equivalent', [-0.01, 0.008, 0.02], byCpu)
  expect(cells(runOf([one], { comparisons: [equal] })).one).toMatchObject({
    Change: { shown: 'CPU +0.80 %', interval: '[−1.00 %, +2.00 %]' },
    Verdict: { shown: 'equivalent (cpu)' },
  })
  const slower = comparison(one.id, 'regressed', [0.2, 0.3, 0.4], byCpu)
  expect(verdictOf([slower])).toEqual(['regressed (cpu)', 'bad', true])
})

test('an open verdict beside another says why it is open', () => {
  const bytes = (reason: ComparisonReason) =>
    comparison(one.id, 'inconclusive', [-0.384, -0.384, -0.384], {
      metric: 'allocated',
      method: 'exact',
      reason,
    })
  const faster = comparison(one.id, 'improved', [-0.4, -0.384, -0.37])
  expect(verdictOf([faster, bytes('uneven-trials')])[0]).toBe(
    'improved, inconclusive (allocated: its forks differ)',
  )
  expect(verdictOf([faster, bytes('too-few-trials')])[0]).toBe(
    'improved, inconclusive (allocated: too few forks)',
  )
  expect(verdictOf([faster, bytes('uncertain')])[0]).toBe('improved, inconclusive (allocated)')
})

test('what is not slower, and perhaps faster, is neither equal nor a warning', () => {
  const open = comparison(one.id, 'inconclusive', [-0.06, -0.03, -0.012], {
    method: 'paired',
    decisive: false,
  })
  expect(verdictOf([open])).toEqual(['not slower', 'plain', false])
})

test('metrics that are called the same share a column', () => {
  const bytes = (estimate: number) => ({ ...one.metrics.time!, unit: 'byte' as const, estimate })
  const two = benchmark(file, [], 'two', 1000)
  const run = runOf([
    { ...one, metrics: { ...one.metrics, peakRss: bytes(60e6) } },
    { ...two, kind: 'command', metrics: { ...two.metrics, peakMemory: bytes(5e6) } },
  ])
  const titles = prepare(run).table.columns.map(({ title }) => title)
  expect(titles.filter((title) => title === 'Peak memory')).toHaveLength(1)
  const shown = Object.values(cells(run)).map((row) => row['Peak memory']?.shown)
  expect(shown).toEqual(['60.0 MB', '5.00 MB'])
})
