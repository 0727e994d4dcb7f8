import { expect, test } from 'vitest'
import {
  axis,
  decades,
  durationAxis,
  niceTicks,
  position,
  tickLabel,
} from '../../../../src/core/report/plots/axis.ts'

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

test.each([
  [1_100, 4_900, ['1 µs', '2 µs', '5 µs']],
  [1_000, 5_000, ['1 µs', '2 µs', '5 µs']],
  [900, 5_100, ['500 ns', '1 µs', '2 µs', '5 µs', '10 µs']],
  [1_300, 30e6, ['1 µs', '10 µs', '100 µs', '1 ms', '10 ms']],
  [1, 2e12, ['1 ns', '1 µs', '1 ms', '1 s', '1000 s']],
  [7, 7, ['5 ns', '10 ns']],
  [0, 0.4, ['1 ns', '2 ns']],
])('the axis of durations from %f to %f ns is labelled %j', (shortest, longest, labels) => {
  const scale = durationAxis(shortest, longest, 300, 670)
  expect(scale.ticks.map(scale.label)).toEqual(labels)
  expect(position(scale, decades(shortest))).toBeGreaterThanOrEqual(300)
  expect(position(scale, decades(longest))).toBeLessThanOrEqual(670)
})

test('equal ratios of durations are equal distances', () => {
  const scale = durationAxis(1, 10_000, 0, 400)
  expect([1, 10, 100, 10_000].map((duration) => position(scale, decades(duration)))).toEqual([
    0, 100, 200, 400,
  ])
  expect(scale.origin).toBeUndefined()
})

test('a duration beyond all that is labelled still has an axis', () => {
  const scale = durationAxis(1e18, 1e300, 0, 400)
  expect(scale.low).toBeLessThan(scale.high)
})
