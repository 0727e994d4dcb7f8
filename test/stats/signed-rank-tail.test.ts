import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { midranks } from '../../src/stats/ranks.ts'
import { signedRankTail } from '../../src/stats/signed-rank-tail.ts'

const untied = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

describe('signedRankTail, exact', () => {
  it('is what counting all signs gives, with and without ties', () => {
    const distances = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 0, maxLength: 9 })
    fc.assert(
      fc.property(distances, (values) => {
        const { ranks } = midranks(values)
        const outcomes = allStatistics(ranks)
        const tail = signedRankTail(ranks)
        for (const w of new Set(outcomes)) {
          expect(tail(w)).toBe(outcomes.filter((other) => other >= w).length / outcomes.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('without ranks is certain at 0 and impossible above', () => {
    expect(signedRankTail([])(0)).toBe(1)
    expect(signedRankTail([])(0.5)).toBe(0)
  })

  it('ends at 1 and at 2⁻ⁿ', () => {
    for (const n of [1, 5, 53, 60]) {
      expect(signedRankTail(untied(n))(0)).toBe(1)
      expect(signedRankTail(untied(n))((n * (n + 1)) / 2)).toBe(2 ** -n)
      expect(signedRankTail(untied(n))((n * (n + 1)) / 2 + 1)).toBe(0)
    }
  })
})

describe('signedRankTail, approximate', () => {
  it.each([61, 100])('agrees with the exact distribution of %i untied ranks', (n) => {
    const exact = tailByCounting(untied(n))
    const tail = signedRankTail(untied(n))
    exact.forEach((p, w) => {
      if (p > 1e-3) expect(Math.abs(tail(w) / p - 1)).toBeLessThan(2e-4)
      else if (p > 1e-6) expect(Math.abs(tail(w) / p - 1)).toBeLessThan(0.02)
      else expect(tail(w)).toBeGreaterThan(p * 0.999)
    })
  })

  it('agrees with the binomial distribution when all 61 distances are equal', () => {
    const ranks = new Array<number>(61).fill(31)
    const exact = tailByCounting(ranks)
    for (let positive = 20; positive < 45; positive++) {
      expect(Math.abs(signedRankTail(ranks)(positive * 31) / exact[positive * 31]! - 1)).toBeLessThan(1e-3)
    }
  })

  it('agrees within 4 % when 61 distances have five values', () => {
    const { ranks } = midranks(untied(61).map((value) => value % 5))
    const exact = tailByCounting(ranks.map((rank) => rank * 2))
    exact.forEach((p, doubled) => {
      if (p > 1e-4) expect(Math.abs(signedRankTail(ranks)(doubled / 2) / p - 1)).toBeLessThan(0.04)
    })
  })

  it('never rises', () => {
    const tail = signedRankTail(untied(80))
    for (let w = 1; w <= (80 * 81) / 2; w++) expect(tail(w)).toBeLessThanOrEqual(tail(w - 1))
  })
})

/** The oracle for small n: the statistic of every choice of signs. */
function allStatistics(ranks: readonly number[]): number[] {
  return ranks.reduce<number[]>((sums, rank) => sums.flatMap((sum) => [sum, sum + rank]), [0])
}

/**
 * The oracle for large n: counting without the limit of the source, on whole ranks, from scratch per rank.
 */
function tailByCounting(ranks: readonly number[]): number[] {
  const largest = ranks.reduce((sum, rank) => sum + rank, 0)
  let probability: number[] = [1, ...new Array<number>(largest).fill(0)]
  for (const rank of ranks) probability = probability.map((p, w) => (p + (probability[w - rank] ?? 0)) / 2)
  let tail = 0
  return probability
    .toReversed()
    .map((p) => (tail += p))
    .toReversed()
}
