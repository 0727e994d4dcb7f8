import { expect, it } from 'vitest'
import { clopperPearson, wilson } from '../../../bench/studies/gate/proportion.ts'

it.each([
  // R: binom.test(x, n)$conf.int
  [0, 300, 0, 0.012221],
  [1, 100, 0.000253, 0.054459],
  [5, 10, 0.187086, 0.812914],
  [10, 10, 0.691503, 1],
])('the exact interval of %d of %d is %f to %f', (of, n, low, high) => {
  const interval = clopperPearson(of, n)
  expect(interval.low).toBeCloseTo(low, 5)
  expect(interval.high).toBeCloseTo(high, 5)
})

it.each([
  // R: prop.test(x, n, correct = FALSE)$conf.int
  [5, 10, 0.236593, 0.763407],
  [60, 60, 0.939828, 1],
])("Wilson's interval of %d of %d is %f to %f", (of, n, low, high) => {
  const interval = wilson(of, n)
  expect(interval.low).toBeCloseTo(low, 5)
  expect(interval.high).toBeCloseTo(high, 5)
})
