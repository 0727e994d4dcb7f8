import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../../src/stats/random.ts'
import { centreVariance, sessionShift } from '../../src/stats/sessions.ts'
import { draw, populations } from './populations.ts'

/** Not so close that adding to them makes them equal. */
const value = fc.integer({ min: -10_000, max: 10_000 }).map((thousandths) => thousandths / 1000)
const session = fc.uniqueArray(value, { minLength: 2, maxLength: 8 })
const sessions = fc.array(session, { minLength: 1, maxLength: 5 })
const centres = fc.record({
  variance: fc.double({ min: 0, max: 4, noNaN: true }),
  df: fc.double({ min: 1, max: 50, noNaN: true }),
})

describe('the variance of the centres of sessions', () => {
  it('is that of three numbers, by hand', () => {
    const all = [
      [1, 2, 3],
      [3, 4, 5],
      [6, 7, 8],
    ]
    // Centres 2, 4 and 7.
    expect(centreVariance(all)?.variance).toBeCloseTo(19 / 3, 12)
    expect(centreVariance(all)?.df).toBe(2)
  })

  it('is not known of one session', () => {
    expect(centreVariance([[1, 2, 3]])).toBeUndefined()
    expect(centreVariance([])).toBeUndefined()
  })

  it.each([2, 3, 5])(
    'of %i sessions is right on average: between sessions, and what forks leave open',
    (count) => {
      const random = seeded(`centres ${count}`)
      const normal = () => draw(1, populations.normal!, random)[0]!
      const variances = Array.from({ length: 3000 }, () => {
        const all = Array.from({ length: count }, () => {
          const common = 2 * normal()
          return Array.from({ length: 6 }, () => common + 3 * normal())
        })
        return centreVariance(all)!.variance
      })
      const average = variances.reduce((sum, one) => sum + one) / variances.length
      expect(average / (4 + (9 / 6) * (Math.PI / 3))).toSatisfy((ratio: number) => Math.abs(ratio - 1) < 0.1)
    },
  )
})

describe('the shift against sessions', () => {
  it('is that of the centres', () => {
    const today = [5, 6, 7]
    const all = [
      [1, 2, 3],
      [3, 4, 5],
    ]
    expect(sessionShift(today, all, { variance: 1, df: 1 }).estimate).toBe(3)
  })

  it('is off by the scatter of centres, of today and of the mean, where forks are as many everywhere', () => {
    // Forks that leave next to nothing open: all of the variance is between sessions.
    const calm = (centre: number) => [-1, 0, 1].map((step) => centre + 1e-6 * step)
    const { error } = sessionShift(calm(5), [calm(1), calm(2), calm(3)], { variance: 4, df: 2 })
    expect(error).toBeCloseTo(Math.sqrt(4 * (1 + 1 / 3)), 9)
  })

  it('is never surer than the forks of a session are', () => {
    const noisy = (phase: number) =>
      Array.from({ length: 10 }, (_, index) => ((index * 7 + phase) % 10) - 4.5)
    const { error } = sessionShift(noisy(0), [noisy(3), noisy(5)], { variance: 0, df: 20 })
    // Interdecile range of ten such values, corrected for the centres that were taken from them.
    expect(error).toBeGreaterThan(Math.sqrt(9.2 * (1 / 10 + 1 / 20)))
    expect(error).toBeLessThan(Math.sqrt(16 * (1 / 10 + 1 / 20)))
  })

  it('goes with the unit, not with the origin or the order, and turns with the sign', () => {
    fc.assert(
      fc.property(session, sessions, centres, value, (today, all, variance, origin) => {
        const shift = sessionShift(today, all, variance)
        const moved = sessionShift(
          today.map((one) => -3 * one + origin).toReversed(),
          all.map((one) => one.map((each) => -3 * each + origin).toReversed()).toReversed(),
          { ...variance, variance: 9 * variance.variance },
        )
        expect(moved.estimate).toBeCloseTo(-3 * shift.estimate, 6)
        expect(moved.error).toBeCloseTo(3 * shift.error, 6)
        expect(moved.df).toBe(variance.df)
      }),
    )
  })

  it('is no surer when sessions scatter more', () => {
    fc.assert(
      fc.property(session, sessions, centres, (today, all, variance) => {
        const more = { ...variance, variance: variance.variance + 1 }
        const [one, other] = [sessionShift(today, all, variance), sessionShift(today, all, more)]
        expect(other.error).toBeGreaterThanOrEqual(one.error)
        expect(other.estimate).toBe(one.estimate)
      }),
    )
  })

  it('has an error also where nearly all values are the same', () => {
    const clock = [10, 10, 10, 10, 10, 10, 10, 10, 10, 11]
    expect(sessionShift(clock, [clock, clock, clock], { variance: 0, df: 3 }).error).toBeGreaterThan(0)
  })

  it.each<[string, number[], number[][]]>([
    ['no session', [1, 2], []],
    ['an empty session', [1, 2], [[]]],
    ['nothing today', [], [[1, 2]]],
    ['one value a session', [1], [[2], [3]]],
    ['equal values', [1, 1], [[1, 1]]],
    ['no number', [1, Number.NaN], [[1, 2]]],
  ])('refuses %s', (_, today, all) => {
    expect(() => sessionShift(today, all, { variance: 1, df: 1 })).toThrow(RangeError)
  })
})
