import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { integer, seeded, shuffle, xoshiro } from '../../src/stats/random.ts'

describe('xoshiro', () => {
  it('gives the sequence that the reference code of xoshiro128** 1.1 gives for the state 1, 2, 3, 4', () => {
    const next = xoshiro([1, 2, 3, 4])
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })
})

describe('seeded', () => {
  it('repeats itself for an equal seed and differs for another one, also between 1 and "1"', () => {
    const first = (seed: number | string) => Array.from({ length: 5 }, seeded(seed))
    const seeds = [0, 1, '1', -1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 0.5, '', 'a', 'b', 'ab', 'ba', 'run/fork-1']
    for (const seed of seeds) expect(first(seed)).toEqual(first(seed))
    expect(new Set(seeds.map((seed) => first(seed)[0])).size).toBe(seeds.length)
  })

  it('still gives these numbers, because recorded runs are recomputed from their seeds', () => {
    const random = seeded('assay')
    expect([random(), random(), random()]).toEqual([
      0.781821117108233, 0.7687872802956206, 0.9025893200091819,
    ])
  })

  it('stays in [0, 1) and fills 64 cells evenly by chi-squared, over consecutive seeds', () => {
    const cells = new Array<number>(64).fill(0)
    const outside: number[] = []
    for (let seed = 0; seed < 1000; seed++) {
      const random = seeded(seed)
      for (let i = 0; i < 64; i++) {
        const value = random()
        if (!(value >= 0 && value < 1)) outside.push(value)
        cells[Math.floor(value * 64)]!++
      }
    }
    expect(outside).toEqual([])
    const chiSquared = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    // The .0001 and .9999 quantiles of chi-squared with 63 degrees of freedom.
    expect(chiSquared).toBeGreaterThan(28.8)
    expect(chiSquared).toBeLessThan(113.4)
  })

  it('gives first numbers that do not follow the seed', () => {
    const firsts = Array.from({ length: 10_000 }, (_, seed) => seeded(seed)())
    const deviations = firsts.map((value) => value - 0.5)
    const lagged = deviations.slice(1).reduce((sum, value, i) => sum + value * deviations[i]!, 0)
    expect(Math.abs(lagged / 10_000 / (1 / 12))).toBeLessThan(0.04)
  })
})

describe('integer', () => {
  it('is below its bound and reaches every value', () => {
    const random = seeded(3)
    const seen = new Set(Array.from({ length: 200 }, () => integer(random, 6)))
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('stays below the bound even for the largest number a source may give', () => {
    const largest = () => 1 - 2 ** -53
    for (const below of [1, 2, 3, 10, 2 ** 32, 2 ** 53 - 1]) {
      expect(integer(largest, below)).toBe(below - 1)
    }
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s as a bound', (below) => {
    expect(() => integer(seeded(1), below)).toThrow(RangeError)
  })
})

describe('shuffle', () => {
  it('keeps the items and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items]
        const shuffled = shuffle(items, seeded(seed))
        expect(items).toEqual(before)
        expect(shuffled.toSorted()).toEqual(before.toSorted())
      }),
    )
  })

  it('gives each of the 24 orders of four items equally often', () => {
    const random = seeded('orders')
    const counts = new Map<string, number>()
    for (let i = 0; i < 24_000; i++) {
      const order = shuffle(['a', 'b', 'c', 'd'], random).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    // The .9999 quantile of chi-squared with 23 degrees of freedom.
    expect(chiSquared).toBeLessThan(56.2)
  })
})
