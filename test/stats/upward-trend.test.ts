import { describe, expect, it } from 'vitest'
import { seeded } from '../../src/stats/random.ts'
import { findUpwardTrend } from '../../src/stats/upward-trend.ts'
import { draw, populations } from './populations.ts'

/** Bytes, and seconds: 16 MB within ten minutes. */
const rules = { alpha: 0.01, budget: 16e6, horizon: 600 }
const noise = draw(120, populations.normal!, seeded('upward')).map((one) => 300e3 * one)

/** A reading a second, from `start` on. */
function readingsOf(value: (second: number) => number, count = 120, start = 0) {
  return Array.from({ length: count }, (_, second) => ({
    time: start + second,
    value: 50e6 + value(second) + noise[second % noise.length]!,
  }))
}

const leaking = (second: number) => 200e3 * second

describe('readings that keep rising', () => {
  const found = findUpwardTrend(readingsOf(leaking, 120, 1000), rules)

  it('are told with their slope, and an interval around it', () => {
    expect(found).toMatchObject({ isRising: true, reason: 'rising' })
    expect(found.slope / 200e3).toBeCloseTo(1, 1)
    expect(found.low).toBeLessThan(200e3)
    expect(found.high).toBeGreaterThan(200e3)
    expect(found.p).toBeLessThan(1e-6)
    expect(found.rise).toBeGreaterThan(20e6)
    expect(found.noise / 900e3).toBeCloseTo(1, 0)
  })

  it('are told with the slope that is left after the warm-up', () => {
    const warm = findUpwardTrend(
      readingsOf((second) => leaking(second) + 30e6 * (1 - Math.exp(-second / 10))),
      rules,
    )
    expect(warm.isRising).toBe(true)
    expect(warm.slope / 200e3).toBeCloseTo(1, 1)
  })

  it('are told in a long series of many readings', () => {
    const long = findUpwardTrend(
      readingsOf((second) => 10e3 * second, 3600),
      { ...rules, budget: 1e6 },
    )
    expect(long.isRising).toBe(true)
    expect(long.slope / 10e3).toBeCloseTo(1, 2)
  })

  it('are told in any unit of time', () => {
    const inHours = readingsOf(leaking).map(({ time, value }) => ({ time: time / 3600, value }))
    const hourly = findUpwardTrend(inHours, { ...rules, horizon: rules.horizon / 3600 })
    expect(hourly.isRising).toBe(true)
    expect(hourly.slope / (200e3 * 3600)).toBeCloseTo(1, 1)
  })
})

describe('readings that do not keep rising, because', () => {
  it.each([
    ['nothing is proven', 'no-trend', () => 0],
    ['they fall', 'no-trend', (second: number) => -leaking(second)],
    ['it is little enough', 'within-budget', (second: number) => 20e3 * second],
    ['it was a warm-up', 'no-trend', (second: number) => 20e6 * (1 - Math.exp(-second / 8))],
    ['it was a step', 'no-trend', (second: number) => (second < 50 ? 0 : 20e6)],
    ['they have stopped', 'levels-off', (second: number) => 60e3 * Math.min(second, 70)],
  ])('%s', (_, reason, value) => {
    expect(findUpwardTrend(readingsOf(value), rules)).toMatchObject({ isRising: false, reason })
  })

  it('single ones scatter as much', () => {
    const wild = readingsOf((second) => 5e3 * second + 9 * noise[second]!)
    const some = [...wild, ...wild, ...wild, ...wild].map(({ value }, time) => ({
      time,
      value: value + 8e3 * time,
    }))
    expect(findUpwardTrend(some, { ...rules, budget: 0 }).reason).toBe('within-noise')
  })

  it('there are too few of them', () => {
    expect(findUpwardTrend(readingsOf(leaking, 19), rules).reason).toBe('too-few')
    expect(findUpwardTrend(readingsOf(leaking, 4), rules).reason).toBe('too-few')
    expect(findUpwardTrend(readingsOf(leaking, 20), rules).reason).toBe('rising')
  })

  it('they are all the same', () => {
    const same = Array.from({ length: 40 }, (_, time) => ({ time, value: 7 }))
    expect(findUpwardTrend(same, rules)).toMatchObject({ reason: 'no-trend', slope: 0, rise: 0, noise: 0 })
  })
})

describe('findUpwardTrend', () => {
  it('refuses what has no answer', () => {
    expect(() => findUpwardTrend([], rules)).toThrow(RangeError)
    expect(() => findUpwardTrend(readingsOf(leaking, 3), rules)).toThrow('at least four')
    expect(() => findUpwardTrend(readingsOf(leaking).toReversed(), rules)).toThrow('not after the one before')
    expect(() => findUpwardTrend(readingsOf(leaking), { ...rules, alpha: 1 })).toThrow(RangeError)
  })
})
