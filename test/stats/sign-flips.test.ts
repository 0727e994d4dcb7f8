import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seeded } from '../../src/stats/random.ts'
import { signFlipTest } from '../../src/stats/sign-flips.ts'

/** Darwin's maize, crossed less self-fertilised plants, in eighths of an inch. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
const some = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 9 })

describe('signFlipTest', () => {
  // The Design of Experiments, §21: 1726 of 32,768 ways.
  it("gives Fisher's number for Darwin's maize", () => {
    expect(signFlipTest(maize)).toBe(1726 / 32_768)
  })

  it('is two in all ways where all differences have the same sign', () => {
    expect(signFlipTest([3])).toBe(1)
    expect(signFlipTest([1, 2, 3, 4])).toBe(2 / 16)
    expect(signFlipTest([-5, -1, -2, -9, -4, -3, -8])).toBe(2 / 128)
  })

  it('is 1 where the sum is zero', () => {
    expect(signFlipTest([0, 0, 0])).toBe(1)
    expect(signFlipTest([0.1, 0.2, -0.3])).toBe(1)
  })

  it('does not ask for the direction, the order or the unit', () => {
    fc.assert(
      fc.property(some, (differences) => {
        const p = signFlipTest(differences)
        expect(signFlipTest(differences.map((one) => -one))).toBe(p)
        expect(signFlipTest(differences.toReversed())).toBe(p)
        expect(signFlipTest(differences.map((one) => one * 1024))).toBe(p)
      }),
    )
  })

  it('rejects at most so often as it says where nothing differs', () => {
    const random = seeded('signs')
    let rejected = 0
    for (let run = 0; run < 1000; run++) {
      const differences = Array.from({ length: 8 }, () => (random() < 0.5 ? 1 : -1) * random() ** 3)
      if (signFlipTest(differences) <= 0.05) rejected++
    }
    // Of 1000 at 0.05, 75 are 3.6 standard deviations too many.
    expect(rejected).toBeLessThan(75)
    expect(rejected).toBeGreaterThan(25)
  })

  it('refuses what has no answer', () => {
    expect(() => signFlipTest([])).toThrow(RangeError)
    expect(() => signFlipTest([1, Number.NaN])).toThrow(RangeError)
    expect(() => signFlipTest(new Array<number>(21).fill(1))).toThrow(/20 at the most/u)
  })
})
