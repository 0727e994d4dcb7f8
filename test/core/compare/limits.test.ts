import { afterAll, describe, expect, it } from 'vitest'
import { limitsOf } from '../../../src/core/compare/limits.ts'
import { pairedVerdict } from '../../../src/core/compare/paired/paired-verdict.ts'
import { compareCell } from '../../../src/core/compare/recorded/compare.ts'
import { changePhrase, changeWithInterval, shortChange } from '../../../src/core/wording/change-words.ts'
import { declareMetric } from '../../../src/model/metric.ts'
import { seeded } from '../../../src/stats/random.ts'
import { configOf } from '../given.ts'

const withdraw = declareMetric('served', {
  unit: 'count',
  better: 'higher',
  distribution: 'sampled',
  tolerance: { absolute: 0, relative: 0.01 },
  from: 'time',
  gateable: true,
  title: 'requests served',
  per: 'second',
  phrase: ['serves', 'fewer requests'],
  gobench: 'served/s',
})

afterAll(withdraw)

const gate = configOf().gate
const random = seeded('limits')
const around = (centre: number, count: number) =>
  Array.from({ length: count }, () => centre * (1 + 0.004 * (random() - 0.5)))

/** Recorded in three sessions, and measured now with fresh forks beside. */
function recorded(name: string, now: number) {
  const cell = {
    id: 'a',
    metric: name,
    head: around(now, 20),
    confirmation: around(now, 40),
    sessions: [around(1000, 10), around(1001, 10), around(999, 10)],
    sessionIds: ['s1', 's2', 's3'],
    noise: { variance: 0.002 ** 2, df: 8 },
    base: { baseline: '2026-11-21T08:15:00.000Z' },
  }
  return compareCell(cell, gate, 1)
}

/** Pairs of which each tells ln(head ÷ base). */
function paired(name: string, ratio: number) {
  const values = (count: number) => around(1, count).map((one) => Math.log(ratio * one))
  return pairedVerdict({ screen: values(30), confirmation: values(30) }, limitsOf(name, gate), 1, 30).judged
}

describe('a metric of which more is better', () => {
  it.each([
    [0.5, 'regressed', 0.5],
    [2, 'improved', -1],
    [1, 'equivalent', 0],
  ])('in pairs, %f times as much has %s', (ratio, verdict, change) => {
    const judged = paired('served', ratio)
    expect(judged.verdict).toBe(verdict)
    expect(judged.change!.estimate).toBeCloseTo(change, 2)
    expect(judged.change!.low).toBeLessThanOrEqual(judged.change!.estimate)
    expect(judged.change!.high).toBeGreaterThanOrEqual(judged.change!.estimate)
  })

  it.each([
    [500, 'regressed', 0.5],
    [2000, 'improved', -1],
  ])('against recorded numbers, %i instead of 1000 has %s', (now, verdict, change) => {
    const judged = recorded('served', now)
    expect(judged.verdict).toBe(verdict)
    expect(judged.change!.estimate).toBeCloseTo(change, 2)
  })

  it('is judged as its contrary is of which less is better', () => {
    for (const ratio of [0.9, 0.98, 1, 1.02, 1.1]) {
      expect(paired('served', ratio).verdict).toBe(paired('time', 1 / ratio).verdict)
    }
    expect(recorded('served', 900).verdict).toBe(recorded('time', 1000 / 0.9).verdict)
  })

  it('is told as people see it: half of it is −50 %, and 50 % fewer', () => {
    const comparison = recorded('served', 500)
    expect(changeWithInterval(comparison)).toMatch(
      /^−(?:49\.\d|50\.\d) % in requests served \[−50\.\d+ %, −49\.\d+ %\]$/u,
    )
    expect(shortChange(comparison)).toMatch(/^−(?:49|50)\.\d %$/u)
    expect(changePhrase(comparison)).toMatch(
      /^serves (?:49\.\d|50\.\d) % \[\+49\.\d+ %, \+50\.\d+ %\] fewer requests$/u,
    )
  })
})

describe('the limits of a metric', () => {
  it('are its own where the configuration says nothing', () => {
    expect(limitsOf('time', gate)).toMatchObject({ tolerance: 0.01, margin: 0.03 })
    expect(limitsOf('allocated', gate).tolerated).toEqual({ absolute: 8, relative: 0.005 })
  })

  it('leave something undecided: a margin is larger than the tolerance', () => {
    expect(limitsOf('latency.p999', gate)).toMatchObject({ tolerance: 0.1 })
    expect(limitsOf('latency.p999', gate).margin).toBeCloseTo(0.3)
  })

  it('are those that are asked for', () => {
    const { gate: own } = configOf({ gate: { tolerance: { 'latency.p99': '2 %' }, margin: '4 %' } })
    expect(limitsOf('latency.p99', own)).toMatchObject({ tolerance: 0.02, margin: 0.04 })
    expect(limitsOf('time', own)).toMatchObject({ tolerance: 0.01, margin: 0.04 })
  })
})
