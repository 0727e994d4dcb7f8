import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { midranks } from '../../src/stats/ranks.ts'
import { forks } from './arbitraries.ts'

describe('midranks', () => {
  it.each([
    [[], [], []],
    [[7], [1], [1]],
    [
      [30, 10, 20],
      [3, 1, 2],
      [1, 1, 1],
    ],
    [
      [5, 1, 5, 3],
      [3.5, 1, 3.5, 2],
      [1, 1, 2],
    ],
    [[2, 2, 2], [2, 2, 2], [3]],
    [
      [0, -0, 1],
      [1.5, 1.5, 3],
      [2, 1],
    ],
  ])('of %j are %j in groups of %j', (values, ranks, groups) => {
    expect(midranks(values)).toEqual({ ranks, groups })
  })

  it('always add up to n (n + 1) / 2, and the groups to n', () => {
    fc.assert(
      fc.property(forks, (values) => {
        const { ranks, groups } = midranks(values)
        const n = values.length
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((n * (n + 1)) / 2)
        expect(groups.reduce((sum, size) => sum + size, 0)).toBe(n)
      }),
    )
  })
})
