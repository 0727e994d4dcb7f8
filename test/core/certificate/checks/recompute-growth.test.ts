import { describe, expect, it } from 'vitest'
import { recomputeGrowth } from '../../../../src/core/certificate/checks/recompute-growth.ts'
import type { GrowthResult } from '../../../../src/model/growth.ts'
import type { Run } from '../../../../src/model/run.ts'
import { grownRun } from '../../report/grown-run.ts'

const run = grownRun()

/** The run with its first result stated otherwise. */
function stating(change: (growth: GrowthResult) => Partial<GrowthResult>): Run {
  return { ...run, growth: run.growth!.map((one, place) => (place === 0 ? { ...one, ...change(one) } : one)) }
}
const wrongIn = (other: Run) => recomputeGrowth(other).map(({ what }) => what)

describe('growth that a run states', () => {
  it('follows from the values of its forks', () => {
    expect(recomputeGrowth(run)).toEqual([])
  })

  it.each<[string, Run, string]>([
    ['a verdict', stating(() => ({ verdict: 'within' })), 'whether it grows faster'],
    ['an excuse', stating(() => ({ excused: 'soft' })), 'excuse for its growth'],
    ['a metric', stating(() => ({ metric: 'cpu' })), 'metric of its growth'],
    [
      'a form',
      stating(({ declared }) => ({ declared: { ...declared, power: 2 } })),
      'growth that it declares',
    ],
    ['fewer sizes', stating(({ measured }) => ({ measured: measured.slice(1) })), 'sizes of its growth'],
    [
      'an exponent',
      stating(({ fit }) => ({ fit: { ...fit!, exponent: { ...fit!.exponent, low: 1 } } })),
      'exponent of its growth',
    ],
    [
      'what it is like',
      stating(({ fit }) => ({ fit: { ...fit!, nearest: { power: 1, log: true } } })),
      'what it grows like',
    ],
    ['a rise', stating(({ fit }) => ({ fit: { ...fit!, rise: 2 } })), 'rise of its growth'],
    [
      'more that is allowed',
      stating(({ fit }) => ({ fit: { ...fit!, excess: { ...fit!.excess, limit: 100 } } })),
      'growth beyond what it declares',
    ],
  ])('is found out where it states another %s', (_, other, what) => {
    expect(wrongIn(other)).toEqual([what])
  })

  it('is found out where it is left out, or made up', () => {
    const { growth, ...without } = run
    expect(new Set(recomputeGrowth(without).map(({ subject }) => subject))).toEqual(
      new Set(growth!.map(({ id }) => id)),
    )
    const undeclared = run.benchmarks.map(({ grows: _, ...benchmark }) => benchmark)
    expect(wrongIn({ ...run, benchmarks: undeclared })).toContain('whether it grows faster')
  })

  it('is none of a shard', () => {
    const { growth: _, ...without } = run
    expect(recomputeGrowth({ ...without, shard: { index: 1, of: 2, selected: [] } })).toEqual([])
  })
})
