import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hodgesLehmannShift } from '../../src/stats/hodges-lehmann-shift.ts'
import { mannWhitneyBounds, mannWhitneyTest } from '../../src/stats/mann-whitney.ts'
import { forks, level, reordered, untiedForks } from './arbitraries.ts'
import { permeability } from './published.ts'

const slowdown = fc.double({ min: 0, max: 100, noNaN: true })
const series = (length: number, step: number, cycle: number) =>
  Array.from({ length }, (_, i) => (((i + 1) * step) % cycle) / 10)

describe('mannWhitneyTest', () => {
  it('of 1 2 3 4 5.5 against 3.5 6 7 8 9 has U = 2, and two-sided p = 0.031746031746031744', () => {
    const low = [1, 2, 3, 4, 5.5]
    const high = [3.5, 6, 7, 8, 9]
    expect(mannWhitneyTest(low, high).u).toBe(2)
    expect(mannWhitneyTest(low, high).p).toBeCloseTo(0.9920634920634921, 12)
    expect(mannWhitneyTest(high, low).u).toBe(23)
    expect(mannWhitneyTest(high, low).p).toBeCloseTo(0.015873015873015872, 12)
    expect(2 * mannWhitneyTest(high, low).p).toBeCloseTo(0.031746031746031744, 12)
  })

  it('of the permeability data gives U = 35 and p = 0.1272 (Hollander, Wolfe & Chicken 2014, §4.1)', () => {
    const { u, p } = mannWhitneyTest(permeability.atTerm, permeability.earlier)
    expect(u).toBe(35)
    expect(p).toBeCloseTo(0.1272061272061272, 12)
  })

  // scipy.stats.mannwhitneyu(head, base, alternative='greater'), SciPy 1.17.1, exact and asymptotic.
  it.each([
    {
      name: '30 against 60, exact',
      head: series(30, 37, 101).map((value) => value + 0.5),
      base: series(60, 53, 97).map((value) => value + 0.03),
      u: 1063,
      p: 0.08257904889179803,
    },
    {
      name: '70 against 65, approximate',
      head: series(70, 37, 101),
      base: series(65, 53, 97),
      u: 2421.5,
      p: 0.2601205785148861,
    },
    {
      name: '70 against 65, approximate, further apart',
      head: series(70, 37, 101).map((value) => value + 1),
      base: series(65, 53, 97),
      u: 2848,
      p: 0.0058471979736909666,
    },
  ])('of $name gives U = $u and p = $p', ({ head, base, u, p }) => {
    const result = mannWhitneyTest(head, base)
    expect(result.u).toBe(u)
    expect(result.p).toBeCloseTo(p, 10)
  })

  it.each([
    { name: 'counts ties one half', head: [1, 2], base: [1, 2], expected: { u: 2, p: 5 / 6 } },
    { name: 'takes one value a side', head: [2], base: [1], expected: { u: 1, p: 1 / 2 } },
    { name: 'takes equal values', head: [5, 5, 5], base: [5, 5], expected: { u: 3, p: 1 } },
  ])('$name', ({ head, base, expected }) => {
    expect(mannWhitneyTest(head, base).u).toBe(expected.u)
    expect(mannWhitneyTest(head, base).p).toBeCloseTo(expected.p, 12)
  })

  it('tests against a shift', () => {
    expect(mannWhitneyTest([4, 5, 6], [1, 2, 3], { shift: 10 })).toEqual(
      mannWhitneyTest([-6, -5, -4], [1, 2, 3]),
    )
  })

  it('gives U and all pairs less U to the two sides', () => {
    fc.assert(
      fc.property(forks, forks, (head, base) => {
        const there = mannWhitneyTest(head, base)
        const back = mannWhitneyTest(base, head)
        expect(there.u + back.u).toBe(head.length * base.length)
        expect(there.p + back.p).toBeGreaterThan(1 - 1e-12)
      }),
    )
  })

  it('gives a p that does not rise when a slowdown is added to untied values', () => {
    fc.assert(
      fc.property(untiedForks, untiedForks, slowdown, (head, base, added) => {
        const slower = head.map((value) => value + added)
        const pool = [...head, ...base]
        fc.pre(new Set(pool).size === pool.length && new Set([...slower, ...base]).size === pool.length)
        expect(mannWhitneyTest(slower, base).p).toBeLessThanOrEqual(mannWhitneyTest(head, base).p)
      }),
    )
  })

  it('does not know in which order the forks ran', () => {
    fc.assert(
      fc.property(reordered, reordered, ([head, otherHead], [base, otherBase]) => {
        expect(mannWhitneyTest(head, base)).toEqual(mannWhitneyTest(otherHead, otherBase))
      }),
    )
  })

  it('refuses what cannot be ranked', () => {
    expect(() => mannWhitneyTest([], [1])).toThrow('head values must have at least one value')
    expect(() => mannWhitneyTest([1], [Number.NaN])).toThrow('base values must be finite numbers')
    expect(() => mannWhitneyTest([1], [1], { shift: Number.POSITIVE_INFINITY })).toThrow(
      'the shift must be finite',
    )
  })
})

describe('mannWhitneyBounds', () => {
  it('of the permeability data are -0.15 and 0.76 (Hollander, Wolfe & Chicken 2014, §4.3)', () => {
    const { low, high } = mannWhitneyBounds(permeability.atTerm, permeability.earlier, 0.025)
    expect(low).toBeCloseTo(-0.15, 12)
    expect(high).toBeCloseTo(0.76, 12)
  })

  it('are infinite when so few values cannot reach the level', () => {
    expect(mannWhitneyBounds([1, 2], [3, 4, 5], 0.05)).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    })
  })

  it('contain the estimate and nest with alpha', () => {
    fc.assert(
      fc.property(forks, forks, level, level, (head, base, one, other) => {
        const wide = mannWhitneyBounds(head, base, Math.min(one, other))
        const narrow = mannWhitneyBounds(head, base, Math.max(one, other))
        const estimate = hodgesLehmannShift(head, base)
        expect(wide.low).toBeLessThanOrEqual(narrow.low)
        expect(narrow.low).toBeLessThanOrEqual(estimate)
        expect(estimate).toBeLessThanOrEqual(narrow.high)
        expect(narrow.high).toBeLessThanOrEqual(wide.high)
      }),
    )
  })

  it('swap and change sign with head and base', () => {
    fc.assert(
      fc.property(forks, forks, level, (head, base, alpha) => {
        const there = mannWhitneyBounds(head, base, alpha)
        const back = mannWhitneyBounds(base, head, alpha)
        expect([back.low === -there.high, back.high === -there.low]).toEqual([true, true])
      }),
    )
  })

  it('end where the test stops rejecting', () => {
    fc.assert(
      fc.property(untiedForks, untiedForks, level, (head, base, alpha) => {
        const { low, high } = mannWhitneyBounds(head, base, alpha)
        fc.pre(Number.isFinite(low) && new Set(differences(head, base)).size === head.length * base.length)
        expect(mannWhitneyTest(head, base, { shift: low - 1e-9 }).p).toBeLessThanOrEqual(alpha)
        expect(mannWhitneyTest(head, base, { shift: low + 1e-9 }).p).toBeGreaterThan(alpha)
        expect(mannWhitneyTest(base, head, { shift: -high - 1e-9 }).p).toBeLessThanOrEqual(alpha)
        expect(mannWhitneyTest(base, head, { shift: -high + 1e-9 }).p).toBeGreaterThan(alpha)
      }),
    )
  })

  it('work above the sizes that are counted', () => {
    const head = series(70, 37, 101)
    const { low, high } = mannWhitneyBounds(head, head, 0.01)
    expect(low).toBe(-high)
    expect(high).toBeGreaterThan(0)
    expect(high).toBeLessThan(2)
  })

  it('refuse a level above one half and an empty side', () => {
    expect(() => mannWhitneyBounds([1, 2], [1], 0.6)).toThrow(RangeError)
    expect(() => mannWhitneyBounds([1, 2], [], 0.05)).toThrow(RangeError)
  })
})

function differences(head: readonly number[], base: readonly number[]): number[] {
  return head.flatMap((mine) => base.map((theirs) => Math.round((mine - theirs) * 1e8)))
}
