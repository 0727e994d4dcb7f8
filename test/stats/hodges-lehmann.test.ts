import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centreOfMost, hodgesLehmann } from '../../src/stats/hodges-lehmann.ts'
import { hodgesLehmannShift, stratifiedShift } from '../../src/stats/hodges-lehmann-shift.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { seeded } from '../../src/stats/random.ts'
import { sorted } from '../../src/stats/sample.ts'
import { duration, forks, reordered } from './arbitraries.ts'
import { depression, permeability } from './published.ts'

const pairs = fc.array(fc.tuple(duration, duration), { minLength: 1, maxLength: 20 })
const constant = fc.double({ min: -1e3, max: 1e3, noNaN: true })

describe('hodgesLehmann', () => {
  it('of the depression data is 0.46 (Hollander, Wolfe & Chicken 2014, §3.2)', () => {
    expect(hodgesLehmann(depression.before.map((value, i) => value - depression.after[i]!))).toBeCloseTo(
      0.46,
      12,
    )
  })

  it('of the logarithms of the ratios of the depression data is 0.3254718261588829', () => {
    const ratios = depression.before.map((value, i) => Math.log(value / depression.after[i]!))
    expect(hodgesLehmann(ratios)).toBeCloseTo(0.3254718261588829, 12)
  })

  it.each([
    [[4], 4],
    [[1, 2], 1.5],
    [[3, 3, 3], 3],
    [[0, 0, 0, 1000], 0],
  ])('of %j is %f', (values, expected) => {
    expect(hodgesLehmann(values)).toBe(expected)
  })

  it('is the median of all Walsh averages, of many values and of equal ones, too', () => {
    const random = seeded('many')
    for (const size of [2, 3, 10, 61, 250, 401]) {
      for (const places of [1, 3, 15]) {
        const values = Array.from({ length: size }, () => Number((random() ** 3).toFixed(places)))
        const averages = values.flatMap((one, i) => values.slice(i).map((other) => (one + other) / 2))
        expect(hodgesLehmann(values)).toBe(quantile(sorted(averages), 0.5))
      }
    }
  })

  it('of twenty thousand values takes no memory for all their averages', () => {
    const values = Array.from({ length: 20_001 }, (_, index) => index)
    expect(hodgesLehmann(values)).toBe(10_000)
  })

  it('changes its sign exactly when head and base are swapped', () => {
    fc.assert(
      fc.property(forks, (values) => {
        expect(Math.abs(hodgesLehmann(values.map((value) => -value)) + hodgesLehmann(values))).toBe(0)
      }),
    )
  })

  it('of log-ratios is the same in every unit', () => {
    fc.assert(
      fc.property(pairs, duration, (measured, unit) => {
        const plain = hodgesLehmann(measured.map(([head, base]) => Math.log(head / base)))
        const scaled = hodgesLehmann(measured.map(([head, base]) => Math.log((head * unit) / (base * unit))))
        expect(Math.abs(scaled - plain)).toBeLessThan(1e-9)
      }),
    )
  })

  it('moves by exactly what is added to every value', () => {
    fc.assert(
      fc.property(forks, constant, (values, added) => {
        const moved = hodgesLehmann(values.map((value) => value + added))
        expect(Math.abs(moved - hodgesLehmann(values) - added)).toBeLessThan(1e-9)
      }),
    )
  })

  it('does not know in which order the forks ran', () => {
    fc.assert(
      fc.property(reordered, ([one, other]) => {
        expect(hodgesLehmann(one)).toBe(hodgesLehmann(other))
      }),
    )
  })

  it('refuses no value and values that are not finite', () => {
    expect(() => hodgesLehmann([])).toThrow(RangeError)
    expect(() => hodgesLehmann([1, Number.NaN])).toThrow('values must be finite numbers: value 2 of 2 is NaN')
  })

  it('is that of finite values where they are more than half', () => {
    expect(centreOfMost([1, Number.NaN, 3])).toBe(2)
    expect(centreOfMost([1, Number.NaN])).toBeUndefined()
    expect(centreOfMost([])).toBeUndefined()
  })
})

describe('hodgesLehmannShift', () => {
  it('of the permeability data is 0.305 (Hollander, Wolfe & Chicken 2014, §4.2)', () => {
    expect(hodgesLehmannShift(permeability.atTerm, permeability.earlier)).toBeCloseTo(0.305, 12)
  })

  it('changes its sign exactly when head and base are swapped', () => {
    fc.assert(
      fc.property(forks, forks, (head, base) => {
        expect(Math.abs(hodgesLehmannShift(head, base) + hodgesLehmannShift(base, head))).toBe(0)
      }),
    )
  })

  it('of logarithms is the same in every unit', () => {
    const times = fc.array(duration, { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(times, times, duration, (head, base, unit) => {
        const plain = hodgesLehmannShift(head.map(Math.log), base.map(Math.log))
        const scaled = hodgesLehmannShift(
          head.map((time) => Math.log(time * unit)),
          base.map((time) => Math.log(time * unit)),
        )
        expect(Math.abs(scaled - plain)).toBeLessThan(1e-9)
      }),
    )
  })

  it('moves by exactly what is added to every head value', () => {
    fc.assert(
      fc.property(forks, forks, constant, (head, base, added) => {
        const moved = hodgesLehmannShift(
          head.map((value) => value + added),
          base,
        )
        expect(Math.abs(moved - hodgesLehmannShift(head, base) - added)).toBeLessThan(1e-9)
      }),
    )
  })

  it('does not know in which order the forks ran', () => {
    fc.assert(
      fc.property(reordered, reordered, ([head, otherHead], [base, otherBase]) => {
        expect(hodgesLehmannShift(head, base)).toBe(hodgesLehmannShift(otherHead, otherBase))
      }),
    )
  })

  it('refuses an empty side', () => {
    expect(() => hodgesLehmannShift([], [1])).toThrow(RangeError)
    expect(() => hodgesLehmannShift([1], [])).toThrow(RangeError)
  })
})

describe('stratifiedShift', () => {
  const strata = fc.array(fc.record({ head: forks, base: forks }), { minLength: 1, maxLength: 6 })

  it('of one stratum is the shift', () => {
    fc.assert(
      fc.property(forks, forks, (head, base) => {
        expect(stratifiedShift([{ head, base }])).toBe(hodgesLehmannShift(head, base))
      }),
    )
  })

  it('is the median of the differences within strata: 1, 1, 2, 2 and 9', () => {
    const strata = [
      { head: [11, 12], base: [10] },
      { head: [101], base: [99, 100] },
      { head: [1009], base: [1000] },
    ]
    expect(stratifiedShift(strata)).toBe(2)
    // Of all of them in one, what differs between the strata would be the most of it.
    expect(hodgesLehmannShift([11, 12, 101, 1009], [10, 99, 100, 1000])).not.toBe(2)
  })

  it('changes its sign exactly when head and base are swapped', () => {
    fc.assert(
      fc.property(strata, (given) => {
        const swapped = given.map(({ head, base }) => ({ head: base, base: head }))
        expect(Math.abs(stratifiedShift(given) + stratifiedShift(swapped))).toBe(0)
      }),
    )
  })

  it('does not see what is added to both sides of a stratum', () => {
    fc.assert(
      fc.property(strata, fc.array(constant, { minLength: 6, maxLength: 6 }), (given, added) => {
        const moved = given.map(({ head, base }, index) => ({
          head: head.map((value) => value + added[index]!),
          base: base.map((value) => value + added[index]!),
        }))
        expect(Math.abs(stratifiedShift(moved) - stratifiedShift(given))).toBeLessThan(1e-6)
      }),
    )
  })

  it('refuses none, and an empty side', () => {
    expect(() => stratifiedShift([])).toThrow(RangeError)
    expect(() => stratifiedShift([{ head: [1], base: [] }])).toThrow(RangeError)
  })
})
