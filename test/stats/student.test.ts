import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTail } from '../../src/stats/normal.ts'
import { studentTail, studentUpper } from '../../src/stats/student.ts'

const infinite = Number.POSITIVE_INFINITY

describe("Student's distribution", () => {
  // pt(…, lower.tail = FALSE) of R 4.2.2, at 0.2, 1, 2.5 and 8.
  it.each<[df: number, tails: number[]]>([
    [0.3, [0.45538038240422796, 0.3416113908805167, 0.26444271960917254, 0.18721852014226753]],
    [1, [0.43716704181099886, 0.24999999999999978, 0.12111894159084335, 0.03958342416056554]],
    [1.7, [0.431397304106837, 0.2190514361503209, 0.07559088719452059, 0.011972691480522626]],
    [2.5, [0.42830484201451274, 0.20203051363913677, 0.052284981539077686, 0.0038283220655217225]],
    [7, [0.42358337574489957, 0.17530833141010374, 0.020496109292876437, 4.5574605854376834e-5]],
    [14, [0.42217829544227603, 0.16714097169732867, 0.012733332307031076, 6.847283400109343e-7]],
    [60.5, [0.42107566487559345, 0.1606467258644911, 0.007573609517112563, 2.3206785004304514e-11]],
    [1000, [0.420760622161988, 0.15877620904233633, 0.006289283900545398, 1.7133307411957424e-15]],
    [infinite, [0.42074029056089696, 0.15865525393145705, 0.006209665325776135, 6.220960574271785e-16]],
  ])('has the tails that it should, with %d degrees of freedom', (df, tails) => {
    for (const [index, expected] of tails.entries()) {
      expect(Math.abs(studentTail([0.2, 1, 2.5, 8][index]!, df) / expected - 1)).toBeLessThan(1e-9)
    }
  })

  // The quantile .9995 (MEASUREMENT section 4: SciPy 1.17.1); the others: qt of R 4.2.2.
  it.each<[alpha: number, df: number, expected: number]>([
    [0.0005, 7, 5.407882520861829],
    [0.0005, 14, 4.140454112738259],
    [0.0005, 29, 3.6594050194663734],
    [0.05, 1, 6.313751514675038],
    [0.05, 1.7, 3.303615143237929],
    [0.05, 2.5, 2.5582186141359453],
    [0.01, 0.3, 139581.20070622594],
    [0.4, 60.5, 0.25446406316797143],
    [0.05, infinite, 1.6448536269514715],
  ])('is exceeded with probability %d, with %d degrees of freedom, by %d', (alpha, df, expected) => {
    expect(Math.abs(studentUpper(alpha, df) / expected - 1)).toBeLessThan(1e-9)
    expect(studentUpper(1 - alpha, df)).toBeCloseTo(-studentUpper(alpha, df), 6)
  })

  const degrees = fc.oneof(fc.double({ min: 0.5, max: 2000, noNaN: true }), fc.constant(infinite))

  it('is symmetric, falls, and is never lighter than the normal one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), degrees, (t, df) => {
        expect(studentTail(t, df) + studentTail(-t, df)).toBeCloseTo(1, 12)
        expect(studentTail(t + 0.01, df)).toBeLessThanOrEqual(studentTail(t, df))
        expect(studentTail(t, df)).toBeGreaterThanOrEqual(normalTail(t) * (1 - 1e-9))
      }),
    )
  })

  it('is exceeded with the probability that was asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), degrees, (alpha, df) => {
        expect(studentTail(studentUpper(alpha, df), df) / alpha).toBeCloseTo(1, 9)
      }),
    )
  })

  it('refuses what is no level, and no degrees of freedom', () => {
    for (const wrong of [0, -1, Number.NaN]) expect(() => studentTail(1, wrong)).toThrow(RangeError)
    for (const wrong of [0, 1, Number.NaN]) expect(() => studentUpper(wrong, 3)).toThrow(RangeError)
  })
})
