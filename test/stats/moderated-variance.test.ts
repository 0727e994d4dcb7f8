import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moderatedVariance, type Variance, variancePrior } from '../../src/stats/moderated-variance.ts'

const infinite = Number.POSITIVE_INFINITY
const estimates = (variances: readonly number[], df: readonly number[]): Variance[] =>
  variances.map((variance, index) => ({ variance, df: df[index % df.length]! }))

// squeezeVar of limma 3.54.1 (R 4.2.2): what it calls var.prior, df.prior and var.post.
const six = [1.2e-4, 3.1e-5, 8.8e-4, 2.2e-4, 5e-6, 4.1e-4]
const reference: [string, Variance[], { variance: number; df: number }, number[]][] = [
  [
    'of three sessions each',
    estimates(six, [2]),
    { variance: 9.997620516043433e-5, df: 1.8178867549461342 },
    [
      0.00011046567020998013, 6.384301966399468e-5, 0.0005085916748723278, 0.00016285067082344695,
      5.022291950449332e-5, 0.0002623821719890338,
    ],
  ],
  [
    'of five sessions each',
    estimates(six, [4]),
    { variance: 5.8207578437386484e-5, df: 1.3816226810522971 },
    [
      0.00010413604665213015, 3.798499499007097e-5, 0.000669021431631512, 0.00017846307099152252,
      1.8659968661828956e-5, 0.00031968441723636794,
    ],
  ],
  [
    'of as many sessions as it may be',
    estimates([1.2e-4, 3.1e-5, 8.8e-4, 2.2e-4, 1e-6, 4.1e-4, 2.9e-3], [1, 4, 2, 3, 4, 1, 4]),
    { variance: 6.441076584770502e-5, df: 0.9423281978163021 },
    [
      9.303066346067906e-5, 3.7370258208032615e-5, 0.0006187943555217585, 0.00018280976233801057,
      1.309020330333804e-5, 0.00024233601789358994, 0.002359352842260324,
    ],
  ],
  [
    'that differ no more than chance makes them',
    estimates([1.2e-4, 1.1e-4, 0.9e-4, 2.2e-4, 1e-4, 1.5e-4], [4]),
    { variance: 0.00013166666666666668, df: infinite },
    new Array(6).fill(0.00013166666666666668),
  ],
]

describe("variances like limma's", () => {
  it.each(reference)('%s', (_, all, expected, moderated) => {
    const prior = variancePrior(all)!
    expect(prior.variance / expected.variance).toBeCloseTo(1, 10)
    if (expected.df === infinite) expect(prior.df).toBe(infinite)
    else expect(prior.df).toBeCloseTo(expected.df, 9)
    for (const [index, one] of all.entries()) {
      const { variance, df } = moderatedVariance(one, prior)!
      expect(variance / moderated[index]!).toBeCloseTo(1, 10)
      expect(df).toBeCloseTo(
        Math.min(
          expected.df + one.df,
          all.reduce((sum, each) => sum + each.df, 0),
        ),
        9,
      )
    }
  })
})

describe('what a suite knows about one benchmark', () => {
  const variance = fc.double({ min: 1e-9, max: 1, noNaN: true })
  const estimate = fc.record({ variance, df: fc.integer({ min: 1, max: 6 }) })
  const suite = fc.array(estimate, { minLength: 2, maxLength: 30 })

  it('goes with the square of the unit, and its certainty does not', () => {
    fc.assert(
      fc.property(suite, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (all, factor) => {
        const prior = variancePrior(all)!
        const scaled = variancePrior(all.map((one) => ({ ...one, variance: one.variance * factor })))!
        expect(scaled.variance / (prior.variance * factor)).toBeCloseTo(1, 6)
        if (prior.df < 1e6) expect(scaled.df / prior.df).toBeCloseTo(1, 6)
      }),
    )
  })

  it('does not depend on the order', () => {
    const twice = suite.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    )
    fc.assert(
      fc.property(twice, ([all, other]) => {
        const [prior, again] = [variancePrior(all)!, variancePrior(other)!]
        expect(again.variance / prior.variance).toBeCloseTo(1, 9)
        if (prior.df < 1e6) expect(again.df / prior.df).toBeCloseTo(1, 6)
      }),
    )
  })

  it('lies between its own variance and that of the others, and is known better than either', () => {
    fc.assert(
      fc.property(suite, (all) => {
        const prior = variancePrior(all)!
        for (const one of all) {
          const moderated = moderatedVariance(one, prior)!
          const [low, high] = [one.variance, prior.variance].toSorted((a, b) => a - b)
          expect(moderated.variance).toBeGreaterThanOrEqual(low! * (1 - 1e-12))
          expect(moderated.variance).toBeLessThanOrEqual(high! * (1 + 1e-12))
          expect(moderated.df).toBeGreaterThanOrEqual(one.df)
          expect(moderated.df).toBeLessThanOrEqual(prior.pooled)
        }
      }),
    )
  })

  it('is the pooled variance where all are equal, however many sessions there are of each', () => {
    fc.assert(
      fc.property(
        variance,
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 20 }),
        (same, dfs) => {
          const prior = variancePrior(dfs.map((df) => ({ variance: same, df })))!
          const scattered = new Set(dfs).size > 1
          if (!scattered) expect(prior.df).toBe(infinite)
          if (prior.df === infinite) expect(prior.variance / same).toBeCloseTo(1, 9)
        },
      ),
    )
  })

  it('is the prior of a benchmark without a variance of its own, and nothing without others', () => {
    const prior = variancePrior(estimates(six, [2]))!
    expect(moderatedVariance(undefined, prior)).toEqual({ variance: prior.variance, df: prior.df })
    const own = { variance: 2e-4, df: 1 }
    expect(moderatedVariance(own, undefined)).toEqual(own)
    expect(moderatedVariance(undefined, undefined)).toBeUndefined()
    expect(variancePrior([own])).toBeUndefined()
    expect(variancePrior([])).toBeUndefined()
  })

  it('never counts for more than all of them together', () => {
    const prior = variancePrior(estimates([1e-4, 1.1e-4, 0.9e-4], [1]))!
    expect(prior).toMatchObject({ df: infinite, pooled: 3 })
    expect(moderatedVariance({ variance: 1e-4, df: 1 }, prior)?.df).toBe(3)
    expect(moderatedVariance(undefined, prior)?.df).toBe(3)
  })

  it('survives variances of zero: values have six digits, and may be equal', () => {
    const prior = variancePrior(estimates([0, 1e-4, 2e-4, 1.5e-4], [1]))!
    expect(prior.variance).toBeGreaterThan(0)
    expect(moderatedVariance({ variance: 0, df: 1 }, prior)?.variance).toBeGreaterThan(0)
    expect(variancePrior(estimates([0, 0, 0, 1e-4], [1]))?.variance).toSatisfy(Number.isFinite)
    expect(variancePrior(estimates([0, 0, 0], [1]))).toEqual({ variance: 0, df: infinite, pooled: 3 })
  })

  it.each([
    { variance: -1, df: 1 },
    { variance: Number.NaN, df: 1 },
    { variance: infinite, df: 1 },
    { variance: 1, df: 0 },
    { variance: 1, df: infinite },
  ])('refuses %j', (wrong) => {
    expect(() => variancePrior([wrong, { variance: 1, df: 1 }])).toThrow(RangeError)
  })
})
