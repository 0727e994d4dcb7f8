import { describe, expect, it } from 'vitest'
import { acceptRun, isCurrent, nameSession, objections } from '../../../src/core/baseline/accept.ts'
import { type Baseline, baselineSchema } from '../../../src/model/baseline.ts'
import type { MetricName } from '../../../src/model/metric.ts'
import { type BenchmarkResult, type Estimate, type Run, runSchema } from '../../../src/model/run.ts'
import { rowsOf } from '../../rows.ts'
import {
  baselineOf,
  commit,
  failedResult,
  file,
  machine,
  resultOf,
  runOf,
  session,
  timingOf,
  trialTime,
} from '../given.ts'

const why = 'a reason'

function measured(
  name: string,
  forks: Readonly<Record<MetricName, number[]>>,
  more: Partial<BenchmarkResult> = {},
) {
  const metrics = Object.fromEntries(
    Object.entries(forks).map(([metric, values]): [string, Estimate] => [
      metric,
      {
        unit: 'ns',
        better: 'lower',
        estimate: values[0]!,
        low: Math.min(...values),
        high: Math.max(...values),
        coverage: 0.9,
        values,
      },
    ]),
  )
  return resultOf(name, { metrics, ...more })
}

const run = (benchmarks: BenchmarkResult[], more: Partial<Run> = {}) => runOf({ benchmarks, ...more })

describe('accepting a run', () => {
  it('makes the first baseline of a file', () => {
    const [baseline, ...others] = acceptRun(
      [],
      run([
        measured(
          'native',
          { time: [3, 1, 2], allocated: [64, 64, 64] },
          { group: ['sort'], params: { n: 100 } },
        ),
      ]),
      why,
      true,
    )
    expect(others).toEqual([])
    expect(baseline).toEqual({
      schema: 'assay/baseline@2',
      class: machine,
      file,
      sessions: {
        '20261121_081500_1a2b3c4': {
          commit,
          date: '2026-11-21T08:17:12.345Z',
          dirty: false,
          method: 3,
          trialTime,
          node: '24.21.0',
          why,
        },
      },
      benchmarks: {
        'sort › native {n: 100}': {
          time: { '20261121_081500_1a2b3c4': [3, 1, 2] },
          allocated: { '20261121_081500_1a2b3c4': [64, 64, 64] },
        },
      },
    })
    expect(baselineSchema.parse(baseline)).toEqual(baseline)
  })

  it('records CPU time beside wall time, which it stands for on a contended machine', () => {
    const [baseline] = acceptRun([], run([measured('a', { time: [3, 1, 2], cpu: [2, 1, 1] })]), why, true)
    expect(baseline!.benchmarks.a).toEqual({
      time: { '20261121_081500_1a2b3c4': [3, 1, 2] },
      cpu: { '20261121_081500_1a2b3c4': [2, 1, 1] },
    })
  })

  it('keeps six significant digits', () => {
    const values = [1234.56789, 0.000123456789, 123456789, 5, 0]
    const [baseline] = acceptRun([], run([measured('a', { time: values })]), why, true)
    expect(Object.values(baseline!.benchmarks.a!.time!)).toEqual([[1234.57, 0.000123457, 123457000, 5, 0]])
  })

  it('keeps what a gate can compare, and nothing else', () => {
    const forks = { time: [1], allocated: [2], retained: [0], gcPause: [3], peakRss: [4] }
    const [baseline] = acceptRun([], run([measured('a', forks)]), why, true)
    expect(Object.keys(baseline!.benchmarks.a!)).toEqual(['time', 'allocated', 'retained'])
  })

  it('leaves out the commit outside git', () => {
    const [baseline] = acceptRun(
      [],
      run([measured('a', { time: [1] })], { source: { dirty: false } }),
      why,
      true,
    )
    expect(Object.values(baseline!.sessions)[0]).not.toHaveProperty('commit')
  })

  it('writes one baseline for every file, in order', () => {
    const results = ['b', 'a'].map((name) => measured('x', { time: [1] }, fileOf(`bench/${name}.bench.ts`)))
    expect(acceptRun([], run(results), why, true).map((one) => one.file)).toEqual([
      'bench/a.bench.ts',
      'bench/b.bench.ts',
    ])
  })

  it('replaces all that was recorded of what it measured', () => {
    const old = baselineOf({ a: { time: { s1: [9] }, allocated: { s1: [9] } } })
    const [baseline] = acceptRun([old], run([measured('a', { time: [1] })]), why, true)
    expect(baseline!.benchmarks).toEqual({ a: { time: { '20261121_081500_1a2b3c4': [1] } } })
  })

  it('appends a session to what is recorded, where it is placed there', () => {
    const old = baselineOf({ a: { time: { s1: [9] }, allocated: { s1: [9] } }, b: { time: { s1: [8] } } })
    const placings = new Map([[`${file} › a`, { state: 'appended', session: 2, sincePrevious: 1 } as const]])
    const measuredBenchmarks = run([measured('a', { time: [1], cpu: [2] }), measured('b', { time: [3] })])
    const [baseline] = acceptRun([old], measuredBenchmarks, why, true, placings)
    expect(baseline!.benchmarks).toEqual({
      a: {
        time: { s1: [9], '20261121_081500_1a2b3c4': [1] },
        cpu: { '20261121_081500_1a2b3c4': [2] },
        allocated: { s1: [9] },
      },
      b: { time: { '20261121_081500_1a2b3c4': [3] } },
    })
    expect(Object.keys(baseline!.sessions)).toEqual(['s1', '20261121_081500_1a2b3c4'])
  })

  it('keeps the newest sessions of each benchmark, and no session that none has values of', () => {
    const ids = ['20261101_1', '20261102_1', '20261103_1', '20261104_1', '20261105_1']
    const all = (value: number) => Object.fromEntries(ids.map((id) => [id, [value]]))
    const sessions = Object.fromEntries(ids.map((id) => [id, session]))
    const old = baselineOf({ a: { time: all(9), allocated: all(64) } }, { sessions })
    const placings = new Map([[`${file} › a`, { state: 'appended', session: 5, sincePrevious: 1 } as const]])
    const [baseline] = acceptRun([old], run([measured('a', { time: [1] })]), why, true, placings)
    const kept = [...ids.slice(1), '20261121_081500_1a2b3c4']
    expect(Object.keys(baseline!.benchmarks.a!.time!).sort()).toEqual(kept)
    expect(Object.keys(baseline!.benchmarks.a!.allocated!)).toEqual(ids.slice(1))
    expect(Object.keys(baseline!.sessions).sort()).toEqual(kept)
  })

  it('keeps what was recorded of a benchmark that failed now', () => {
    const old = baselineOf({ a: { time: { s1: [9] } }, b: { time: { s1: [8] } } })
    const failed = failedResult('b', { reason: 'threw', message: 'no' })
    const [baseline] = acceptRun([old], run([measured('a', { time: [1] }), failed]), why, true)
    expect(baseline!.benchmarks.b).toEqual({ time: { s1: [8] } })
    expect(Object.keys(baseline!.sessions)).toEqual(['s1', '20261121_081500_1a2b3c4'])
  })

  it('leaves the files alone of which no benchmark has a number', () => {
    const failed = failedResult('b', { reason: 'threw', message: 'no' })
    const old = baselineOf({ b: { time: { s1: [8] } } })
    expect(acceptRun([], run([failed]), why, true)).toEqual([])
    expect(acceptRun([old], run([failed]), why, true)).toEqual([])
  })

  it('records nothing of a benchmark that failed, though earlier forks measured it', () => {
    const failed = measured('b', { time: [1, 2] }, { state: 'failed' })
    expect(
      acceptRun([], run([measured('a', { time: [1] }), failed]), why, true)[0]!.benchmarks,
    ).not.toHaveProperty('b')
  })

  it('drops what is gone when it ran everything', () => {
    const old = baselineOf({ a: { time: { s1: [9] } }, gone: { time: { s1: [8] } } })
    expect(
      Object.keys(acceptRun([old], run([measured('a', { time: [1] })]), why, true)[0]!.benchmarks),
    ).toEqual(['a'])
  })

  it('keeps what filters left out', () => {
    const old = baselineOf({ a: { time: { s1: [9] } }, other: { time: { s1: [8] } } })
    const [baseline] = acceptRun([old], run([measured('a', { time: [1] })]), why, false)
    expect(baseline!.benchmarks).toEqual({
      a: { time: { '20261121_081500_1a2b3c4': [1] } },
      other: { time: { s1: [8] } },
    })
  })

  it('leaves the files alone that filters left out', () => {
    const other = baselineOf({ x: { time: { s1: [8] } } }, { file: 'bench/other.bench.ts' })
    expect(
      acceptRun([other], run([measured('a', { time: [1] })]), why, false).map((one) => one.file),
    ).toEqual([file])
  })

  it('empties the baseline of a file that is gone, for it to be deleted', () => {
    const gone = baselineOf({ x: { time: { s1: [8] } } }, { file: 'bench/gone.bench.ts' })
    const accepted = acceptRun([gone], run([measured('a', { time: [1] })]), why, true)
    expect(accepted.find((one) => one.file === 'bench/gone.bench.ts')).toEqual({
      ...gone,
      sessions: {},
      benchmarks: {},
    })
  })

  it('drops the sessions that no benchmark has values of any more, and only those', () => {
    const old = baselineOf(
      { a: { time: { s1: [9] } }, b: { time: { s2: [8] } } },
      { sessions: { s1: session, s2: session, s3: session } },
    )
    const [baseline] = acceptRun([old], run([measured('a', { time: [1] })]), why, false)
    expect(Object.keys(baseline!.sessions).sort()).toEqual(['20261121_081500_1a2b3c4', 's2'])
  })

  it('does not touch what it was given', () => {
    const old = baselineOf({ a: { time: { s1: [9] } }, gone: { time: { s1: [8] } } })
    const before = structuredClone(old)
    acceptRun([old], run([measured('a', { time: [1] })]), why, true)
    expect(old).toEqual(before)
  })
})

describe('what speaks against a run', () => {
  const forks = (...time: number[]) => ({
    benchmarks: [resultOf('a', { metrics: measured('a', { time }).metrics })],
  })

  const shared = (name: string) =>
    resultOf(name, { trials: rowsOf([timingOf(1, { cleanOnly: false }), timingOf(1, { cleanOnly: false })]) })

  it.each<[string, string[], Partial<Run>]>([
    ['nothing', [], {}],
    [
      'changes that are not committed',
      ['the working tree had changes that are not committed'],
      {
        source: { commit, dirty: true },
      },
    ],
    ['an interruption', ['the run was interrupted'], { partial: true }],
    [
      'a benchmark that failed',
      [`${file} › a failed (wrong-result)`],
      { benchmarks: [failedResult('a', { reason: 'wrong-result', message: 'no' })] },
    ],
    [
      'a number whose forks fall into two halves',
      [`${file} › a is not stable: 1.000 µs, the middle half of its 5 forks lies ± 20 % apart`],
      forks(1000, 1000, 1000, 1400, 1400),
    ],
    ['not a number with one fork out of line', [], forks(1000, 1001, 1002, 1003, 5000)],
    [
      'not a number whose forks are as far apart as a recorded one may drift',
      [],
      forks(1000, 900, 900, 1100, 1100),
    ],
    [
      'times that other work had its share in',
      [`${file} › a had to share the CPU with other work, whose share would be recorded with its time`],
      { benchmarks: [shared('a')] },
    ],
    [
      'the same of several, once',
      ['2 of 3 benchmarks had to share the CPU with other work, whose share would be recorded with its time'],
      {
        benchmarks: [shared('a'), shared('b'), resultOf('c', { trials: rowsOf([timingOf(1), timingOf(1)]) })],
      },
    ],
    [
      'not when half of the forks had it to themselves',
      [],
      { benchmarks: [resultOf('a', { trials: rowsOf([timingOf(1, { cleanOnly: false }), timingOf(1)]) })] },
    ],
    ['not a benchmark that was skipped', [], { benchmarks: [resultOf('a', { state: 'skipped' })] }],
  ])('is said: %s', (_, reasons, more) => {
    const found = objections(runOf(more))
    expect(found.map(({ text }) => text)).toEqual(reasons)
    // Whatever begins with a name is written as it is.
    for (const { text, subject } of found) expect(text.startsWith(file)).toBe(subject !== undefined)
  })

  it('is said all at once', () => {
    const both = runOf({
      source: { dirty: true },
      partial: true,
      benchmarks: [failedResult('a', { reason: 'threw', message: 'no' })],
    })
    expect(objections(both)).toHaveLength(3)
  })
})

describe('a stored run is about the present', () => {
  const stored = runOf()
  const { method } = stored.tool
  const now = { source: stored.source, class: machine, inputs: stored.inputs, method, trialTime }
  const other = { path: file, sha256: 'ab'.repeat(32) }

  it.each<[boolean, string, Partial<typeof now>]>([
    [true, 'when nothing changed', {}],
    [true, 'on another branch at the same commit', { source: { ...stored.source, branch: 'topic' } }],
    [false, 'not when there is another commit', { source: { ...stored.source, commit: '9'.repeat(40) } }],
    [false, 'not when there is no commit any more', { source: { dirty: false } }],
    [false, 'not when something was changed since', { source: { ...stored.source, dirty: true } }],
    [false, 'not on another class of machines', { class: 'arm64-m3' }],
    [false, 'not when what it loads is another', { inputs: [other] }],
    [false, 'not when it loads more', { inputs: [...stored.inputs, other] }],
    [false, 'not when it is measured in another way', { method: method + 1 }],
    [false, 'not when it is measured in longer forks', { trialTime: 2 * trialTime }],
  ])('%s: %s', (current, _, change) => {
    expect(isCurrent(stored, { ...now, ...change })).toBe(current)
  })
})

function fileOf(path: string) {
  return { file: path }
}

describe('the session that a run is', () => {
  const stored = runOf()
  const sessionOf = (date: string) => ({ date, dirty: false, method: 1, trialTime: 1, node: '24', why: 'x' })
  const recorded = (sessions: Baseline['sessions']): Baseline => ({
    schema: 'assay/baseline@2',
    class: 'x64',
    file: 'a.ts',
    sessions,
    benchmarks: {},
  })
  const another = sessionOf('2020-01-01T00:00:00.000Z')

  it.each<[string, Baseline[], string]>([
    ['nothing is recorded', [], stored.id],
    ['it is recorded itself', [recorded({ [stored.id]: sessionOf(stored.finishedAt) })], stored.id],
    ['another one is called so', [recorded({}), recorded({ [stored.id]: another })], `${stored.id}_2`],
    ['two others are', [recorded({ [stored.id]: another, [`${stored.id}_2`]: another })], `${stored.id}_3`],
    [
      'it is recorded under its second name',
      [recorded({ [stored.id]: another, [`${stored.id}_2`]: sessionOf(stored.finishedAt) })],
      `${stored.id}_2`,
    ],
  ])('is under a name of its own where %s', (_, baselines, id) => {
    expect(nameSession(stored, baselines)).toEqual({ ...stored, id })
    expect(runSchema.shape.id.safeParse(id).success).toBe(true)
  })
})
