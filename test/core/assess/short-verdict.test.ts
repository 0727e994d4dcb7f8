import { describe, expect, it } from 'vitest'
import { shortVerdictsOf } from '../../../src/core/assess/short-verdict.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { BenchmarkResult } from '../../../src/model/run.ts'

const benchmark = { id: 'a', state: 'measured' } as BenchmarkResult
const compared = (metric: string, verdict: string, rest: object = {}) =>
  ({ id: 'a', metric, verdict, n: { base: 9, head: 9 }, ...rest }) as Comparison
const unmeasured = compared('time', 'inconclusive', {
  n: { base: 0, head: 0 },
  pairs: { screen: [] },
  decisive: true,
})

describe('what a benchmark is said to be in a word', () => {
  it.each([
    ['its time and bytes', [compared('time', 'equivalent'), compared('allocated', 'equivalent')], ['same']],
    [
      'what is worse before what is the same',
      [compared('time', 'regressed'), compared('allocated', 'equivalent')],
      ['slower'],
    ],
    ['nothing of one that was not reached', [unmeasured], ['skipped']],
    [
      'no whole answer where its time alone was not compared',
      [unmeasured, compared('allocated', 'equivalent')],
      ['undecided'],
    ],
  ])('tells %s', (_, comparisons, expected) => {
    expect(shortVerdictsOf(benchmark, comparisons)).toEqual(expected)
  })
})
