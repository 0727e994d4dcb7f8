import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { incompleteBeta } from '../../src/stats/beta.ts'

describe('incompleteBeta', () => {
  // Exact: sums of binomial probabilities, and x itself for a = b = 1.
  it.each([
    { a: 1, b: 1, x: 0.3, value: 0.3 },
    { a: 2, b: 1, x: 0.5, value: 0.25 },
    { a: 1, b: 3, x: 0.5, value: 1 - 0.125 },
    { a: 3, b: 3, x: 0.5, value: 0.5 },
    { a: 2, b: 4, x: 0.1, value: 0.08146 },
    { a: 5, b: 2, x: 0, value: 0 },
    { a: 5, b: 2, x: 1, value: 1 },
  ])('I($a, $b) at $x is $value', ({ a, b, x, value }) => {
    expect(incompleteBeta(a, b, x, 1 - x)).toBeCloseTo(value, 12)
  })

  it('of whole a and b is the chance of at least a successes in a + b − 1 trials', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, x) => {
          expect(incompleteBeta(a, b, x, 1 - x)).toBeCloseTo(atLeast(a, a + b - 1, x), 10)
        },
      ),
    )
  })
})

/** P(X ≥ k) of a binomial variable, term by term. */
function atLeast(k: number, n: number, p: number): number {
  let [term, sum] = [(1 - p) ** n, 0]
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += term
    term *= ((n - i) / (i + 1)) * (p / (1 - p))
  }
  return sum
}
