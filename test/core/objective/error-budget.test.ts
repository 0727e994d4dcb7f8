import { expect, it } from 'vitest'
import { errorBudget } from '../../../src/core/objective/error-budget.ts'
import { unite } from '../../../src/core/objective/requests.ts'
import { type ErrorBudget, errorBudgetSchema } from '../../../src/model/objective.ts'
import { type Ending, ms, objectiveOf, times, trialOf } from './trials.ts'

const endings: readonly Ending[] = [
  ...times(9_975, 10 * ms),
  ...times(10, 300 * ms),
  ...times(5, { rejected: ms }),
  ...times(6, 'failed' as const),
  ...times(2, 'timedOut' as const),
  ...times(2, 'dropped' as const),
]
const requests = unite([trialOf(endings)])

it.each<[string, Partial<ErrorBudget>]>([
  ['errors < 0.1 %', { share: 0.001, total: 10_000, allowed: 10, bad: 15, used: 1.5, burnRate: 1.5 }],
  ['availability >= 99.9 %', { share: 0.001, allowed: 10, bad: 15, used: 1.5 }],
  ['availability >= 99.93 %', { share: 0.0007, allowed: 7 }],
  ['p99 < 200 ms', { share: 0.01, allowed: 100, bad: 20, used: 0.2, burnRate: 0.2 }],
  ['errors <= 0 %', { share: 0, allowed: 0, bad: 15, used: null, burnRate: null }],
])('%j allows %o', (text, expected) => {
  const budget = errorBudget(objectiveOf(text), requests)
  expect(errorBudgetSchema.parse(budget)).toMatchObject(expected)
})

it('of a load that goes on is that of all requests, while it burns by those that have come', () => {
  expect(errorBudget(objectiveOf('errors < 0.1 %'), requests, 100_000)).toEqual({
    ...{ share: 0.001, total: 100_000, allowed: 100, bad: 15, used: 0.15, burnRate: 1.5 },
  })
  expect(errorBudget(objectiveOf('errors < 0.1 %'), unite([]), 100)).toMatchObject({
    used: 0,
    burnRate: null,
  })
})

it.each(['mean < 1 ms', 'max < 1 s', 'throughput > 1/s', 'failures < 3'])('%j allows no share', (text) => {
  expect(errorBudget(objectiveOf(text), requests)).toBeUndefined()
})
