import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareExactly } from '../../../../src/core/compare/exact/compare-exactly.ts'
import { declareOwnMetrics } from '../../../../src/core/kind/own-metrics.ts'
import { configSchema } from '../../../../src/model/config.ts'
import { completeMetric } from '../../../../src/model/own-metric.ts'

let withdraw = () => {}
beforeAll(() => {
  withdraw = declareOwnMetrics({
    queries: completeMetric('queries', {}),
    hits: completeMetric('hits', { better: 'higher' }),
    out: completeMetric('out', { unit: 'byte', tolerance: '2 %' }),
  })
})
afterAll(() => withdraw())

const compare = (metric: string, head: number[], base: number[]) =>
  compareExactly({ id: 'a', metric, head, base }, configSchema.parse({}).gate)
const codes = (judged: ReturnType<typeof compare>) => judged.findings.map(({ code }) => code)

describe('an exact metric of a project', () => {
  it('has changed by one where two forks of either side say so', () => {
    expect(compare('queries', [3, 3], [2, 2])).toMatchObject({
      ...{ verdict: 'regressed', difference: 1, change: { estimate: 0.5, low: 0.5, high: 0.5 }, limit: 0 },
    })
    expect(compare('queries', [1_000_001, 1_000_001], [1_000_000, 1_000_000]).verdict).toBe('regressed')
    expect(compare('queries', [2, 2], [3, 3]).verdict).toBe('improved')
    expect(compare('queries', [1, 1], [0, 0])).toMatchObject({ verdict: 'regressed', difference: 1 })
    expect(compare('hits', [8, 8], [9, 9]).verdict).toBe('regressed')
    expect(compare('queries', [0.5, 0.5], [1 / 3, 1 / 3]).verdict).toBe('regressed')
  })

  it('is the same where all forks say so, nothing included', () => {
    expect(compare('queries', [3, 3], [3, 3]).verdict).toBe('equivalent')
    expect(compare('queries', [0, 0], [0, 0]).verdict).toBe('equivalent')
  })

  it('is not decided by one fork of a side', () => {
    const judged = compare('queries', [3], [2, 2, 2])
    expect(judged).toMatchObject({ verdict: 'inconclusive', reason: 'too-few-trials', decisive: true })
    expect(codes(judged)).toEqual(['too-few-memory-forks'])
  })

  it.each([
    [[3, 4], [1, 1], true],
    [[6, 6], [3, 4], false],
    [[9, 9, 9, 9], [1, 1, 1, 2], false],
    [[3, 3, 4], [3, 3, 3], true],
  ])('is no fact where forks of one side differ: %j against %j', (head, base, decisive) => {
    const judged = compare('queries', head, base)
    expect(judged).toMatchObject({ verdict: 'inconclusive', reason: 'uneven-trials', decisive })
    expect(judged.findings[0]).toMatchObject({
      code: 'not-deterministic',
      advice: expect.stringContaining('exact: false'),
    })
  })

  it('may vary by as much as it tolerates', () => {
    expect(compare('out', [1000, 1010], [1000, 1005]).verdict).toBe('equivalent')
    expect(compare('out', [1100, 1105], [1000, 1005]).verdict).toBe('regressed')
    expect(compare('out', [1100, 1190], [1000, 1005]).verdict).toBe('inconclusive')
  })

  it('holds nothing up where the base does not tell it', () => {
    const judged = compare('queries', [3, 3], [])
    expect(judged).toMatchObject({ verdict: 'inconclusive', reason: 'not-counted', decisive: false })
    expect(codes(judged)).toEqual(['metric-new'])
    expect(compare('queries', [], [3, 3])).toMatchObject({ verdict: 'inconclusive', decisive: true })
  })
})
