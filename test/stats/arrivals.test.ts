import { describe, expect, it } from 'vitest'
import {
  durationOf,
  expectedArrivals,
  type RateStage,
  type Spacing,
  scheduleArrivals,
} from '../../src/stats/arrivals.ts'
import { seeded } from '../../src/stats/random.ts'

const second = 1e9

function all(stages: readonly RateStage[], spacing: Spacing = 'even', seed = 1): number[] {
  const next = scheduleArrivals(stages, spacing, seeded(seed))
  const times: number[] = []
  for (let due = next(); due !== undefined; due = next()) times.push(due)
  return times
}

const constant = (rate: number, seconds: number) => ({ from: rate, to: rate, duration: seconds * second })

describe('scheduleArrivals', () => {
  it('spaces a constant rate evenly, from the start on', () => {
    expect(all([constant(4, 1)])).toEqual([0, 0.25e9, 0.5e9, 0.75e9])
  })

  it('loses none where stages meet at fractions of a request', () => {
    expect(all([constant(10, 0.1), constant(10, 0.2), constant(10, 0.7)])).toHaveLength(10)
    expect(all([constant(3, 0.5), constant(3, 0.5)])).toHaveLength(3)
  })

  it('inverts the integral of a ramp', () => {
    // From 0 to 10 in 2 s: N(t) = 2.5 t², so the k-th is due at √(k / 2.5).
    const times = all([{ from: 0, to: 10, duration: 2 * second }])
    expect(times).toHaveLength(10)
    for (const [k, time] of times.entries()) expect(time / second).toBeCloseTo(Math.sqrt(k / 2.5), 9)
  })

  it('inverts a ramp that falls to nothing', () => {
    const times = all([{ from: 10, to: 0, duration: 2 * second }])
    expect(times).toHaveLength(10)
    // N(t) = 10 t − 2.5 t².
    for (const [k, time] of times.entries())
      expect(10 * (time / second) - 2.5 * (time / second) ** 2).toBeCloseTo(k, 9)
  })

  it('passes over a stage in which nothing is due', () => {
    expect(all([constant(2, 1), constant(0, 3), constant(2, 1)])).toEqual([0, 0.5e9, 4e9, 4.5e9])
  })

  it('draws a Poisson process from a seed: gaps with an SD of their mean', () => {
    const times = all([constant(1000, 20)], 'poisson')
    expect(times).toEqual(all([constant(1000, 20)], 'poisson'))
    expect(times).not.toEqual(all([constant(1000, 20)], 'poisson', 2))
    expect(Math.abs(times.length - 20_000)).toBeLessThan(4 * Math.sqrt(20_000))
    const gaps = times.slice(1).map((time, place) => time - times[place]!)
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
    expect(deviation / mean).toBeGreaterThan(0.97)
    expect(deviation / mean).toBeLessThan(1.03)
    expect(times.every((time, place) => place === 0 || time >= times[place - 1]!)).toBe(true)
  })

  it('refuses what is no rate or no time', () => {
    for (const stage of [constant(-1, 1), constant(Number.NaN, 1), constant(1, 0), constant(Infinity, 1)])
      expect(() => all([stage])).toThrow(RangeError)
  })
})

describe('expectedArrivals and durationOf', () => {
  it('add up the stages', () => {
    const stages = [constant(10, 2), { from: 10, to: 30, duration: second }]
    expect(expectedArrivals(stages)).toBe(40)
    expect(durationOf(stages)).toBe(3 * second)
  })
})
