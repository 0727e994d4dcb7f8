import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNotSlower } from '../../../src/core/compare/comparison-state.ts'
import { compareExactly } from '../../../src/core/compare/exact/compare-exactly.ts'
import { limitsOf } from '../../../src/core/compare/limits.ts'
import { pairedVerdict } from '../../../src/core/compare/paired/paired-verdict.ts'
import { compareCell } from '../../../src/core/compare/recorded/compare.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import { cellOf, configOf } from '../given.ts'

const policyOfGate = configOf().gate
const gate = limitsOf('time', policyOfGate)
const rules = { seed: 20_261_128, numRuns: 400 }
const most = 30

type Judged = Pick<Comparison, 'change' | 'verdict' | 'reason' | 'decisive' | 'method'>

/** What decides nothing says why, and nothing else does. */
function expectReason({ verdict, reason }: Pick<Judged, 'verdict' | 'reason'>): void {
  expect(reason !== undefined).toBe(verdict === 'inconclusive' || verdict === 'invalid')
}

/** Whether the interval that people see lies wholly beyond the tolerance, on either side. */
function isBeyond({ change }: Judged): boolean {
  const { low, high } = change ?? { low: null, high: null }
  return (low !== null && low > gate.tolerance) || (high !== null && high < -gate.tolerance)
}

/** Values around a centre, on the log scale, of many shapes. */
const logs = (centre: number, spread: number, length: number) =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((all) => all.map((value, index) => centre + spread * (value + index * 1e-6)))
const centre = fc.double({ min: -0.15, max: 0.06, noNaN: true })
const spread = fc.double({ min: 0.0005, max: 0.2, noNaN: true })
const stages = fc
  .tuple(centre, spread)
  .chain(([at, wide]) => fc.record({ screen: logs(at, wide, most), confirmation: logs(at, wide, most) }))

describe('pairs, whatever they say', () => {
  const judged = (cell: { screen: number[]; confirmation: number[] }): Judged => ({
    method: 'paired',
    ...pairedVerdict(cell, gate, 20, most).judged,
  })

  it('are never called equal where their interval excludes zero by more than the tolerance', () => {
    fc.assert(
      fc.property(stages, (cell) => {
        const said = judged(cell)
        expectReason(said)
        if (said.verdict === 'equivalent') expect(isBeyond(said)).toBe(false)
        if (isNotSlower(said)) expect(said.change!.high).toBeLessThan(-gate.tolerance / (1 + gate.tolerance))
      }),
      rules,
    )
  })

  it('are taken to the last look while they look faster, unless that is proven', () => {
    fc.assert(
      fc.property(stages, (cell) => {
        const { decision } = pairedVerdict(cell, gate, 20, most)
        const looksFaster = decision.stage === 'screen' && decision.estimate < -Math.log1p(gate.tolerance)
        if (looksFaster && decision.verdict !== 'improved') expect(decision.n).toBe(most)
      }),
      rules,
    )
  })
})

describe('recorded numbers, whatever they say', () => {
  const cells = fc
    .tuple(centre, spread, fc.double({ min: 1e-8, max: 0.003, noNaN: true }))
    .chain(([at, wide, variance]) =>
      fc.record({
        head: logs(at, wide, 10),
        sessions: fc.tuple(logs(0, wide, 6), logs(0, wide, 6)),
        confirmation: fc.oneof(fc.constant([]), logs(at, wide, 60), logs(0, wide, 60)),
        noise: fc.constant({ variance, df: 8 }),
      }),
    )

  it('are never called equal where their interval excludes zero by more than the tolerance', () => {
    const times = (values: readonly number[]) => values.map((value) => 1000 * Math.exp(value))
    fc.assert(
      fc.property(cells, ({ head, sessions, confirmation, noise }) => {
        const cell = cellOf({
          head: times(head),
          sessions: sessions.map(times),
          confirmation: times(confirmation),
          noise,
        })
        const said = compareCell(cell, policyOfGate, 20)
        expectReason(said)
        if (said.verdict === 'equivalent') expect(isBeyond(said)).toBe(false)
      }),
      rules,
    )
  })
})

describe('bytes, whatever they are', () => {
  const thrice = (value: number, off: readonly number[] = [0, 0, 0]) => off.map((one) => value + one)
  const verdictOf = (head: readonly number[], base: readonly number[]) => {
    const said = compareExactly({ id: 'x', metric: 'allocated', head, base }, policyOfGate)
    expectReason(said)
    return said.verdict
  }
  const bytes = fc.double({ min: 0, max: 2_999, noNaN: true })
  /** What repeated readings differ by. */
  const off = fc.array(fc.double({ min: -0.15, max: 0.15, noNaN: true }), { minLength: 3, maxLength: 6 })

  it('are found to be 16 more of less than 3 kB, every time', () => {
    fc.assert(
      fc.property(bytes, off, off, (base, one, other) => {
        expect(verdictOf(thrice(base + 16, one), thrice(base, other))).toBe('regressed')
        expect(verdictOf(thrice(base, one), thrice(base + 16, other))).toBe('improved')
      }),
      rules,
    )
  })

  it('are never decided on two levels 0.03 % apart', () => {
    const levels = fc.double({ min: 1, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(levels, fc.boolean(), (base, up) => {
        const [low, high] = [thrice(base), thrice(base * 1.0003)]
        expect(up ? verdictOf(high, low) : verdictOf(low, high)).toBe('equivalent')
      }),
      rules,
    )
  })

  it('are never decided from fewer than three forks of either side', () => {
    const any = fc.double({ min: 0, max: 1e6, noNaN: true })
    const few = fc.array(any, { maxLength: 2 })
    const enough = fc.array(any, { minLength: 3, maxLength: 6 })
    fc.assert(
      fc.property(few, enough, (one, other) => {
        expect([verdictOf(one, other), verdictOf(other, one)]).toEqual(['inconclusive', 'inconclusive'])
      }),
      rules,
    )
  })

  it('never come closer to a pass when more is allocated', () => {
    const order = ['improved', 'equivalent', 'inconclusive', 'regressed']
    const any = fc.double({ min: 0, max: 5_000, noNaN: true })
    fc.assert(
      fc.property(any, any, any, (head, base, more) => {
        const before = verdictOf(thrice(head), thrice(base))
        const after = verdictOf(thrice(head + more), thrice(base))
        expect(order.indexOf(after)).toBeGreaterThanOrEqual(order.indexOf(before))
      }),
      rules,
    )
  })
})
