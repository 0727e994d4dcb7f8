import { describe, expect, it } from 'vitest'
import { interdecileSpread } from '../../src/stats/interdecile.ts'
import { median } from '../../src/stats/quantile.ts'
import { seeded } from '../../src/stats/random.ts'
import { draw, populations } from './populations.ts'

describe('the spread from the interdecile range', () => {
  it('of 1 … 39 is that of the 4.3th and the 35.7th, by hand', () => {
    // Places p · (n + 1/4) + 3/8, counted from 1.
    const values = Array.from({ length: 39 }, (_, i) => i + 1)
    expect(interdecileSpread(values)).toBeCloseTo((35.7 - 4.3) / 2.563103131, 9)
  })

  it.each([6, 10, 20, 60, 400])('of %i normal values is their standard deviation, on average', (n) => {
    const random = seeded(`normal ${n}`)
    const spreads = Array.from({ length: 2000 }, () =>
      interdecileSpread(draw(n, populations.normal!, random)),
    )
    const average = spreads.reduce((sum, spread) => sum + spread) / 2000
    expect(Math.abs(average - 1)).toBeLessThan(0.06)
  })

  it('is not moved far by one value in twenty, wherever it is', () => {
    const values = draw(100, populations.normal!, seeded('far'))
    const far = values.map((value, index) => (index % 20 === 0 ? value + 1e6 : value))
    expect(interdecileSpread(far) / interdecileSpread(values)).toBeLessThan(1.5)
  })

  it('goes with the unit, and not with the centre or the order', () => {
    const values = draw(40, populations['log-normal']!, seeded('unit'))
    const spread = interdecileSpread(values)
    expect(interdecileSpread(values.toReversed().map((value) => 3 * value + 1000))).toBeCloseTo(3 * spread, 9)
    expect(spread).toBeGreaterThan(0)
    expect(interdecileSpread(values.map((value) => value - median(values)))).toBeCloseTo(spread, 12)
  })

  it('of equal values is 0, and of two their distance', () => {
    expect(interdecileSpread([3, 3, 3])).toBe(0)
    expect(interdecileSpread([1, 4])).toBeCloseTo(3 / 2.563103131, 9)
  })

  it.each([[[]], [[1]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])('refuses %j', (values) => {
    expect(() => interdecileSpread(values)).toThrow(RangeError)
  })
})
