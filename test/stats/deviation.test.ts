import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absoluteDeviations, absoluteDifferences, robustScale } from '../../src/stats/deviation.ts'
import { median } from '../../src/stats/quantile.ts'
import { seeded } from '../../src/stats/random.ts'
import { sorted } from '../../src/stats/sample.ts'
import { forks } from './arbitraries.ts'
import { draw, populations } from './populations.ts'

describe('absolute deviations', () => {
  it('are summed from the median', () => {
    fc.assert(
      fc.property(forks, (values) => {
        const centre = median(values)
        const sum = values.reduce((total, value) => total + Math.abs(value - centre), 0)
        expect(absoluteDeviations(sorted(values))).toBeCloseTo(sum, 8)
      }),
      { seed: 4 },
    )
  })

  it('of no values and of one are nothing', () => {
    expect([absoluteDeviations([]), absoluteDeviations([7])]).toEqual([0, 0])
  })
})

describe('the robust scale', () => {
  it('is the standard deviation of normal residuals', () => {
    expect(robustScale(draw(20_000, populations.normal!, seeded('scale')))).toBeCloseTo(1, 1)
  })

  it('does not mind what less than half of them are', () => {
    expect(robustScale([-1, 1, 1, 1e9, -1e9])).toBe(1.4826)
  })
})

it('differences of neighbours have no sign', () => {
  expect(absoluteDifferences([1, 4, 2, 2])).toEqual([3, 2, 0])
  expect(absoluteDifferences([1])).toEqual([])
})
