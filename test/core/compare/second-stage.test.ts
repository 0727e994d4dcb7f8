import { describe, expect, it } from 'vitest'
import { confirmLevel, freshForks } from '../../../src/core/compare/second-stage.ts'
import { policy } from '../../../src/model/config.ts'
import { mannWhitneyTest } from '../../../src/stats/mann-whitney.ts'

describe('the level of the second stage', () => {
  it.each([
    [0.01, 1, 0.01],
    [0.01, 2, 0.005],
    [0.01, 20, 0.0005],
    [0.01, 1000, 0.000_01],
    [0.05, 1, 0.05],
    [0.2, 40, 0.005],
  ])('is alpha %d shared by %d cells: %d', (alpha, cells, level) => {
    expect(confirmLevel(alpha, cells)).toBeCloseTo(level, 15)
  })

  it.each([
    [0.2, 1],
    [0.2, 3],
    [0.06, 1],
  ])('is never laxer than that of the first stage: alpha %d, %d cells', (alpha, cells) => {
    expect(confirmLevel(alpha, cells)).toBe(policy.screenAlpha)
  })

  it('of no cells is that of one', () => {
    expect(confirmLevel(0.01, 0)).toBe(0.01)
  })

  it('sums to no more than alpha over all cells, however many there are', () => {
    for (let cells = 1; cells <= 2000; cells++) {
      expect(cells * confirmLevel(0.01, cells)).toBeLessThanOrEqual(0.01 * (1 + 1e-12))
    }
  })
})

describe('fresh forks', () => {
  // C(n + base, base) of this many, and of one fewer, against policy.confirmReach ÷ level.
  it.each<[recorded: number, level: number, forks: number, ways: string]>([
    [3, 0.01, 17, 'C(20, 3) = 1140, C(19, 3) = 969, for 1000'],
    [2, 0.01, 44, 'C(46, 2) = 1035, C(45, 2) = 990, for 1000'],
    [4, 0.0005, 24, 'C(28, 4) = 20 475, C(27, 4) = 17 550, for 20 000'],
    [5, 0.0005, 16, 'C(21, 5) = 20 349, C(20, 5) = 15 504, for 20 000'],
    [3, 0.0005, 48, 'C(51, 3) = 20 825, C(50, 3) = 19 600, for 20 000'],
    [5, 0.000_01, 39, 'C(44, 5) = 1 086 008, C(43, 5) = 962 598, for 1 000 000'],
    [6, 0.0005, 13, 'C(19, 6) = 27 132, C(18, 6) = 18 564, for 20 000'],
  ])('against %d recorded ones at the level %d are %d: %s', (recorded, level, forks) => {
    expect(freshForks(recorded, level)).toBe(forks)
  })

  it.each([
    [5, 0.01],
    [10, 0.0005],
    [30, 0.000_01],
    [1000, 0.01],
    [3, 0.05],
  ])('are at least ten: %d recorded ones at the level %d', (recorded, level) => {
    expect(freshForks(recorded, level)).toBe(policy.confirmForks.min)
  })

  it.each([
    [1, 0.01],
    [2, 0.0005],
    [3, 0.000_01],
    [5, 1e-9],
  ])('are at most sixty: %d recorded ones at the level %d', (recorded, level) => {
    expect(freshForks(recorded, level)).toBe(policy.confirmForks.max)
  })

  it('are the fewest whose test can give a p ten times smaller than the level', () => {
    const separated = (forks: number, recorded: number) =>
      mannWhitneyTest(
        Array.from({ length: forks }, (_, i) => 1000 + i),
        Array.from({ length: recorded }, (_, i) => i),
      ).p
    for (let recorded = 1; recorded <= 12; recorded++) {
      for (const level of [0.05, 0.01, 0.0005, 0.000_03]) {
        const forks = freshForks(recorded, level)
        const { min, max } = policy.confirmForks
        if (forks < max) expect(separated(forks, recorded)).toBeLessThanOrEqual(level / policy.confirmReach)
        if (forks > min) expect(separated(forks - 1, recorded)).toBeGreaterThan(level / policy.confirmReach)
      }
    }
  })

  it('are never fewer for fewer recorded ones or a stricter level', () => {
    for (let recorded = 2; recorded <= 30; recorded++) {
      for (let cells = 2; cells <= 256; cells *= 2) {
        const level = confirmLevel(0.01, cells)
        expect(freshForks(recorded, level)).toBeLessThanOrEqual(freshForks(recorded - 1, level))
        expect(freshForks(recorded, level)).toBeGreaterThanOrEqual(freshForks(recorded, 2 * level))
      }
    }
  })
})
