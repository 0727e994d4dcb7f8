import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { declareOwnMetrics } from '../../src/core/kind/own-metrics.ts'
import { baselineSchema } from '../../src/model/baseline.ts'
import { certificateSchema } from '../../src/model/certificate.ts'
import { comparisonSchema } from '../../src/model/comparison.ts'
import { environmentsSchema } from '../../src/model/environment-record.ts'
import { historySchema } from '../../src/model/history.ts'
import { histogramSchema } from '../../src/model/latency.ts'
import { loadAnswerSchema, measureAnswerSchema } from '../../src/model/message.ts'
import { outcomeSchema } from '../../src/model/outcome.ts'
import { completeMetric } from '../../src/model/own-metric.ts'
import { runSchema } from '../../src/model/run.ts'
import { bucketCount, decode, encode } from '../../src/stats/histogram.ts'
import {
  baselineOf,
  certificateOf,
  comparedOutcome,
  comparisonOf,
  failedOutcome,
  memoryOf,
  memoryOutcome,
  resultOf,
  runOf,
  timedOutcome,
  timingOf,
} from '../core/given.ts'
import { rowsOf } from '../rows.ts'
import { histogramOf } from '../stats/histogram-of.ts'

const certificate = certificateOf()

describe.each([
  ['assay/run@2', runSchema, runOf({ comparisons: [comparisonOf('a', 'new')] })],
  ['assay/baseline@2', baselineSchema, baselineOf({ a: { time: { s1: [1, 2] } } })],
  ['assay/certificate@3', certificateSchema, certificate],
] as const)('what is kept on disk as %s', (id, schema, value) => {
  it('says its schema', () => {
    expect(value.schema).toBe(id)
    expect(schema.parse(value)).toEqual(value)
  })

  it('is the same after a journey through JSON', () => {
    expect(schema.parse(JSON.parse(JSON.stringify(value)))).toEqual(value)
  })

  it.each([undefined, '', id.replace(/@.*/u, '@1'), 'assay/other@2'])('is not read as %j', (other) => {
    const { error } = schema.safeParse({ ...value, schema: other }) as ReturnType<typeof runSchema.safeParse>
    expect(error?.issues).toMatchObject([{ path: ['schema'] }])
  })

  it('has no keys that nobody knows', () => {
    expect(schema.safeParse({ ...value, more: 1 }).success).toBe(false)
  })
})

describe('a history', () => {
  const sessions = [{ id: 's', date: '2026-11-01T10:00:00.000Z' }]
  const course = { id: 'a', sessions: [0], estimates: [1], lows: [1], highs: [1] }

  it('has one number for each session of a benchmark', () => {
    expect(historySchema.safeParse({ sessions, benchmarks: [course] }).success).toBe(true)
    expect(historySchema.safeParse({ sessions, benchmarks: [{ ...course, lows: [] }] }).success).toBe(false)
  })

  it('speaks of sessions that are there', () => {
    expect(historySchema.safeParse({ sessions, benchmarks: [{ ...course, sessions: [1] }] }).success).toBe(
      false,
    )
  })
})

describe('the baselines of this repository', () => {
  const folder = fileURLToPath(new URL('../../baselines', import.meta.url))
  const files = globSync('**/*.json', { cwd: folder })

  it('can be read', () => {
    // As bench/kernels/cache.bench.ts declares it.
    onTestFinished(declareOwnMetrics({ hits: completeMetric('hits', {}) }))
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8')
      const schema = file.endsWith('/environments.json') ? environmentsSchema : baselineSchema
      expect(schema.safeParse(JSON.parse(text)).error, file).toBeUndefined()
    }
  })
})

describe('a run', () => {
  it.each(['20261121_081500_1a2b3c4', '20261121_081500_nogit'])('may be named %s', (id) => {
    expect(runSchema.safeParse(runOf({ id })).success).toBe(true)
  })

  it.each(['latest', '../20261121_081500_1a2b3c4', '20261121_081500', '20261121_081500_A', ''])(
    'may not be named %j: the name is a folder',
    (id) => {
      expect(runSchema.safeParse(runOf({ id })).success).toBe(false)
    },
  )

  it.each([
    ['a stage that decides nothing', { stage: 'size' }, 'stage'],
    ['no stage', { stage: undefined }, 'stage'],
    [
      'a metric that this version does not know',
      { values: { joules: 1 } },
      "there is no metric 'joules' here",
    ],
    ['the detail of another kind', { detail: { hits: 1 } }, 'detail'],
  ])('refuses a trial with %s', (_, wrong, told) => {
    const [row] = rowsOf([timingOf(1)])
    const benchmarks = [resultOf('a', { trials: [{ ...row!, ...wrong } as typeof row & object] })]
    expect(String(runSchema.safeParse(runOf({ benchmarks })).error)).toContain(told)
  })

  it('refuses a benchmark of a kind that this version does not know, and names those that it knows', () => {
    const benchmarks = [resultOf('a', { kind: 'page' })]
    expect(String(runSchema.safeParse(runOf({ benchmarks })).error)).toContain(
      "there is no kind 'page' here; there are function",
    )
  })

  it('holds no number that JSON cannot', () => {
    const infinite = resultOf('a', { trials: rowsOf([timingOf(Number.POSITIVE_INFINITY)]) })
    expect(runSchema.safeParse(runOf({ benchmarks: [infinite] })).success).toBe(false)
  })
})

describe('a histogram of latencies', () => {
  it.each([[[1]], [[1000, 1000, 3e6]], [[0, 1e300]]])('of %j is what the encoder makes', (values) => {
    expect(histogramSchema.parse(encode(histogramOf(values)))).toEqual(encode(histogramOf(values)))
  })

  it.each([
    ['nothing', []],
    ['half a pair', [1, 1, 2]],
    ['no step', [1, 1, 0, 1]],
    ['an empty bucket', [1, 0]],
    ['a broken count', [1, 1.5]],
    ['NaN', [1, Number.NaN]],
    ['a bucket beyond the last', [bucketCount, 1, 1, 1]],
  ])('with %s is refused before it is decoded', (_, encoded) => {
    expect(histogramSchema.safeParse(encoded).success).toBe(false)
  })

  it('has room for every bucket', () => {
    const full = Array.from({ length: 2 * bucketCount }, () => 1)
    expect(decode(histogramSchema.parse(full)).total).toBe(bucketCount)
  })
})

describe('a certificate', () => {
  it.each([
    ['id', 'release_gate_My Lib_20261121_081800'],
    ['id', '../release_gate_x_20261121_081800'],
    ['status', 'MAYBE'],
    ['reasons', []],
    ['evidence', []],
    ['evidence', [{ path: 'run.json', sha256: 'abc' }]],
    ['created', 'yesterday'],
  ])('has no %s %j', (key, wrong) => {
    expect(certificateSchema.safeParse({ ...certificate, [key]: wrong }).success).toBe(false)
  })
})

describe('a comparison', () => {
  it('has bounds, or null where there are none, and never an infinite one', () => {
    const bounded = (low: number | null) =>
      comparisonOf('a', 'inconclusive', { change: { estimate: 0, low, high: 1 } })
    expect(comparisonSchema.safeParse(bounded(-0.1)).success).toBe(true)
    expect(comparisonSchema.safeParse(bounded(null)).success).toBe(true)
    expect(comparisonSchema.safeParse(bounded(Number.NEGATIVE_INFINITY)).success).toBe(false)
  })

  it('always says whether the run depends on it', () => {
    const { decisive: _, ...rest } = comparisonOf('a', 'inconclusive')
    expect(comparisonSchema.safeParse(rest).success).toBe(false)
    expect(comparisonSchema.safeParse({ ...rest, decisive: false }).success).toBe(true)
  })
})

describe('an outcome', () => {
  it.each([
    ['measured in time', timedOutcome(5)],
    ['measured in memory', memoryOutcome(64)],
    ['compared and agrees', comparedOutcome()],
    ['compared and differs', comparedOutcome({ key: 'a', failure: { reason: 'disagrees', message: 'no' } })],
    ['failed', failedOutcome({ reason: 'threw', message: 'no', phase: 'setup' }, 'a')],
  ])('is %s', (_, outcome) => {
    expect(outcomeSchema.parse(outcome)).toEqual(outcome)
  })
})

describe('what a child says', () => {
  it.each([
    { type: 'phase', phase: 'warming', key: 'a' },
    { type: 'time', timing: timingOf(5) },
    { type: 'time', timing: timingOf(5), memory: memoryOf(64) },
    { type: 'memory', memory: memoryOf(64) },
    { type: 'so-far', answer: { type: 'time', timing: timingOf(5) } },
    { type: 'so-far', answer: { type: 'memory', memory: memoryOf(64) } },
    { type: 'compared', failures: [] },
    { type: 'compared', failures: [{ key: 'a', failure: { reason: 'disagrees', message: 'no' } }] },
    { type: 'failed', failure: { reason: 'threw', message: 'no' } },
  ])('is understood: $type', (message) => {
    expect(measureAnswerSchema.parse(message)).toEqual(message)
  })

  it.each<unknown>([
    'hello',
    null,
    { type: 'progress' },
    { type: 'time' },
    { type: 'time', timing: { ...timingOf(5), value: -1 } },
    { type: 'time', timing: { ...timingOf(5), value: Number.NaN } },
    { type: 'time', timing: { ...timingOf(5), samples: 0 } },
    { type: 'so-far', answer: { type: 'compared', failures: [] } },
    { type: 'agreed' },
    { type: 'compared' },
    { type: 'compared', failures: [], more: 1 },
    { type: 'compared', failures: [{ failure: { reason: 'disagrees', message: 'no' } }] },
    { type: 'failed', failure: { reason: 'bored', message: 'no' } },
  ])('is none of ours: %j', (message) => {
    expect(measureAnswerSchema.safeParse(message).success).toBe(false)
  })

  it('may be a listing', () => {
    const declared = { kind: 'function', key: 'a', group: [], name: 'a', params: { n: 1 }, agree: false }
    const listed = {
      type: 'listed',
      benchmarks: [declared],
      duplicates: [{ key: 'a', lines: [1, 2] }],
      closure: [],
      compiled: {},
      left: { running: false, changed: false, unsure: false },
    }
    expect(loadAnswerSchema.parse(listed)).toEqual(listed)
    expect(loadAnswerSchema.safeParse({ ...listed, benchmarks: [{ ...declared, key: '' }] }).success).toBe(
      false,
    )
  })
})
