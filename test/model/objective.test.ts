import { expect, test } from 'vitest'
import { objectiveSchema } from '../../src/model/objective.ts'

const p99 = { text: 'p99 < 1 ms', metric: 'latency', quantile: 0.99, comparator: '<', limit: 1e6 } as const

test('an objective is about a quantile of latencies, or about something that has none', () => {
  expect(objectiveSchema.parse(p99)).toEqual(p99)
  expect(objectiveSchema.safeParse({ ...p99, metric: 'errors' }).success).toBe(false)
  expect(objectiveSchema.safeParse({ ...p99, quantile: undefined }).success).toBe(false)
  expect(objectiveSchema.safeParse({ ...p99, quantile: 1.01 }).success).toBe(false)
})
