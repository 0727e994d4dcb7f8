import { expect, test } from 'vitest'
import { axis, niceTicks, position, tickLabel } from '../../../src/core/report/axis.ts'

test.each([
  [-0.1, 0.1, [-0.1, -0.05, 0, 0.05, 0.1]],
  [-0.003, 0.0095, [-0.002, 0, 0.002, 0.004, 0.006, 0.008]],
  [-0.47, 0.54, [-0.4, -0.2, 0, 0.2, 0.4]],
])('the ticks between %f and %f are round', (low, high, ticks) => {
  const found = niceTicks(low, high, 5)
  expect(found).toHaveLength(ticks.length)
  for (const [index, tick] of ticks.entries()) expect(found[index]).toBeCloseTo(tick, 12)
})

test('a tick is labelled as people write it', () => {
  expect(niceTicks(-0.25, 0.3, 5).map(tickLabel)).toEqual([
    '−20 %',
    '−10 %',
    '0 %',
    '+10 %',
    '+20 %',
    '+30 %',
  ])
})

test('a value beyond the axis stays at its end', () => {
  const scale = axis(-1, 1, 100, 300)
  expect([-5, -1, 0, 0.5, Number.POSITIVE_INFINITY].map((value) => position(scale, value))).toEqual([
    100, 100, 200, 250, 300,
  ])
})
