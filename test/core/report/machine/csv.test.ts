import { expect, test } from 'vitest'
import { csv } from '../../../../src/core/report/machine/csv.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

function textOf(run: Run): string {
  return csv(run)[0]!.text
}

/** Records as RFC 4180 has them; quoted fields without their quotes. */
function parse(text: string): { value: string; quoted: boolean }[][] {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  const records: { value: string; quoted: boolean }[][] = [[]]
  let match = field.exec(text)
  for (; match; match = field.exec(text)) {
    const [, quoted, bare = '', end] = match
    records.at(-1)!.push({ value: quoted?.replaceAll('""', '"') ?? bare, quoted: quoted !== undefined })
    if (end === '\r\n') records.push([])
    if (field.lastIndex === text.length) break
  }
  expect(match, 'the whole text is records').not.toBeNull()
  return records.slice(0, -1)
}

function rowsOf(run: Run): Record<string, string>[] {
  const [head, ...records] = parse(textOf(run))
  return records.map((record) => Object.fromEntries(record.map(({ value }, i) => [head![i]!.value, value])))
}

test('the rows of the example are those in test/golden', () => {
  expectGolden('example/results.csv', textOf(exampleRun()))
})

test.each([exampleRun, hostileFormatsRun, () => crowdedRun(50), () => runOf([])])(
  'every record has a field for each column, and ends with CRLF: %o',
  (make) => {
    const records = parse(textOf(make()))
    expect(new Set(records.map(({ length }) => length))).toEqual(new Set([records[0]!.length]))
  },
)

test('there is a row for every benchmark and metric, in base units', () => {
  const id = 'bench/sort.bench.ts › sort › native {n: 10000}'
  const rows = rowsOf(exampleRun()).filter((row) => row.id === id)
  expect(rows.map(({ metric, unit, verdict }) => [metric, unit, verdict])).toEqual([
    ['time', 'ns', 'regressed'],
    ['cpu', 'ns', ''],
    ['allocated', 'byte', 'regressed'],
  ])
  expect(rows[0]).toMatchObject({
    file: 'bench/sort.bench.ts',
    line: '7',
    group: 'sort',
    name: 'native',
    params: '{"n":10000}',
    state: 'measured',
    forks: '10',
    change: '0.482',
    change_low: '0.451',
    change_high: '0.51',
    budget: '1000000',
  })
  const { estimate } = exampleRun().benchmarks[1]!.metrics.time!
  expect(Number(rows[0]!.estimate)).toBe(estimate)
})

test('what failed and what is gone have a row without numbers', () => {
  const rows = rowsOf(exampleRun())
  expect(rows.find(({ name }) => name === 'merge')).toMatchObject({
    state: 'failed',
    metric: '',
    estimate: '',
  })
  expect(rows.filter(({ verdict }) => verdict === 'missing')).toMatchObject([
    { id: 'bench/sort.bench.ts › sort › bubble {n: 100}', state: '', metric: 'time', change: '' },
    { id: 'bench/sort.bench.ts › sort › bubble {n: 10000}' },
  ])
})

test('a bound that is not known to exist is empty', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const comparisons = [comparison(one.id, 'inconclusive', [null, 0.02, null])]
  expect(rowsOf(runOf([one], { comparisons }))[0]).toMatchObject({
    change: '0.02',
    change_low: '',
    change_high: '',
  })
})

test('no text is a formula to a spreadsheet, whatever it is named; numbers stay numbers', () => {
  const [head, ...records] = parse(textOf(hostileFormatsRun()))
  const fields = records.flat()
  for (const { value } of fields.filter(({ quoted }) => quoted)) {
    expect(value).not.toMatch(/^\s*[=+\-@＝＋－＠]/u)
    expect(value).not.toMatch(/\p{Cc}/u)
  }
  for (const { value, quoted } of fields) if (!quoted) expect(value).toMatch(/^(?:|-?\d[\d.e+-]*)$/u)
  const name = head!.findIndex(({ value }) => value === 'name')
  expect(records.map((record) => record[name]!.value)).toContain(`'=HYPERLINK("http://x","y")`)
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const faster = runOf([one], { comparisons: [comparison(one.id, 'improved', [-0.3, -0.2, -0.1])] })
  expect(textOf(faster)).toContain(',-0.2,-0.3,-0.1,')
})
