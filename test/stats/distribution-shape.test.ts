import { describe, expect, it } from 'vitest'
import { compareShapes, type ShapePair } from '../../src/stats/distribution-shape.ts'
import { seeded } from '../../src/stats/random.ts'

const probabilities = [0.25, 0.5, 0.75, 0.9]
const rules = { probabilities, alpha: 0.01, random: seeded('shape') }

/** Pairs of trials that scatter by a hundredth, each in another way. */
function pairsOf(count: number, head: (base: number, column: number) => number): ShapePair[] {
  const random = seeded(`pairs ${count}`)
  const near = (value: number) => value * (1 + 0.02 * (random() - 0.5))
  return Array.from({ length: count }, () => {
    const drift = 1 + random()
    const base = [10, 12, 15, 20].map((value) => near(drift * value))
    return { base, head: [10, 12, 15, 20].map((value, column) => near(head(drift * value, column))) }
  })
}

const isTail = (column: number) => column >= 2
const slowTail = pairsOf(10, (base, column) => (isTail(column) ? 1.5 : 1) * base)

describe('shapes that differ', () => {
  const found = compareShapes(slowTail, rules)

  it('are told with where they differ, and by how much', () => {
    expect(found.isDifferent).toBe(true)
    expect(found.ranges).toHaveLength(1)
    const [{ from, to, largest }] = found.ranges as [(typeof found.ranges)[0]]
    expect([from, to]).toEqual([0.75, 0.9])
    expect(largest.factor).toBeCloseTo(1.5, 1)
    expect(largest.low).toBeGreaterThan(1.45)
    expect(largest.high).toBeLessThan(1.55)
  })

  it('are as improbable as two of all ways to swap ten pairs', () => {
    expect(found.p).toBe(2 / 1024)
    expect(found.quantiles.map(({ p }) => p <= 0.01)).toEqual([false, false, true, true])
  })

  it('have the median to compare with', () => {
    expect(found.quantiles[1]).toEqual({ probability: 0.5, factor: 1, low: 1, high: 1, p: 1 })
  })

  it('differ the other way round with the sides', () => {
    const swapped = compareShapes(
      slowTail.map(({ base, head }) => ({ base: head, head: base })),
      rules,
    )
    expect(swapped.p).toBe(found.p)
    for (const [column, { factor, low, high }] of swapped.quantiles.entries()) {
      expect(factor * found.quantiles[column]!.factor).toBeCloseTo(1, 12)
      expect(low * found.quantiles[column]!.high).toBeCloseTo(1, 12)
      expect(high * found.quantiles[column]!.low).toBeCloseTo(1, 12)
    }
  })

  it('do not ask for the unit, nor for the order of pairs', () => {
    const other = slowTail
      .map(({ base, head }) => ({ base: base.map((one) => one * 1024), head: head.map((one) => one * 1024) }))
      .toReversed()
    expect(compareShapes(other, rules).p).toBe(found.p)
  })

  it('in both directions are two ranges', () => {
    const wider = pairsOf(12, (base, column) => base * [0.8, 1, 1.2, 1.4][column]!)
    const ranges = compareShapes(wider, rules).ranges.map(({ from, to, largest }) => [
      from,
      to,
      largest.probability,
    ])
    expect(ranges).toEqual([
      [0.25, 0.25, 0.25],
      [0.75, 0.9, 0.9],
    ])
  })

  it('are found with more pairs than all ways can be counted of', () => {
    const many = compareShapes(
      pairsOf(20, (base, column) => (isTail(column) ? 1.1 : 1) * base),
      rules,
    )
    expect(many.p).toBe(1 / 10_000)
  })
})

describe('shapes that do not differ', () => {
  it('are those of which one is slower as a whole', () => {
    const { isDifferent, ranges, quantiles } = compareShapes(
      pairsOf(10, (base) => 1.05 * base),
      rules,
    )
    expect(isDifferent).toBe(false)
    expect(ranges).toEqual([])
    for (const { low, high } of quantiles) expect(low <= 1 && 1 <= high).toBe(true)
  })

  it('are those that are the same to the last digit', () => {
    const same = Array.from({ length: 9 }, () => ({ base: [1, 2, 3, 4], head: [1, 2, 3, 4] }))
    const { p, quantiles } = compareShapes(same, rules)
    expect(p).toBe(1)
    expect(quantiles[3]).toMatchObject({ factor: 1, low: 1, high: 1 })
  })

  it('are any of seven pairs at 0.01: there are too few ways to swap them', () => {
    expect(compareShapes(slowTail.slice(0, 7), rules).isDifferent).toBe(false)
    expect(compareShapes(slowTail.slice(0, 8), rules).isDifferent).toBe(true)
  })

  it('may be any of two pairs', () => {
    const { quantiles } = compareShapes(slowTail.slice(0, 2), rules)
    expect(quantiles[3]).toMatchObject({ low: 0, high: Number.POSITIVE_INFINITY })
  })
})

describe('compareShapes', () => {
  const pair = { base: [1, 2, 3, 4], head: [1, 2, 3, 4] }
  it.each([
    ['one pair', [pair], rules, /two pairs or more, not 1/u],
    [
      'no median',
      [pair, pair],
      { ...rules, probabilities: [0.1, 0.2, 0.3, 0.4] },
      /the median, which is not/u,
    ],
    ['a missing quantile', [pair, { ...pair, head: [1, 2, 3] }], rules, /has 4 quantiles, not 4 and 3/u],
    ['a quantile of 0', [pair, { ...pair, base: [0, 2, 3, 4] }], rules, /finite/u],
    ['no level', [pair, pair], { ...rules, alpha: 0 }, /alpha/u],
  ] as const)('refuses %s', (_, pairs, given, message) => {
    expect(() => compareShapes(pairs, given)).toThrow(message)
  })
})
