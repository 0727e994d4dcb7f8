import fc from 'fast-check'
import { linearRegression } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import type { SizedValues } from '../../src/stats/growth.ts'
import { exponentOfForm, growthExponent, nearestForm } from '../../src/stats/growth-exponent.ts'

/** Pairs of a size and a value, each measured twice alike: then nothing scatters. */
const exactly = (pairs: readonly (readonly [size: number, value: number])[]): SizedValues[] =>
  pairs.map(([size, value]) => ({ size, values: [value, value] }))

/** Distance from the sun in astronomical units, and period in years (NASA, Planetary Fact Sheet). */
const planets = exactly([
  [0.387098, 0.240846],
  [0.723332, 0.615198],
  [1, 1.0000174],
  [1.52368, 1.8808158],
  [5.2038, 11.862],
  [9.5826, 29.4571],
  [19.19126, 84.0205],
  [30.07, 164.8],
])

/** Ozone monitors (NIST Standard Reference Datasets, Norris), x and y. */
const norris = [
  [0.2, 0.1, 337.4, 338.8, 118.2, 118.1, 884.6, 888, 10.1, 9.2, 226.5, 228.1, 666.3, 668.5, 996.3, 998.5],
  [448.6, 449.1, 777, 778.9, 558.2, 559.2, 0.4, 0.3, 0.6, 0.1, 775.5, 778.1, 666.9, 668.8, 338, 339.3],
  [447.5, 448.9, 11.6, 10.8, 556, 557.7, 228.1, 228.3, 995.8, 998, 887.6, 888.8, 120.2, 119.6, 0.3, 0.3],
  [0.3, 0.6, 556.8, 557.6, 339.1, 339.3, 887.2, 888, 999, 998.5, 779, 778.9, 11.1, 10.2, 118.3, 117.6],
  [229.2, 228.9, 669.1, 668.4, 448.9, 449.2, 0.5, 0.2],
].flat()

describe('the exponent of a cost', () => {
  it('is three halves for the planets, as Kepler found in 1618', () => {
    const { estimate, low, high } = growthExponent(planets, 0.95)
    // scipy.stats.linregress of the logarithms, SciPy 1.17.1.
    expect(estimate).toBeCloseTo(1.4994315893799777, 12)
    expect([low, high]).toEqual([estimate, estimate])
  })

  it('is the slope that NIST certifies, of its data as logarithms', () => {
    const pairs = Array.from({ length: norris.length / 2 }, (_, place): [number, number] => [
      Math.exp(norris[2 * place]! / 100),
      Math.exp(norris[2 * place + 1]! / 100),
    ])
    expect(growthExponent(exactly(pairs), 0.95).estimate).toBeCloseTo(1.00211681802045, 11)
  })

  const spread = fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 6 })
  const sizes = fc
    .array(spread, { minLength: 2, maxLength: 6 })
    .map((all) => all.map((values, place) => ({ size: 100 * 3 ** place, values })))

  it('is that of all replicates, however many a size has', () => {
    fc.assert(
      fc.property(sizes, (measured) => {
        const points = measured.flatMap(({ size, values }) =>
          values.map((value) => [Math.log(size), Math.log(value)]),
        )
        const { estimate, low, high } = growthExponent(measured, 0.95)
        expect(estimate).toBeCloseTo(linearRegression(points).m, 9)
        expect(low).toBeLessThanOrEqual(estimate)
        expect(high).toBeGreaterThanOrEqual(estimate)
      }),
    )
  })

  it('is that of a form, where costs follow it, in any unit', () => {
    const measured = exactly([100, 400, 1600].map((n) => [n, 7 * n * Math.log(n)]))
    const { estimate } = growthExponent(measured, 0.95)
    expect(estimate).toBeCloseTo(exponentOfForm({ power: 1, log: true }, measured), 12)
    expect(estimate).toBeGreaterThan(1.15)
    expect(exponentOfForm({ power: 1.5, log: false }, measured)).toBeCloseTo(1.5, 12)
  })

  it('is refused of one size, and of what costs nothing', () => {
    expect(() => growthExponent(exactly([[1, 1]]), 0.95)).toThrow('two sizes')
    expect(() =>
      growthExponent(
        exactly([
          [1, 0],
          [2, 1],
        ]),
        0.95,
      ),
    ).toThrow('must be above 0')
  })
})

describe('the form that comes nearest', () => {
  const [n, nLogN] = [
    { power: 1, log: false },
    { power: 1, log: true },
  ]
  const named = (cost: (n: number) => number, expected = nLogN, isBeyond = false) => {
    const measured = exactly([100, 400, 1600, 6400].map((size) => [size, cost(size)]))
    return nearestForm(growthExponent(measured, 0.95), measured, expected, isBeyond)
  }

  it.each<[string, (n: number) => number, object]>([
    ['1', () => 5, { power: 0, log: false }],
    ['log n', (n) => Math.log(n), { power: 0, log: true }],
    ['n', (n) => n, n],
    ['n²', (n) => n * n, { power: 2, log: false }],
    ['n² log n', (n) => n * n * Math.log(n), { power: 2, log: true }],
    ['n³', (n) => n ** 3, { power: 3, log: false }],
    ['n^1.5', (n) => n ** 1.5, { power: 1.5, log: false }],
    ['n^0.5', Math.sqrt, { power: 0.5, log: false }],
    ['n^-0.5, which falls', (n) => 1 / Math.sqrt(n), { power: -0.5, log: false }],
  ])('to %s is that', (_, cost, form) => {
    expect(named(cost, { power: 7, log: false })).toEqual(form)
  })

  it('is the expected one where nothing speaks against it', () => {
    expect(named((size) => size * Math.log(size), nLogN)).toEqual(nLogN)
    expect(named((size) => size ** 1.1, n)).toEqual(n)
  })

  it('is another one where it is known to grow faster', () => {
    expect(named((size) => size ** 1.12, n, true)).toEqual(nLogN)
  })
})
