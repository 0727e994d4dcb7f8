import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bend, changeAxis } from '../../../../src/core/report/plots/change-axis.ts'

const margin = Math.log1p(0.03)
const labelsOf = (low: number, high: number) => {
  const axis = changeAxis(Math.log1p(low), Math.log1p(high), margin, 300, 670)
  return axis.ticks.map(axis.label)
}

test('what is within the margin is linear, what is beyond it logarithmic', () => {
  expect([0, 0.5, 1, -0.5, -1].map((share) => bend(share * margin, margin))).toEqual([0, 0.5, 1, -0.5, -1])
  const [once, twice, fourfold] = [1, 2, 4].map((size) => bend(size * margin, margin))
  expect(twice! - once!).toBeCloseTo(Math.log(2), 12)
  expect(fourfold! - twice!).toBeCloseTo(Math.log(2), 12)
})

test('the order is kept, and both sides mirror each other', () => {
  const log = fc.double({ min: -50, max: 50, noNaN: true })
  fc.assert(
    fc.property(log, log, fc.double({ min: 1e-3, max: 1, noNaN: true }), (a, b, linear) => {
      if (a < b) expect(bend(a, linear)).toBeLessThanOrEqual(bend(b, linear))
      expect(bend(-a, linear)).toBeCloseTo(-bend(a, linear), 12)
    }),
  )
})

test('it has no kink where it becomes logarithmic', () => {
  const step = 1e-6
  const slope = (log: number) => (bend(log + step, margin) - bend(log, margin)) / step
  expect(slope(margin - 2 * step)).toBeCloseTo(slope(margin + step), 2)
})

test.each([
  [-0.6, 1.3, ['−50 %', '−10 %', '0', '+10 %', '+100 %']],
  [-0.03, 0.03, ['−3 %', '−2 %', '−1 %', '0', '+1 %', '+2 %', '+3 %']],
  [-0.9, 20, ['÷10', '−10 %', '0', '+10 %', '×10']],
])('between %f and %f its ticks are readable', (low, high, labels) => {
  expect(labelsOf(low, high)).toEqual(labels)
})

test('labels never overlap, and zero always has one', () => {
  const bound = fc.double({ min: 0.0001, max: 40, noNaN: true })
  fc.assert(
    fc.property(bound, bound, (down, up) => {
      const { ticks, low, high } = changeAxis(-down, up, margin, 0, 400)
      expect(ticks).toContain(0)
      for (const [place, tick] of ticks.slice(1).entries())
        expect(((tick - ticks[place]!) / (high - low)) * 400).toBeGreaterThanOrEqual(50 - 1e-6)
    }),
  )
})
