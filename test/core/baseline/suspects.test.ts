import { expect, it } from 'vitest'
import { suspectsOf } from '../../../src/core/baseline/suspects.ts'
import type { Run } from '../../../src/model/run.ts'

const comparison = (id: string, verdict: string) => ({ id, verdict }) as Run['comparisons'][number]
const series = (id: string, ...intervals: readonly [low: number, high: number][]) => ({
  ...{ id, sessions: intervals.map((_, place) => place) },
  estimates: intervals.map(([low, high]) => (low + high) / 2),
  lows: intervals.map(([low]) => low),
  highs: intervals.map(([, high]) => high),
})

it('are what has changed now, and what has changed from one accepted session to the next', () => {
  const comparisons = [
    comparison('slower', 'regressed'),
    comparison('faster', 'improved'),
    comparison('faster', 'improved'),
    comparison('same', 'equivalent'),
    comparison('open', 'inconclusive'),
  ]
  const benchmarks = [
    series('still', [10, 11], [10.5, 12], [11.5, 13]),
    series('grown', [10, 11], [10.5, 12], [12.5, 13]),
    series('shrunk', [10, 11], [8, 9]),
    series('once', [1, 2]),
  ]
  const history = { sessions: [], benchmarks }
  expect(suspectsOf({ comparisons, history })).toEqual(['slower', 'faster', 'grown', 'shrunk'])
  expect(suspectsOf({ comparisons: [], history: undefined })).toEqual([])
})
