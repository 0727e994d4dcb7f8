import { expect, it } from 'vitest'
import { timeoutProblem } from '../../../src/core/objective/timeout-problem.ts'
import { objectiveOf } from './trials.ts'

it.each([
  ['p99 < 10 s', undefined],
  ['p99 <= 9 s', undefined],
  ['errors < 50 %', undefined],
  ['p99 <= 10 s', /^'p99 <= 10 s' cannot be told: a request is given up after 10 s; /u],
  ['mean < 11 s', /^'mean < 11 s' cannot be told/u],
])('%j of requests that are waited for 10 s: %s', (text, problem) => {
  const told = timeoutProblem(objectiveOf(text), 10e9)
  if (problem) expect(told).toMatch(problem)
  else expect(told).toBeUndefined()
})
