import { describe, expect, it } from 'vitest'
import {
  baselineFindings,
  cellsOf,
  compareRun,
  findMissing,
  sampledCells,
} from '../../../../src/core/compare/recorded/compare-run.ts'
import type { Baseline } from '../../../../src/model/baseline.ts'
import { comparisonSchema } from '../../../../src/model/comparison.ts'
import { policy, type UserConfig } from '../../../../src/model/config.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import { method } from '../../../../src/model/method.ts'
import {
  around,
  baselineOf,
  benchmarkOf,
  byId,
  cellOf,
  configOf,
  evidenceOf,
  file,
  machine,
  session,
  trialTime,
} from '../../given.ts'

const config = configOf()
const sort = benchmarkOf('native', { group: ['sort'], params: { n: 100 } })
const values = around(1000, 0.005, 10)
const recordedTime = { time: { s1: around(1000, 0.005, 10, 20) } }
const threw: Failure = { reason: 'threw', message: 'no' }

describe('a cell', () => {
  it('is a metric of a benchmark that is measured now and was recorded then', () => {
    const evidence = byId(evidenceOf(sort, { times: values, confirmations: [1, 2], allocated: [64, 64, 64] }))
    const baseline = baselineOf({ [sort.key]: { ...recordedTime, allocated: { s1: [64, 64, 64] } } })
    expect(cellsOf(...evidence, [baseline], config)).toEqual([
      {
        id: sort.id,
        metric: 'time',
        head: values,
        confirmation: [1, 2],
        sessions: [recordedTime.time.s1],
        sessionIds: ['s1'],
        noise: undefined,
        base: { commit: session.commit, baseline: session.date },
      },
      {
        id: sort.id,
        metric: 'allocated',
        head: [64, 64, 64],
        confirmation: [],
        sessions: [[64, 64, 64]],
        sessionIds: ['s1'],
        base: { commit: session.commit, baseline: session.date },
      },
    ])
  })

  it('is made of the metrics that the gate decides on, and of no other', () => {
    const evidence = byId(evidenceOf(sort, { times: values, allocated: [64, 64, 64] }))
    const baseline = baselineOf({
      [sort.key]: { ...recordedTime, cpu: { s1: values }, gcPause: { s1: [1, 2] } },
    })
    const metricsOf = (metrics: ('time' | 'cpu' | 'allocated')[]) =>
      cellsOf(...evidence, [baseline], configOf({ gate: { metrics } })).map(({ metric }) => metric)
    expect(metricsOf(['cpu'])).toEqual(['cpu'])
    expect(metricsOf(['time', 'cpu', 'allocated'])).toEqual(['time', 'cpu'])
  })

  it('is made of the bytes of those forks that could repeat the operation often enough', () => {
    const evidence = evidenceOf(sort, { times: values, allocated: [7456, 64, 64, 64] })
    const seldom = (count: number) =>
      evidence.memories.map((one, index) =>
        index < count ? { ...one, repeats: policy.exactRepeats - 1 } : one,
      )
    const baseline = baselineOf({ [sort.key]: { ...recordedTime, allocated: { s1: [64, 64, 64] } } })
    const allocated = (count: number) => {
      const of = byId({ ...evidence, memories: seldom(count) })
      return cellsOf(...of, [baseline], config).find(({ metric }) => metric === 'allocated')
    }
    expect(allocated(1)?.head).toEqual([64, 64, 64])
    // Told where none was, too: nothing else would say that it was never compared.
    expect(allocated(4)?.head).toEqual([])
  })

  it.each([
    ['two that differ', [64, 64.01]],
    ['two that say something else than the base', [80, 80]],
    ['one', [64]],
  ])('of bytes that fewer than three forks could count is undecided, and says why: %s', (_, allocated) => {
    const evidence = evidenceOf(sort, { times: values, allocated })
    const baseline = baselineOf({ [sort.key]: { ...recordedTime, allocated: { s1: [64, 64, 64] } } })
    expect(compareRun(...byId(evidence), [baseline], config)).toMatchObject([
      { metric: 'time' },
      {
        metric: 'allocated',
        verdict: 'inconclusive',
        decisive: true,
        findings: [{ code: 'too-few-memory-forks' }],
      },
    ])
  })

  it('of bytes is equivalent where two forks and all of the base say the same', () => {
    const evidence = evidenceOf(sort, { times: values, allocated: [64, 64] })
    const baseline = baselineOf({ [sort.key]: { ...recordedTime, allocated: { s1: [64, 64, 64] } } })
    expect(compareRun(...byId(evidence), [baseline], config)).toMatchObject([
      { metric: 'time' },
      { metric: 'allocated', verdict: 'equivalent', findings: [] },
    ])
  })

  it('takes the values of all sessions, and the commit and date of the last one', () => {
    const later = { ...session, commit: '9'.repeat(40), date: '2026-11-11T10:15:00.000Z' }
    const baseline = baselineOf(
      { [sort.key]: { time: { s2: [3, 4], s1: [1, 2] } } },
      { sessions: { s1: session, s2: later } },
    )
    expect(cellsOf(...byId(evidenceOf(sort, { times: values })), [baseline], config)).toMatchObject([
      {
        sessions: [
          [1, 2],
          [3, 4],
        ],
        sessionIds: ['s1', 's2'],
        base: { commit: later.commit, baseline: later.date },
      },
    ])
  })

  it('knows how far sessions scatter where several are recorded, from those of other benchmarks, too', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => benchmarkOf(name))
    const times = (...centres: number[]) => ({
      time: Object.fromEntries(centres.map((centre, index) => [`s${index + 1}`, around(centre, 0.005, 6)])),
    })
    const evidence = byId(...[one!, two!, three!].map((each) => evidenceOf(each, { times: values })))
    const sessions = { s1: session, s2: session, s3: session }
    const noiseOf = (recorded: Baseline['benchmarks']) =>
      cellsOf(...evidence, [baselineOf(recorded, { sessions })], config).map(({ noise }) => noise?.df)
    expect(noiseOf({ one: times(1000), two: times(1000), three: times(1000) })).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(noiseOf({ one: times(1000, 1010, 1020), two: times(1000), three: times(1000) })).toEqual([
      2,
      undefined,
      undefined,
    ])
    // Equal scatter: what is known of two benchmarks is known of all three.
    const both = times(1000, 1010, 1020)
    expect(noiseOf({ one: both, two: both, three: times(1000) })).toEqual([4, 4, 4])
  })

  it('does not borrow from sessions of other rules, or of other metrics', () => {
    const sessions = { s1: session, s2: { ...session, method: method - 1 } }
    const both = { s1: around(1000, 0.005, 6), s2: around(1010, 0.005, 6) }
    const noiseOf = (recorded: Baseline['benchmarks'][string]) =>
      cellsOf(
        ...byId(evidenceOf(sort, { times: values })),
        [baselineOf({ [sort.key]: recorded, other: recorded }, { sessions })],
        config,
      ).map(({ noise }) => noise)
    expect(noiseOf({ time: both })).toEqual([undefined])
    expect(noiseOf({ time: { s1: both.s1 }, cpu: both })).toEqual([undefined])
  })

  it('leaves out the sessions that were measured by another method', () => {
    const baseline = baselineOf(
      { [sort.key]: { time: { s1: [1, 2], s2: [3, 4] } } },
      { sessions: { s1: { ...session, method: method - 1 }, s2: session } },
    )
    expect(cellsOf(...byId(evidenceOf(sort, { times: values })), [baseline], config)).toMatchObject([
      { sessions: [[3, 4]] },
    ])
  })

  it('leaves out the sessions that were measured in forks of another length', () => {
    const sessions = { s1: { ...session, trialTime: 2 * trialTime }, s2: session }
    const baseline = baselineOf({ [sort.key]: { time: { s1: [1, 2], s2: [3, 4] } } }, { sessions })
    const basesOf = (perBenchmark: string) =>
      cellsOf(
        ...byId(evidenceOf(sort, { times: values })),
        [baseline],
        configOf({ time: { perBenchmark } }),
      ).flatMap(({ sessions: known }) => known)
    expect(basesOf('3 s')).toEqual([[3, 4]])
    expect(basesOf('6 s')).toEqual([[1, 2]])
    expect(basesOf('5 s')).toEqual([])
  })

  it('minds the length of a fork, not the number of forks', () => {
    const more = configOf({ time: { forks: { min: 20, max: 40 } } })
    const baseline = baselineOf({ [sort.key]: recordedTime })
    expect(cellsOf(...byId(evidenceOf(sort, { times: values })), [baseline], more)).toHaveLength(1)
  })

  it.each([
    ['the benchmark failed', { times: values, failure: threw }, recordedTime],
    ['nothing was measured', {}, recordedTime],
    ['nothing of this metric was recorded', { times: values }, { gcPause: { s1: [1] } }],
  ])('is not there when %s', (_, measured, recorded) => {
    expect(
      cellsOf(...byId(evidenceOf(sort, measured)), [baselineOf({ [sort.key]: recorded })], config),
    ).toEqual([])
  })

  it('is not there when the session that the values name is gone', () => {
    const baseline = baselineOf({ [sort.key]: recordedTime }, { sessions: {} })
    expect(cellsOf(...byId(evidenceOf(sort, { times: values })), [baseline], config)).toEqual([])
  })

  it('is never made across files', () => {
    const baseline = baselineOf({ [sort.key]: recordedTime }, { file: 'bench/other.bench.ts' })
    expect(cellsOf(...byId(evidenceOf(sort, { times: values })), [baseline], config)).toEqual([])
  })
})

describe('the comparisons of a run', () => {
  const parse = benchmarkOf('parse')

  it('are one for every cell, and one for every benchmark that is new', () => {
    const evidence = byId(evidenceOf(sort, { times: values }), evidenceOf(parse, { times: values }))
    const comparisons = compareRun(...evidence, [baselineOf({ [sort.key]: recordedTime })], config)
    expect(comparisons).toMatchObject([
      { id: sort.id, metric: 'time', verdict: 'inconclusive', findings: [{ code: 'one-session' }] },
      {
        id: parse.id,
        metric: 'time',
        verdict: 'new',
        n: { head: 0, base: 0 },
        base: {},
        decisive: true,
        minimumDetectable: null,
        findings: [],
      },
    ])
    for (const comparison of comparisons) expect(comparisonSchema.parse(comparison)).toEqual(comparison)
    expect(comparisons[1]).not.toHaveProperty('change')
  })

  it('are none where nothing is recorded at all', () => {
    expect(compareRun(...byId(evidenceOf(sort, { times: values })), [], config)).toEqual([])
  })

  it('call nothing new that failed', () => {
    const evidence = byId(evidenceOf(parse, { times: values, failure: threw }))
    expect(compareRun(...evidence, [baselineOf({ [sort.key]: recordedTime })], config)).toEqual([])
  })

  it('ask for the more evidence, the more sampled cells there are', () => {
    const slow = {
      times: around(1200, 0.005, 10),
      confirmations: around(1200, 0.005, policy.confirmForks.max),
    }
    const recorded = { time: { s1: around(1000, 0.005, 3) }, allocated: { s1: [64, 64, 64] } }
    const many = Array.from({ length: 500 }, (_, i) => benchmarkOf(`b${i}`))
    const verdictsOf = (benchmarks: typeof many) => {
      const evidence = byId(...benchmarks.map((one) => evidenceOf(one, slow)))
      const baseline = baselineOf(Object.fromEntries(benchmarks.map(({ key }) => [key, recorded])))
      return new Set(compareRun(...evidence, [baseline], config).map(({ verdict }) => verdict))
    }
    expect(verdictsOf(many.slice(0, 2))).toEqual(new Set(['regressed']))
    // The smallest p of 60 fresh forks against three, 1 / 39 711, is alpha / 397.
    expect(verdictsOf(many.slice(0, 300))).toEqual(new Set(['regressed']))
    expect(verdictsOf(many)).toEqual(new Set(['inconclusive']))
  })

  it('do not count the cells of exact metrics, which are not tested', () => {
    const cells = ['time', 'allocated', 'cpu', 'allocated'].map((metric) => cellOf({ metric }))
    expect(sampledCells(cells)).toBe(2)
    expect(sampledCells([])).toBe(0)
  })
})

describe('a known benchmark of which nothing recorded is comparable', () => {
  const measured = evidenceOf(sort, { times: values, allocated: [64, 64, 64] })
  const otherMethod = { sessions: { s1: { ...session, method: method + 1 } } }

  it.each<[string, UserConfig, Baseline]>([
    ['it was measured by another method', {}, baselineOf({ [sort.key]: recordedTime }, otherMethod)],
    [
      'it is measured in forks of another length',
      { time: { perBenchmark: '1 s' } },
      baselineOf({ [sort.key]: recordedTime }),
    ],
    [
      'it was recorded for other metrics than the gate decides on',
      { gate: { metrics: ['cpu'] } },
      baselineOf({ [sort.key]: recordedTime }),
    ],
    ['nothing was recorded but its name', {}, baselineOf({ [sort.key]: {} })],
    ['its session is gone', {}, baselineOf({ [sort.key]: recordedTime }, { sessions: {} })],
  ])('is inconclusive, which nobody passes over: %s', (_, user, baseline) => {
    const comparisons = compareRun(...byId(measured), [baseline], configOf(user))
    expect(comparisons).toEqual([
      {
        id: sort.id,
        metric: user.gate?.metrics?.[0] ?? 'time',
        method: 'recorded',
        base: {},
        n: { head: 0, base: 0 },
        verdict: 'inconclusive',
        reason: 'incomparable',
        decisive: true,
        minimumDetectable: null,
        findings: [
          {
            code: 'incomparable',
            severity: 'warning',
            subject: sort.id,
            message: expect.any(String),
            advice: expect.stringContaining('assay baseline update'),
          },
        ],
      },
    ])
    expect(comparisonSchema.parse(comparisons[0])).toEqual(comparisons[0])
  })

  it('is one whose recorded metrics are not measured any more', () => {
    const withoutMemory = byId(evidenceOf(sort, { times: values }))
    const baseline = baselineOf({ [sort.key]: { allocated: { s1: [64, 64, 64] } } })
    expect(compareRun(...withoutMemory, [baseline], config)).toMatchObject([
      { verdict: 'inconclusive', findings: [{ code: 'incomparable' }] },
    ])
  })

  it('is one of which nothing that the gate asks for can be measured', () => {
    const asked = configOf({ gate: { metrics: ['latency.p99'] } })
    const baseline = baselineOf({ [sort.key]: recordedTime })
    expect(compareRun(...byId(measured), [baseline], asked)).toMatchObject([
      { metric: 'latency.p99', verdict: 'inconclusive', reason: 'not-measured', method: 'recorded' },
    ])
    const both = configOf({ gate: { metrics: ['time', 'latency.p99'] } })
    expect(compareRun(...byId(measured), [baseline], both)).toMatchObject([{ metric: 'time' }])
  })

  it('is one of which another metric is comparable, too: a metric that was never compared is no pass', () => {
    const baseline = baselineOf(
      { [sort.key]: { time: { s1: values }, allocated: { s2: [64, 64, 64] } } },
      { sessions: { ...otherMethod.sessions, s2: session } },
    )
    expect(compareRun(...byId(measured), [baseline], config)).toMatchObject([
      { id: sort.id, metric: 'allocated', verdict: 'equivalent' },
      { id: sort.id, metric: 'time', verdict: 'inconclusive', findings: [{ code: 'incomparable' }] },
    ])
  })

  it('is not one that failed, nor one that is new', () => {
    const failed = evidenceOf(sort, { times: values, failure: threw })
    const added = evidenceOf(benchmarkOf('added'), { times: values })
    const old = baselineOf({ [sort.key]: recordedTime }, otherMethod)
    expect(compareRun(...byId(failed, added), [old], config)).toMatchObject([
      { id: added.benchmark.id, verdict: 'new', findings: [] },
    ])
  })

  it('stands between what was compared and what is new', () => {
    const [compared, added] = [benchmarkOf('compared'), benchmarkOf('added')]
    const evidence = byId(
      evidenceOf(added, { times: values }),
      measured,
      evidenceOf(compared, { times: values }),
    )
    const baseline = baselineOf({ [sort.key]: {}, [compared.key]: recordedTime })
    expect(compareRun(...evidence, [baseline], config).map(({ id, verdict }) => [id, verdict])).toEqual([
      [compared.id, 'inconclusive'],
      [sort.id, 'inconclusive'],
      [added.id, 'new'],
    ])
  })
})

describe('what is missing', () => {
  const gone = baselineOf({ [sort.key]: recordedTime, 'sort › old': recordedTime })
  const evidence = byId(evidenceOf(sort, { times: values }))

  it('is every recorded benchmark that the files no longer have', () => {
    const missing = findMissing(evidence[0], new Set(), [gone], config)
    expect(missing).toMatchObject([
      {
        id: `${file} › sort › old`,
        metric: 'time',
        verdict: 'missing',
        findings: [{ code: 'missing-benchmark', severity: 'warning', subject: `${file} › sort › old` }],
      },
    ])
    expect(comparisonSchema.parse(missing[0])).toEqual(missing[0])
  })

  it('is not looked for in a file that is broken', () => {
    expect(findMissing(evidence[0], new Set([file]), [gone], config)).toEqual([])
  })

  it('is not what failed', () => {
    const failing = byId(
      evidenceOf(sort, { failure: threw }),
      evidenceOf(benchmarkOf('old', { group: ['sort'] })),
    )
    expect(findMissing(failing[0], new Set(), [gone], config)).toEqual([])
  })
})

describe('what is said about the baselines', () => {
  it('nothing, when they can be compared with', () => {
    expect(baselineFindings([baselineOf({ [sort.key]: recordedTime })], machine, config)).toEqual([])
  })

  it('that there is none for this class of machines', () => {
    expect(baselineFindings([], machine, config)).toMatchObject([
      {
        code: 'no-baseline',
        severity: 'info',
        subject: 'run',
        message: `No baseline is recorded for machines of class ${machine}`,
      },
    ])
  })

  it.each([
    ['all', { s1: { ...session, method: 0 }, s2: { ...session, method: -1 } }, 'method 0, -1,'],
    ['some', { s1: { ...session, method: 0 }, s2: session }, 'method 0,'],
  ])('that %s of its sessions were measured by another method', (_, sessions, methods) => {
    const findings = baselineFindings([baselineOf({}, { sessions })], machine, config)
    expect(findings).toMatchObject([{ code: 'other-method', severity: 'warning', subject: file }])
    expect(findings[0]?.message).toContain(methods)
    expect(findings[0]?.message).toContain(`this version measures by method ${method}`)
  })

  it.each<[string, UserConfig, number[], string]>([
    ['longer', {}, [6e8], 'for 6.00 s per benchmark, this run for 3.00 s'],
    ['shorter', { time: { perBenchmark: '10 s' } }, [3e8], 'for 3.00 s per benchmark, this run for 10.0 s'],
    ['several others', {}, [1e8, 6e8, 6e8], 'for 1.00 s, 6.00 s per benchmark, this run for 3.00 s'],
  ])('that its sessions were measured for another time: %s', (_, user, times, message) => {
    const sessions = Object.fromEntries(times.map((time, i) => [`s${i}`, { ...session, trialTime: time }]))
    const findings = baselineFindings([baselineOf({}, { sessions })], machine, configOf(user))
    expect(findings).toMatchObject([{ code: 'other-method', severity: 'warning', subject: file }])
    expect(findings[0]?.message).toBe(`Its baseline has numbers measured ${message}; they are not compared`)
  })
})
