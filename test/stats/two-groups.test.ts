import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absoluteDeviations } from '../../src/stats/deviation.ts'
import { sorted } from '../../src/stats/sample.ts'
import { twoGroups } from '../../src/stats/two-groups.ts'
import { forks } from './arbitraries.ts'

describe('two groups of values', () => {
  it('are those with the least deviation inside', () => {
    expect(twoGroups([10, 1, 2, 12, 1, 11])).toEqual({
      low: [1, 1, 2],
      high: [10, 11, 12],
      distance: 10,
      inside: 0.5,
    })
  })

  it('are found in equal values as well, at no distance', () => {
    expect(twoGroups([3, 3, 3])).toMatchObject({ low: [3], high: [3, 3], distance: 0, inside: 0 })
  })

  it('hold all values in order, and no other cut leaves less inside', () => {
    fc.assert(
      fc.property(
        forks.filter(({ length }) => length > 1),
        (values) => {
          const { low, high, inside } = twoGroups(values)
          const all = sorted(values)
          expect([...low, ...high]).toEqual(all)
          for (let cut = 1; cut < all.length; cut++) {
            const other = absoluteDeviations(all.slice(0, cut)) + absoluteDeviations(all.slice(cut))
            expect(inside * all.length).toBeLessThanOrEqual(other + 1e-9)
          }
        },
      ),
      { seed: 2 },
    )
  })

  it('need two values', () => {
    expect(() => twoGroups([1])).toThrow('two groups need two values, there are 1')
  })
})
