import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  excessGrowth,
  type GrowthForm,
  type GrowthRules,
  logGrowth,
  type SizedValues,
  stretchesOf,
} from '../../src/stats/growth.ts'

const rules: GrowthRules = { alpha: 0.01, step: 1.3, every: 1000, sizes: 3, span: 8 }
const linear: GrowthForm = { power: 1, log: false }
const nLogN: GrowthForm = { power: 1, log: true }

/** Five replicates that differ by 2 % at the most, of each size. */
const measure = (sizes: readonly number[], cost: (n: number) => number): SizedValues[] =>
  sizes.map((size) => ({ size, values: [0.98, 0.99, 1, 1.01, 1.02].map((noise) => noise * cost(size)) }))
const four = [100, 252, 635, 1600]
const judge = (cost: (n: number) => number, form = linear, sizes: readonly number[] = four) =>
  excessGrowth(measure(sizes, cost), form, rules)!

describe('a form', () => {
  it('is a power, times a logarithm', () => {
    expect(Math.exp(logGrowth({ power: 1.5, log: false }, 16))).toBeCloseTo(64, 10)
    expect(Math.exp(logGrowth(nLogN, 100))).toBeCloseTo(100 * Math.log(100), 10)
    expect(logGrowth({ power: 0, log: false }, 12)).toBe(0)
  })

  it('has no value where its logarithm is not above 0', () => {
    expect(() => logGrowth(nLogN, 1)).toThrow('above 1')
    expect(() => logGrowth(linear, 0)).toThrow('above 0')
  })
})

describe('growth beyond a form', () => {
  it('is none where it holds', () => {
    const { estimate, low, high, limit, isBeyond, isWithin } = judge((n) => 3 * n)
    expect(estimate).toBeCloseTo(1, 10)
    expect(low).toBeLessThan(1)
    expect(high).toBeGreaterThan(1)
    expect(limit).toBeCloseTo(1.3 ** (1 + Math.log(16) / Math.log(1000)), 10)
    expect({ isBeyond, isWithin }).toEqual({ isBeyond: false, isWithin: true })
  })

  it('is found, and how much it is without the steepest step', () => {
    const { estimate, isBeyond, isWithin, from } = judge((n) => n * n)
    // Of three steps of a factor 2.52 the two that are less steep, but for rounding.
    expect(estimate).toBeCloseTo(16 / (635 / 252), 1)
    expect({ isBeyond, isWithin, from }).toEqual({ isBeyond: true, isWithin: false, from: 0 })
  })

  it('is none where less than the form is needed', () => {
    expect(judge((n) => Math.sqrt(n)).isWithin).toBe(true)
  })

  it('is none where the cost rises once, however far, and wherever', () => {
    for (const edge of four.slice(1)) {
      const { isBeyond, isWithin } = judge((n) => (n >= edge ? 4 * n : n))
      expect({ isBeyond, isWithin }).toEqual({ isBeyond: false, isWithin: true })
    }
  })

  it('is found at large sizes where fixed costs hide it at small ones', () => {
    const sizes = [10, 100, 1000, 10_000, 100_000]
    const { isBeyond, from } = judge((n) => 1e5 + n * n, nLogN, sizes)
    expect({ isBeyond, from }).toEqual({ isBeyond: true, from: 2 })
    // Where it shows in the last step only, that may be a step.
    expect(judge((n) => 1e7 + n * n, nLogN, sizes).isBeyond).toBe(false)
  })

  it('does not depend on the unit, nor on the order of the replicates', () => {
    const noise = fc.double({ min: 0.8, max: 1.2, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.array(noise, { minLength: 5, maxLength: 5 }), { minLength: 4, maxLength: 4 }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (noises, unit) => {
          const sizes = four.map((size, place) => ({ size, values: noises[place]!.map((one) => one * size) }))
          const other = sizes.map(({ size, values }) => ({
            size,
            values: values.map((value) => value * unit).toReversed(),
          }))
          const [a, b] = [sizes, other].map((one) => excessGrowth(one, nLogN, rules)!)
          expect(b!.estimate).toBeCloseTo(a!.estimate, 9)
          expect(b!.low).toBeCloseTo(a!.low, 9)
          expect(a!.low).toBeLessThanOrEqual(a!.estimate)
          expect(a!.high).toBeGreaterThanOrEqual(a!.estimate)
          expect(a!.isBeyond && a!.isWithin).toBe(false)
        },
      ),
    )
  })

  it('is never less certain at a larger level', () => {
    const sizes = measure(four, (n) => n ** 1.25)
    const lows = [0.001, 0.01, 0.1].map((alpha) => excessGrowth(sizes, linear, { ...rules, alpha })!.low)
    expect(lows).toEqual(lows.toSorted((a, b) => a - b))
  })

  it('is a number even where next to nothing is known', () => {
    const sizes = four.map((size) => ({ size, values: [1e-200, 1e200] }))
    const { low, high } = excessGrowth(sizes, linear, { ...rules, alpha: 1e-6 })!
    expect(low).toBe(0)
    expect(Number.isFinite(high)).toBe(true)
  })

  it('is certain where no replicate differs', () => {
    const sizes = four.map((size) => ({ size, values: [size ** 2, size ** 2, size ** 2] }))
    const { low, estimate, isBeyond } = excessGrowth(sizes, linear, rules)!
    expect(low).toBe(estimate)
    expect(isBeyond).toBe(true)
  })
})

describe('a stretch', () => {
  const of = (...sizes: number[]) =>
    stretchesOf(
      sizes.map((size) => ({ size })),
      rules,
    )

  it('has enough sizes, and spans enough', () => {
    expect(of(100, 252, 635, 1600)).toEqual([0])
    expect(of(1, 10, 100, 1000)).toEqual([0, 1])
    expect(of(0.3, 1, 2.4)).toEqual([0])
  })

  it('is none where there are too few sizes, or they lie close together', () => {
    expect(of(1, 1000)).toEqual([])
    expect(of(100, 200, 400)).toEqual([])
    expect(of()).toEqual([])
    expect(excessGrowth([], linear, rules)).toBeUndefined()
  })

  it('is open where a fixed cost hides all of it but the last step', () => {
    const wide = [500, 2000, 8000, 32000]
    const started = (cost: (n: number) => number) => judge((n) => 43 + cost(n), linear, wide)
    const square = started((n) => 2.5e-7 * n ** 2)
    expect(square).toMatchObject({ isBeyond: false, isWithin: false })
    expect(square.last).toBeGreaterThan(1.5)
    // As declared behind the same cost, and nothing at all.
    for (const cost of [(n: number) => 0.008 * n, () => 0]) {
      const one = started(cost)
      expect(one.isWithin).toBe(true)
      expect(one.last).toBeCloseTo(1, 1)
    }
  })
})
