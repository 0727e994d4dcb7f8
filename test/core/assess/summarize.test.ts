import { describe, expect, it } from 'vitest'
import { measured, valuesOf } from '../../../src/core/ledger/ledger.ts'
import { policy } from '../../../src/model/config.ts'
import { benchmarkResultSchema } from '../../../src/model/run.ts'
import { encode } from '../../../src/stats/histogram.ts'
import { confirmationsIn, timingsIn } from '../../rows.ts'
import { histogramOf } from '../../stats/histogram-of.ts'
import { benchmarkOf, configOf, evidenceOf, file, ledgerOf, memoryOf, summaryOf, timingOf } from '../given.ts'

const sort = benchmarkOf('native', {
  group: ['sort'],
  params: { n: 100 },
  line: 7,
  work: { items: 100 },
  budget: { time: '1 ms' },
})

describe('the values of a metric', () => {
  const evidence = {
    ...evidenceOf(sort),
    timings: [timingOf(10, { cpu: 9, helperCpu: 2 }), timingOf(20)],
    confirmations: [timingOf(30, { cpu: 29 })],
    memories: [
      memoryOf(64, { external: 8, retained: 5, minorCollections: 0.5, minorPause: 3, majorPause: 1 }),
      memoryOf(-1, { external: -2, majorCollections: 0.1, minorCollections: 0, minorPause: 0 }),
    ],
  }

  it.each([
    ['time', [10, 20], [30]],
    ['cpu', [9, 19.6], [29]],
    ['helperCpu', [2], []],
    ['allocated', [64, 0], []],
    ['external', [8, 0], []],
    ['retained', [5, 0], []],
    ['collections', [0.5, 0.1], []],
    ['minorCollections', [0.5, 0], []],
    ['majorCollections', [0, 0.1], []],
    ['gcPause', [4, 0], []],
    ['minorPause', [3, 0], []],
    ['majorPause', [1, 0], []],
    ['peakRss', [60e6, 60e6], []],
  ] as const)('%s are one per fork, of the first and of the second stage', (name, screen, confirmations) => {
    const ledger = ledgerOf(evidence)
    expect(valuesOf(measured(ledger, { stage: 'screen' }), name)).toEqual(screen)
    expect(valuesOf(measured(ledger, { stage: 'confirm' }), name)).toEqual(confirmations)
  })

  it('are none where CPU time cannot be read', () => {
    const { cpu: _, ...blind } = timingOf(10)
    const ledger = ledgerOf({ ...evidence, timings: [blind], confirmations: [] })
    expect(valuesOf(measured(ledger), 'cpu')).toEqual([])
  })
})

describe('a summary', () => {
  it('says what was measured, how sure it is, and what it was measured against', () => {
    const times = [5, 1, 3, 2, 4].map((value) => value * 1000)
    const summary = summaryOf(evidenceOf(sort, { times, allocated: [64, 64, 65] }), configOf())
    expect(summary).toMatchObject({
      id: `${file} › sort › native {n: 100}`,
      file,
      line: 7,
      group: ['sort'],
      name: 'native',
      params: { n: 100 },
      agree: false,
      state: 'measured',
      work: { items: 100 },
      budget: [{ metric: 'time', limit: 1e6, observed: 5000, kept: true }],
      findings: [],
    })
    expect(summary.metrics.time).toEqual({
      unit: 'ns',
      better: 'lower',
      estimate: 3000,
      low: 1000,
      high: 5000,
      coverage: 1 - 2 ** -4,
      values: times,
    })
    expect(summary.metrics.allocated).toMatchObject({ unit: 'byte', estimate: 64, values: [64, 64, 65] })
    expect(Object.keys(summary.metrics)).toEqual([
      'time',
      'cpu',
      'allocated',
      'external',
      'retained',
      'collections',
      'minorCollections',
      'majorCollections',
      'gcPause',
      'minorPause',
      'majorPause',
      'peakRss',
    ])
    expect(timingsIn(summary).map(({ value }) => value)).toEqual(times)
    expect(benchmarkResultSchema.parse(summary)).toEqual(summary)
  })

  it('has the nominal coverage when there are forks enough', () => {
    const times = Array.from({ length: 12 }, (_, i) => i + 1)
    const { time } = summaryOf(evidenceOf(sort, { times }), configOf()).metrics
    expect(time).toMatchObject({ estimate: 6.5, low: 3, high: 10 })
    expect(time!.coverage).toBeGreaterThanOrEqual(0.95)
  })

  it('has the latencies of all forks together, and no longer in each of them', () => {
    const histogram = encode(histogramOf([900, 1000]))
    const durations = { p50: 900, p95: 1000, p99: 1000, p999: 1000, max: 1000, duration: 5 }
    const latency = { ...durations, count: 2, histogram }
    const summary = summaryOf(
      {
        ...evidenceOf(sort),
        timings: [timingOf(900, { latency }), timingOf(900)],
        confirmations: [timingOf(900, { latency: { ...latency, p50: 920 } })],
      },
      configOf(),
    )
    expect(summary.latency).toMatchObject({ count: 4 })
    expect(summary.metrics['latency.p50']).toMatchObject({ estimate: 910, values: [900, 920] })
    expect(timingsIn(summary)).toEqual([timingOf(900), timingOf(900), timingOf(900)])
    expect(benchmarkResultSchema.parse(summary)).toEqual(summary)
    expect(summaryOf(evidenceOf(sort, { times: [1, 2] }), configOf())).not.toHaveProperty('latency')
  })

  it('counts the fresh forks of the second stage, too', () => {
    const summary = summaryOf(evidenceOf(sort, { times: [1, 2], confirmations: [3] }), configOf())
    expect(summary.metrics.time?.values).toEqual([1, 2, 3])
    expect(timingsIn(summary).map(({ value }) => value)).toEqual([1, 2, 3])
    expect(confirmationsIn(summary)).toBe(1)
    expect(benchmarkResultSchema.parse(summary)).toEqual(summary)
  })

  it('of a benchmark that failed keeps what earlier forks measured', () => {
    const failure = { reason: 'crashed', message: 'SIGSEGV' } as const
    const summary = summaryOf(evidenceOf(sort, { times: [1, 2], failure }), configOf())
    expect(summary).toMatchObject({ state: 'failed', error: failure, metrics: { time: { values: [1, 2] } } })
    expect(benchmarkResultSchema.parse(summary)).toEqual(summary)
  })

  it('of a benchmark that nobody got to is skipped', () => {
    const summary = summaryOf(evidenceOf(benchmarkOf('late')), configOf())
    expect(summary).toEqual({
      id: `${file} › late`,
      kind: 'function',
      file,
      group: [],
      name: 'late',
      params: {},
      agree: false,
      state: 'skipped',
      metrics: {},
      trials: [],
      findings: [],
    })
  })

  it('of a benchmark that the machine kept from being measured says so', () => {
    const kept = (disturbed: number) =>
      summaryOf({ ...evidenceOf(benchmarkOf('late')), disturbed }, configOf())
    expect(kept(policy.mostDisturbed)).toMatchObject({
      ...{ state: 'skipped', skipped: 'disturbed', findings: [{ code: 'disturbed' }] },
    })
    expect(kept(policy.mostDisturbed - 1)).not.toHaveProperty('skipped')
  })

  it('has a budget only where there is one that was measured, and says so of any other', () => {
    const unmeasured = benchmarkOf('a', { budget: { allocated: '1 kB' } })
    const summary = summaryOf(evidenceOf(unmeasured, { times: [1000, 1000, 1001, 1002, 1002] }), configOf())
    expect(summary).not.toHaveProperty('budget')
    expect(summary.findings).toMatchObject([{ code: 'unheld-budget', subject: unmeasured.id }])
    expect(benchmarkResultSchema.parse(summary)).toEqual(summary)
  })
})

describe('near the floor', () => {
  const timeOf = (calls: { none: number; one: number; two: number; four: number }, forks = 5) =>
    summaryOf(
      {
        ...evidenceOf(sort),
        timings: Array.from({ length: 5 }, (_, fork) => timingOf(0.9, fork < forks ? { calls } : {})),
      },
      configOf(),
    ).metrics.time

  it('the interval begins at what one more call costs', () => {
    expect(timeOf({ none: 0.305, one: 0.9, two: 1.2, four: 1.8 })).toMatchObject({
      estimate: 0.9,
      low: expect.closeTo(0.3) as number,
      high: 0.9,
    })
  })

  it('the interval of work that was optimised away touches zero', () => {
    expect(timeOf({ none: 0.305, one: 0.4, two: 0.41, four: 0.41 })).toMatchObject({ low: 0, high: 0.9 })
  })

  it('a call that costs more beside others moves no bound', () => {
    expect(timeOf({ none: 0.305, one: 0.9, two: 2, four: 6 })).toMatchObject({ low: 0.9, high: 0.9 })
  })

  it('is where most forks are', () => {
    expect(timeOf({ none: 0.305, one: 0.4, two: 0.4, four: 0.4 }, 2)).toMatchObject({ low: 0.9 })
  })
})
