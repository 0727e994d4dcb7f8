import { describe, expect, it } from 'vitest'
import { normalDensity, normalTail } from '../../src/stats/normal.ts'

describe('normalTail', () => {
  // scipy.stats.norm.sf, SciPy 1.17.1.
  it.each([
    [-3, 0.9986501019683699],
    [-1, 0.8413447460685429],
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145707],
    [1.6448536269514722, 0.05],
    [2.5, 0.006209665325776132],
    [2.99, 0.0013948872354922468],
    [3, 0.0013498980316300933],
    [3.5, 0.00023262907903552502],
    [5, 2.866515718791933e-7],
    [8, 6.22096057427174e-16],
    [20, 2.7536241186061556e-89],
  ])('at %f is %f within a relative 1e-12', (z, expected) => {
    expect(Math.abs(normalTail(z) / expected - 1)).toBeLessThan(1e-12)
  })

  it('never rises, also where the two formulas meet', () => {
    for (let z = -6; z < 6; z += 0.001) expect(normalTail(z + 0.001)).toBeLessThanOrEqual(normalTail(z))
  })

  it('reaches its limits', () => {
    expect(normalTail(Number.POSITIVE_INFINITY)).toBe(0)
    expect(normalTail(Number.NEGATIVE_INFINITY)).toBe(1)
  })
})

describe('normalDensity', () => {
  it('at 0 is 1 / √(2π)', () => {
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15)
  })
})
