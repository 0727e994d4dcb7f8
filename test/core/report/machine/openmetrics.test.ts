import { expect, test } from 'vitest'
import { declareOwnMetrics } from '../../../../src/core/kind/own-metrics.ts'
import { openmetrics } from '../../../../src/core/report/machine/openmetrics.ts'
import { completeMetric } from '../../../../src/model/own-metric.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, exampleRun, firstRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'

type Family = {
  name: string
  type: string
  unit: string
  help: string
  samples: { labels: Record<string, string>; value: string }[]
}

/** Reads an exposition as the ABNF of OpenMetrics 1.0 has it, and holds it to the rules around that. */
function parse(text: string): Map<string, Family> {
  expect(text.endsWith('\n# EOF\n')).toBe(true)
  expect(text).not.toContain('\r')
  const families = new Map<string, Family>()
  const escaped = String.raw`(?:[^\n"\\]|\\[n"\\])*`
  const label = `[a-zA-Z][a-zA-Z0-9_]*="${escaped}"`
  const sample = new RegExp(
    String.raw`^([a-zA-Z][a-zA-Z0-9_]*)\{(${label}(?:,${label})*)\} ([+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
    'u',
  )
  let current: Family | undefined
  for (const line of text.slice(0, -'# EOF\n'.length).trimEnd().split('\n')) {
    const [, kind, name, rest] = /^# (TYPE|UNIT|HELP) ([a-z][a-z0-9_]*) (.+)$/u.exec(line) ?? []
    if (kind === 'TYPE') {
      expect(families.has(name!), `${name} once`).toBe(false)
      expect(['gauge', 'info', 'stateset']).toContain(rest)
      current = { name: name!, type: rest!, unit: '', help: '', samples: [] }
      families.set(name!, current)
    } else if (kind === 'UNIT') {
      // The unit is the end of the name, comes after the type, and is none of a state or an info.
      expect([current!.name, current!.unit, current!.help, current!.type]).toEqual([name, '', '', 'gauge'])
      expect(name!.endsWith(`_${rest}`)).toBe(true)
      current!.unit = rest!
    } else if (kind === 'HELP') {
      expect([current!.name, current!.help, current!.samples.length]).toEqual([name, '', 0])
      current!.help = rest!
    } else {
      const match = sample.exec(line)
      expect(match, line).not.toBeNull()
      const [, sampled, labels, value] = match!
      expect(sampled).toBe(current!.type === 'info' ? `${current!.name}_info` : current!.name)
      const pairs = [...labels!.matchAll(new RegExp(`([a-zA-Z0-9_]+)="(${escaped})"`, 'gu'))]
      const read = Object.fromEntries(
        pairs.map(([, key, text]) => [
          key!,
          text!.replace(/\\(.)/gu, (_, character) => (character === 'n' ? '\n' : character)),
        ]),
      )
      expect(Object.keys(read)).toHaveLength(pairs.length)
      current!.samples.push({ labels: read, value: value! })
    }
  }
  for (const { name, help, samples, type } of families.values()) {
    expect(help, name).not.toBe('')
    const sets = samples.map(({ labels }) => JSON.stringify(labels))
    expect(new Set(sets).size, `${name}: every set of labels once`).toBe(sets.length)
    if (type === 'info') expect(new Set(samples.map(({ value }) => value))).toEqual(new Set(['1']))
    // A gauge may not be named like a sample of another family.
    expect(name).not.toMatch(/_(?:total|created|count|sum|bucket|info|gcount|gsum)$/u)
  }
  return families
}

function read(run: Run): Map<string, Family> {
  return parse(openmetrics(run)[0]!.text)
}

test('the metrics of the example are those in test/golden', () => {
  expectGolden('example/metrics.txt', openmetrics(exampleRun())[0]!.text)
})

test.each([exampleRun, firstRun, hostileFormatsRun, () => crowdedRun(50), () => runOf([])])(
  'it is OpenMetrics: %o',
  (make) => {
    read(make())
  },
)

test('the media type says the version', () => {
  expect(openmetrics(firstRun())[0]!.mediaType).toBe(
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  )
})

test('times are seconds and sizes are bytes, with the ends of their intervals', () => {
  const families = read(firstRun())
  const benchmark = 'bench/sort.bench.ts › sort › native {n: 100}'
  const value = (name: string) =>
    Number(families.get(name)!.samples.find(({ labels }) => labels.benchmark === benchmark)?.value)
  const { estimate, low, high } = firstRun().benchmarks[0]!.metrics.time!
  expect([
    value('assay_time_seconds'),
    value('assay_time_low_seconds'),
    value('assay_time_high_seconds'),
  ]).toEqual([estimate / 1e9, low / 1e9, high / 1e9])
  expect(value('assay_allocated_bytes')).toBe(856)
  expect(families.get('assay_time_low_seconds')!.unit).toBe('seconds')
})

test('the verdict of the run is one state of all that there are', () => {
  const states = read(exampleRun()).get('assay_verdict')!.samples
  expect(states.map(({ labels, value }) => [labels.assay_verdict, value])).toEqual([
    ['pass', '0'],
    ['fail', '1'],
    ['inconclusive', '0'],
    ['invalid', '0'],
    ['nothing-measured', '0'],
  ])
})

test('a bound that is not known to exist has no sample', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const families = read(
    runOf([one], { comparisons: [comparison(one.id, 'inconclusive', [null, 0.02, null])] }),
  )
  const values = ['low', 'high'].map((end) => families.get(`assay_change_${end}_ratio`))
  expect(values).toEqual([undefined, undefined])
  expect(families.get('assay_change_ratio')!.samples).toHaveLength(1)
})

test('a comparison with the anchor is another series than the one with the base', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const comparisons = [comparison(one.id, 'equivalent', [-0.01, 0, 0.01])]
  const anchor = { ref: 'v1', tolerance: 0.05, margin: 0.1, comparisons }
  const { samples } = read(runOf([one], { comparisons, anchor })).get('assay_change_ratio')!
  expect(samples.map(({ labels }) => labels.against)).toEqual(['base', 'anchor'])
})

test('metrics of a project are labels, so that none is a family of another name', () => {
  const rows = {
    measured: completeMetric('measured', {}),
    timeLow: completeMetric('timeLow', { unit: 'ns' }),
    out: completeMetric('out', { unit: 'byte' }),
  }
  const withdraw = declareOwnMetrics(rows)
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const { time } = one.metrics
  const metrics = {
    time: time!,
    measured: { ...time!, estimate: 3 },
    timeLow: time!,
    out: { ...time!, estimate: 7 },
  }
  const families = read(runOf([{ ...one, metrics }], { metrics: rows }))
  withdraw()
  const told = (name: string) =>
    families.get(name)?.samples.map(({ labels, value }) => [labels.metric, value])
  expect(told('assay_own')).toEqual([['measured', '3']])
  expect(told('assay_own_seconds')).toEqual([['timeLow', String(time!.estimate / 1e9)]])
  expect(told('assay_own_bytes')).toEqual([['out', '7']])
  expect(families.get('assay_measured')?.samples).toHaveLength(1)
})
