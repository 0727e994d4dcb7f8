import { describe, expect, it } from 'vitest'
import { seeded } from '../../src/stats/random.ts'
import { throughputAt } from '../../src/stats/scalability-law.ts'
import { fitScalability, predictThroughput } from '../../src/stats/universal-scalability.ts'
import { populations } from './populations.ts'
import { scalability } from './published.ts'

const fitted = (levels: Parameters<typeof fitScalability>[0], seed = 'scalability') =>
  fitScalability(levels, { confidence: 0.95, random: seeded(seed) })

const levelsOf = (concurrencies: readonly number[], throughput: (concurrency: number) => number) =>
  concurrencies.map((concurrency) => ({ concurrency, throughput: throughput(concurrency) }))

const doubling = [1, 2, 4, 8, 16, 32]
const planted = { lambda: 1000, sigma: 0.03, kappa: 7e-4 }

describe('the scalability of published measurements', () => {
  const found = fitted(scalability)

  // The numbers of the tests of codahale/usl-rs, which promise five digits.
  it.each([
    ['λ', found.lambda, 995.6486],
    ['σ', found.sigma, 0.02671591],
    ['κ', found.kappa, 7.690945e-4],
    ['the highest throughput', found.peak.throughput, 12_341.7454],
    ['throughput of 1', predictThroughput(found, 1), 995.648799442353],
    ['throughput of 20', predictThroughput(found, 20), 11_063.633101824058],
    ['throughput of 35', predictThroughput(found, 35), 12_341.74571391328],
  ])('has the %s that others found', (_, value, published) => {
    expect(Math.abs(value / published - 1)).toBeLessThan(1e-5)
  })

  it('has its peak at 35, of which 32 were measured, and nearly as much contention as coherency there', () => {
    expect(found.peak.concurrency).toBe(35)
    expect(found.bound).toBe('contention')
    expect(found.rSquared).toBeGreaterThan(0.996)
    expect(found.doubts).toEqual([])
  })

  it('is told with intervals around it', () => {
    for (const name of ['lambda', 'sigma', 'kappa'] as const) {
      const { low, high } = found.intervals[name]
      expect(low).toBeLessThan(found[name])
      expect(high).toBeGreaterThan(found[name])
      expect(high - low).toBeLessThan(found[name])
    }
  })

  it('is predicted up to twice what was measured', () => {
    expect(predictThroughput(found, 64)).toBeCloseTo(throughputAt(found, 64), 9)
    expect(() => predictThroughput(found, 65)).toThrow('from above 0 to 64, not for 65')
    expect(() => predictThroughput(found, 0)).toThrow(RangeError)
  })
})

describe('the scalability of a known law', () => {
  it.each([
    ['with both', planted, 'contention'],
    ['with coherency', { lambda: 50, sigma: 0.001, kappa: 0.002 }, 'coherency'],
    ['that gives way early', { lambda: 3e6, sigma: 0, kappa: 0.2 }, 'coherency'],
    ['with contention', { lambda: 0.002, sigma: 0.3, kappa: 0 }, 'contention'],
    ['of one at a time', { lambda: 7, sigma: 1, kappa: 0 }, 'contention'],
    ['that is a line', { lambda: 9, sigma: 0, kappa: 0 }, 'linear'],
    ['that is nearly a line', { lambda: 9, sigma: 0.001, kappa: 0 }, 'linear'],
  ] as const)('%s is found, whatever the unit', (_, law, bound) => {
    const found = fitted(levelsOf(doubling, (n) => throughputAt(law, n)))
    expect(found.lambda / law.lambda).toBeCloseTo(1, 6)
    expect(found.sigma).toBeCloseTo(law.sigma, 6)
    expect(found.kappa).toBeCloseTo(law.kappa, 7)
    expect(found.bound).toBe(bound)
    expect(found.rSquared).toBeCloseTo(1, 9)
    expect(found.doubts).toEqual([])
  })

  it('is found with repeats, in any order, of concurrencies that are not whole', () => {
    const measured = [31.5, 2.25, 8, 0.4, 2.25, 15.1, 4, 8]
    const found = fitted(levelsOf(measured, (n) => throughputAt(planted, n)))
    expect(found.sigma).toBeCloseTo(planted.sigma, 6)
    expect(found.kappa).toBeCloseTo(planted.kappa, 7)
  })

  it('has no peak without coherency, and one at 1 where more are never better', () => {
    expect(fitted(levelsOf(doubling, (n) => 9 * n)).peak.concurrency).toBeGreaterThan(1e6)
    const serial = fitted(levelsOf(doubling, () => 7)).peak
    expect(serial.concurrency).toBe(1)
    expect(serial.throughput).toBeCloseTo(7, 9)
  })
})

describe('a fit that must not be believed', () => {
  it('has fewer than six levels, however often they were measured', () => {
    const five = [1, 2, 4, 8, 16, 16, 16]
    const found = fitted(levelsOf(five, (n) => throughputAt(planted, n)))
    expect(found.doubts).toEqual(['few-levels'])
    expect(() => predictThroughput(found, 17)).toThrow('from above 0 to 16')
  })

  it('explains less than nine tenths', () => {
    const found = fitted(levelsOf(doubling, (n) => (n % 8 === 0 ? 900 : 300)))
    expect(found.doubts).toEqual(['poor-fit'])
    expect(found.reach).toBe(32)
  })

  it('of three points says so: they fit any law', () => {
    const found = fitted(levelsOf([1, 2, 3], (n) => throughputAt(planted, n)))
    expect(found.doubts).toEqual(['few-levels'])
    expect(found.intervals.kappa).toEqual({ low: 0, high: Number.POSITIVE_INFINITY })
  })
})

describe('the parameters', () => {
  it('are never negative, although a curve that bends upwards would have them so', () => {
    const found = fitted(levelsOf(doubling, (n) => 100 * n ** 1.1))
    expect(found).toMatchObject({ sigma: 0, kappa: 0, bound: 'linear' })
    expect(found.lambda).toBeGreaterThan(100)
    expect(found.intervals.kappa.low).toBe(0)
    const steepEnd = fitted(
      levelsOf(doubling, (n) => throughputAt({ lambda: 100, sigma: 0.1, kappa: -0.001 }, n)),
    )
    expect(steepEnd.kappa).toBe(0)
    expect(steepEnd.sigma).toBeGreaterThan(0)
  })

  it('are the same with the same seed', () => {
    const normal = populations.normal!
    const random = seeded('noise')
    const levels = levelsOf(doubling, (n) => throughputAt(planted, n) * (1 + 0.02 * normal(random)))
    expect(fitted(levels)).toEqual(fitted(levels))
    expect(fitted(levels, 'another').intervals).not.toEqual(fitted(levels).intervals)
  })

  it.each([
    [[], /at least one value/u],
    [[1, 1, 2, 2], /three concurrencies, not 2/u],
    [[1, 2, 0], /above 0, not 0/u],
    [[1, 2, Number.NaN], /finite/u],
  ])('of concurrencies %j cannot be told', (concurrencies, message) => {
    expect(() => fitted(levelsOf(concurrencies, () => 10))).toThrow(message)
  })

  it('of a throughput of 0 cannot be told', () => {
    expect(() => fitted(levelsOf([1, 2, 3], (n) => n - 1))).toThrow(/above 0, not 0/u)
  })
})
