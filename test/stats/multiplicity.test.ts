import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg } from '../../src/stats/multiplicity.ts'

/** The fifteen p-values of Benjamini & Hochberg 1995. */
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
]

const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })

describe('the example of Benjamini & Hochberg (1995)', () => {
  it('has four rejections by them', () => {
    expect(benjaminiHochberg(published).filter((p) => p <= 0.05)).toHaveLength(4)
  })

  // scipy.stats.false_discovery_control, SciPy 1.17.1.
  it('has these adjusted values by Benjamini & Hochberg', () => {
    const expected = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765,
      0.486, 0.5811818181818181, 0.714875, 0.7532307692307693, 0.8132142857142857, 1,
    ]
    benjaminiHochberg(published).forEach((p, i) => {
      expect(p).toBeCloseTo(expected[i]!, 12)
    })
  })
})

describe('benjaminiHochberg', () => {
  it('keeps input order: a permuted input gives the permuted output', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        expect(benjaminiHochberg(p.toReversed())).toEqual(benjaminiHochberg(p).toReversed())
      }),
    )
  })

  it('keeps the order of size, never lowers a p, and never exceeds 1', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const adjusted = benjaminiHochberg(p)
        const bySize = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!)
        bySize.forEach((index, i) => {
          expect(adjusted[index]!).toBeGreaterThanOrEqual(p[index]! * (1 - 1e-12))
          expect(adjusted[index]!).toBeLessThanOrEqual(1)
          if (i > 0) expect(adjusted[index]!).toBeGreaterThanOrEqual(adjusted[bySize[i - 1]!]!)
        })
      }),
    )
  })

  it('leaves a single p alone and takes none', () => {
    expect(benjaminiHochberg([0.03])).toEqual([0.03])
    expect(benjaminiHochberg([])).toEqual([])
  })

  it.each([-0.1, 1.1, Number.NaN])('refuses %f', (wrong) => {
    expect(() => benjaminiHochberg([0.5, wrong])).toThrow(
      new RangeError(`p-values lie in [0, 1]: value 2 of 2 is ${wrong}`),
    )
  })
})
