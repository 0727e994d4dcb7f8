import { describe, expect, it } from 'vitest'
import { criticalValue } from '../../src/stats/interval.ts'
import { mannWhitneyTest } from '../../src/stats/mann-whitney.ts'
import { mannWhitneyTail } from '../../src/stats/mann-whitney-tail.ts'
import { detectableDistance, mannWhitneyPower, type Power } from '../../src/stats/power.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { draw, populations } from './populations.ts'

const RUNS = 2000

/** The share of tests of normal values, moved by `distance`, that reject. */
function simulated(name: string, distance: number, rejects: (random: Random, by: number) => boolean): number {
  const random = seeded(name)
  let count = 0
  for (let run = 0; run < RUNS; run++) if (rejects(random, distance)) count++
  return count / RUNS
}

const moved = (n: number, by: number, random: Random) =>
  draw(n, populations.normal!, random).map((value) => value + by)

describe('the power of the Mann-Whitney test', () => {
  it.each([
    [5, 5, 0.01],
    [10, 10, 0.01],
    [10, 5, 0.01],
    [10, 10, 0.0005],
    [22, 22, 0.01],
    [40, 40, 0.0005],
  ])('of %i against %i at %f is 0.8 where a simulation says so', (n, m, alpha) => {
    const distance = detectableDistance(mannWhitneyPower(n, m, alpha)!, 0.8)
    const share = simulated(`mann-whitney ${n} ${m}`, distance, (random, by) => {
      return mannWhitneyTest(moved(n, by, random), moved(m, 0, random)).p <= alpha
    })
    expect(share).toBeGreaterThan(0.76)
    expect(share).toBeLessThan(0.89)
  })

  it('of no distance is the level that the test really has', () => {
    const tail = mannWhitneyTail(10, 10, new Array(20).fill(1))
    const size = tail(criticalValue(tail, 100, 0.01)!)
    expect(mannWhitneyPower(10, 10, 0.01)!(0)).toBeCloseTo(size, 2)
  })

  it('does not exist where complete separation is too probable', () => {
    // 1 ÷ C(8, 4) = 0.014, 1 ÷ C(10, 5) = 0.004.
    expect(mannWhitneyPower(4, 4, 0.01)).toBeUndefined()
    expect(mannWhitneyPower(5, 5, 0.01)).toBeDefined()
    expect(mannWhitneyPower(0, 0, 0.5)).toBeUndefined()
    expect(mannWhitneyPower(0, 5, 0.5)).toBeUndefined()
  })
})

describe.each<[string, Power]>([
  ['Mann-Whitney, 5 against 5', mannWhitneyPower(5, 5, 0.01)!],
  ['Mann-Whitney, 200 against 200', mannWhitneyPower(200, 200, 0.0005)!],
])('%s', (_, power) => {
  it('never falls with the distance, and ends at certainty', () => {
    let last = 0
    for (let distance = 0; distance < 12; distance += 0.05) {
      expect(power(distance)).toBeGreaterThanOrEqual(last - 1e-12)
      last = power(distance)
    }
    expect(last).toBeGreaterThan(0.9999)
    expect(power(1e6)).toBeLessThanOrEqual(1)
  })

  it.each([0.5, 0.8, 0.99])('has %f at the distance that is told for it', (probability) => {
    expect(power(detectableDistance(power, probability))).toBeCloseTo(probability, 6)
  })
})

it('a probability that is none is refused', () => {
  const power = mannWhitneyPower(10, 10, 0.01)!
  for (const probability of [0, 1, Number.NaN]) {
    expect(() => detectableDistance(power, probability)).toThrow(RangeError)
  }
})
