import { describe, expect, it } from 'vitest'
import { type Random, seeded } from '../../src/stats/random.ts'
import { findUpwardTrend } from '../../src/stats/upward-trend.ts'
import { populations } from './populations.ts'

const normal = populations.normal!
/** A reading a second for two minutes, in MB; 16 MB may be added within ten minutes. */
const [count, rules] = [120, { alpha: 0.01, budget: 16, horizon: 600 }]
/** One in a hundred may be false. */
const series = 200

type Scene = (second: number, random: Random) => number

/** What is left of the last value, and chance: 0.3 MB. */
function correlated(kept: number): () => Scene {
  return () => {
    let value = 0
    return (second, random) => {
      value = second === 0 ? normal(random) : kept * value + Math.sqrt(1 - kept ** 2) * normal(random)
      return 0.3 * value
    }
  }
}

function plain(value: Scene): () => Scene {
  return () => (second, random) => value(second, random) + 0.3 * normal(random)
}

/** Collected when 20 MB have come together, beginning anywhere. */
function sawtooth(period: number): () => Scene {
  return () => {
    let start = -1
    return (second, random) => {
      if (start < 0) start = period * random()
      return (20 * ((start + second) % period)) / period + 0.3 * normal(random)
    }
  }
}

function countRising(name: string, scene: () => Scene): number {
  const random = seeded(name)
  let rising = 0
  for (let run = 0; run < series; run++) {
    const value = scene()
    const readings = Array.from({ length: count }, (_, time) => ({ time, value: 80 + value(time, random) }))
    if (findUpwardTrend(readings, rules).isRising) rising++
  }
  return rising
}

describe('at most one in a hundred is called rising', () => {
  it.each([
    ['independent readings', plain(() => 0)],
    ['readings that keep 0.6 of the one before', correlated(0.6)],
    ['readings that keep 0.9 of the one before', correlated(0.9)],
    ['a sawtooth of 7 s', sawtooth(7)],
    ['a sawtooth of 40 s', sawtooth(40)],
    ['a warm-up of 50 MB that takes 5 s', plain((second) => 50 * (1 - Math.exp(-second / 5)))],
    ['a warm-up of 50 MB that takes 20 s', plain((second) => 50 * (1 - Math.exp(-second / 20)))],
    ['a step of 10 MB', plain((second) => (second < 12 ? 0 : 10))],
  ])('of %s', (name, scene) => {
    expect(countRising(name, scene)).toBeLessThanOrEqual(series / 100)
  })
})

describe('a leak of 1 kB a request, 200 requests a second', () => {
  it.each([
    ['independent noise', plain((second) => 0.2 * second)],
    [
      'noise that lasts',
      () => {
        const noise = correlated(0.8)()
        return (second: number, random: Random) => 0.2 * second + noise(second, random)
      },
    ],
    ['the end of a warm-up', plain((second) => 0.2 * second + 30 * (1 - Math.exp(-second / 10)))],
  ])('is found in 99 of a hundred with %s', (name, scene) => {
    expect(countRising(name, scene)).toBeGreaterThanOrEqual(0.99 * series)
  })
})
