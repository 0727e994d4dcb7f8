import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mannWhitneyTail } from '../../src/stats/mann-whitney-tail.ts'

const untied = (heads: number, bases: number) => new Array<number>(heads + bases).fill(1)

describe('mannWhitneyTail, exact', () => {
  it('is what counting all ways to deal the pool gives, with and without ties', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(groups, fc.nat(), (sizes, pick) => {
        const all = sizes.reduce((sum, size) => sum + size, 0)
        fc.pre(all >= 2 && all <= 11)
        const heads = 1 + (pick % (all - 1))
        const outcomes = allStatistics(sizes, heads)
        const tail = mannWhitneyTail(heads, all - heads, sizes)
        for (const u of new Set(outcomes)) {
          expect(tail(u)).toBeCloseTo(outcomes.filter((other) => other >= u).length / outcomes.length, 12)
        }
      }),
      { numRuns: 100 },
    )
  })

  // Tables of the lower critical value of U (Mann & Whitney 1947 and later), one-sided: the largest with P(U
  // ≤ u) ≤ alpha.
  it.each([
    [5, 5, 0.05, 4],
    [8, 8, 0.05, 15],
    [8, 8, 0.01, 9],
    [10, 10, 0.05, 27],
    [10, 10, 0.01, 19],
    [12, 20, 0.05, 77],
    [20, 20, 0.05, 138],
    [20, 20, 0.01, 114],
  ])('has the tabulated critical value for %i and %i at %f', (heads, bases, alpha, lower) => {
    const tail = mannWhitneyTail(heads, bases, untied(heads, bases))
    expect(tail(heads * bases - lower)).toBeLessThanOrEqual(alpha)
    expect(tail(heads * bases - lower - 1)).toBeGreaterThan(alpha)
  })

  it('ends at 1 and at one of all ways to deal', () => {
    const tail = mannWhitneyTail(60, 60, untied(60, 60))
    expect([tail(0), tail(-1)]).toEqual([1, 1])
    // 120! / (60! 60!)
    expect(tail(3600) * 9.661478e34).toBeCloseTo(1, 5)
    expect(tail(3600.5)).toBe(0)
  })

  it('is certain when all values are equal', () => {
    const tail = mannWhitneyTail(3, 4, [7])
    expect([tail(6), tail(6.5)]).toEqual([1, 0])
  })
})

describe('mannWhitneyTail, approximate', () => {
  // Counted once in whole numbers, as coefficients of the Gaussian binomial 121 over 60.
  it.each([
    [2000, 0.19044651825227135],
    [2147, 0.05049039248394388],
    [2282, 0.00943697425033933],
    [2405, 0.0013457279234879436],
  ])('at 61 against 60 and U = %i is near the exact %f and above it in the tail', (u, exact) => {
    const p = mannWhitneyTail(61, 60, untied(61, 60))(u)
    expect(p / exact).toBeGreaterThan(0.995)
    expect(p / exact).toBeLessThan(1.25)
  })

  it('is certain when all values are equal', () => {
    const tail = mannWhitneyTail(70, 70, [140])
    expect([tail(2450), tail(2450.5)]).toEqual([1, 0])
  })

  it('never rises', () => {
    const tail = mannWhitneyTail(70, 70, untied(70, 70))
    for (let u = 1; u <= 4900; u++) expect(tail(u)).toBeLessThanOrEqual(tail(u - 1))
  })
})

/** The oracle: U for every choice of `heads` from the pool. */
function allStatistics(sizes: readonly number[], heads: number): number[] {
  const pool = sizes.flatMap((size, value) => new Array<number>(size).fill(value))
  const outcomes: number[] = []
  for (let choice = 0; choice < 2 ** pool.length; choice++) {
    const head = pool.filter((_, i) => (choice >> i) & 1)
    const base = pool.filter((_, i) => !((choice >> i) & 1))
    if (head.length === heads) outcomes.push(countPairs(head, base))
  }
  return outcomes
}

function countPairs(head: readonly number[], base: readonly number[]): number {
  return head
    .flatMap((mine) => base.map((theirs) => (Math.sign(mine - theirs) + 1) / 2))
    .reduce((a, b) => a + b, 0)
}
