import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandwidthOf, density } from '../../src/stats/density.ts'

test('around one value it is the normal density', () => {
  const at = density([3], 2)
  expect(at(3)).toBeCloseTo(0.398_942_280_401_432_7 / 2, 12)
  expect(at(5)).toBeCloseTo(0.241_970_724_519_143_37 / 2, 12)
})

test('the rule of thumb is that of Silverman', () => {
  // s = 1.5811, IQR = 2, n^(-1/5) = 0.724780.
  expect(bandwidthOf([1, 2, 3, 4, 5])).toBeCloseTo(0.9 * (2 / 1.34) * 5 ** -0.2, 12)
  // s = 1 is below IQR ÷ 1.34 = 1.4925.
  expect(bandwidthOf([-1, -1, 0, 1, 1])).toBeCloseTo(0.9 * 5 ** -0.2, 12)
  expect(bandwidthOf([7])).toBe(0)
  expect(bandwidthOf([7, 7, 7, 7])).toBe(0)
})

test('over all places it sums up to one, and moves with its values', () => {
  const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(values, fc.double({ min: 0.5, max: 3, noNaN: true }), (some, bandwidth) => {
      const at = density(some, bandwidth)
      let sum = 0
      for (let place = -40; place <= 40; place += 0.1) sum += at(place) * 0.1
      expect(sum).toBeCloseTo(1, 6)
      const moved = density(
        some.map((value) => value + 5),
        bandwidth,
      )
      expect(moved(6)).toBeCloseTo(at(1), 9)
    }),
  )
})

test('a bandwidth of nothing is refused', () => {
  expect(() => density([1], 0)).toThrow('a bandwidth is above 0, not 0')
})
