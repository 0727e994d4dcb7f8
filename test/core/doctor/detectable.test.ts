import { describe, expect, it } from 'vitest'
import {
  type Aim,
  type Claim,
  detectableTable,
  minimumDetectable,
  type Observed,
} from '../../../src/core/doctor/detectable.ts'

const wanted: Aim = { budget: { time: 3e9, forks: { min: 5, max: 30 } }, margin: 0.03 }
const claim: Claim = { tolerance: 0.01, level: 0.01, power: 0.8 }
const fork: Observed = { name: 'sort', spread: 0.02, cost: 0.5e9 }

const effectsOf = (benchmarks: readonly Observed[], name: string, times?: readonly number[]) =>
  detectableTable(benchmarks, claim, wanted, times)
    .find((row) => row.name === name)!
    .effects.map(({ effect }) => effect)

describe('the smallest slowdown that can be proven', () => {
  it('is the tolerance and what noise adds to it', () => {
    // 10 against 10 at 0.01 are told with 80 % when they lie 1.61 standard deviations apart.
    expect(minimumDetectable(10, 0.02, claim)).toBeCloseTo(1.01 * Math.exp(0.0322) - 1, 3)
    expect(minimumDetectable(10, 1e-9, claim)).toBeCloseTo(0.01, 6)
    expect(minimumDetectable(10, 0.02, { ...claim, tolerance: 0.05 })).toBeGreaterThan(0.05)
  })

  it('does not exist for so few that the level cannot be reached', () => {
    expect(minimumDetectable(4, 0.02, claim)).toBeUndefined()
    expect(minimumDetectable(5, 0.02, claim)).toBeDefined()
    expect(minimumDetectable(0, 0.02, claim)).toBeUndefined()
  })

  it('shrinks with more observations, a laxer level, less power and less spread', () => {
    const effect = (n: number, spread: number, more: Partial<Claim> = {}) =>
      minimumDetectable(n, spread, { ...claim, ...more })!
    for (let n = 8; n < 100; n += 7) {
      expect(effect(n + 7, 0.02)).toBeLessThan(effect(n, 0.02))
      expect(effect(n, 0.02)).toBeLessThan(effect(n, 0.03))
      expect(effect(n, 0.02, { level: 0.05 })).toBeLessThan(effect(n, 0.02))
      expect(effect(n, 0.02, { power: 0.5 })).toBeLessThan(effect(n, 0.02))
    }
  })
})

describe('the table', () => {
  it('has a row per benchmark, then the median and the largest', () => {
    const other = { ...fork, name: 'parse', spread: 0.04 }
    const third = { ...fork, name: 'text', spread: 0.01 }
    const table = detectableTable([fork, other, third], claim, wanted)
    expect(table.map(({ name }) => name)).toEqual(['sort', 'parse', 'text', 'typical', 'worst'])
    expect(table[3]!.effects).toEqual(table[0]!.effects)
    expect(table[4]!.effects).toEqual(table[1]!.effects)
  })

  it('says how many forks fit into each time: 1, 10 and 60 seconds', () => {
    const [row] = detectableTable([{ ...fork, cost: 0.45e9 }], claim, wanted)
    expect(row!.effects.map(({ time, forks }) => [time, forks])).toEqual([
      [1e9, 2],
      [10e9, 22],
      [60e9, 133],
    ])
    expect(row!.effects[0]!.effect).toBeNull()
    expect(row!.effects[1]!.effect).toBe(minimumDetectable(22, 0.02, claim))
    expect(row!.effects[2]!.effect).toBe(minimumDetectable(133, 0.02, claim))
  })

  it.each<[string, Partial<Observed>]>([
    ['spread is not known', { spread: null }],
    ['spread is zero: all forks were equal', { spread: 0 }],
    ['cost is not known', { cost: null }],
    ['forks take longer than there is', { cost: 100e9 }],
  ])('knows nothing where the %s', (_, more) => {
    expect(effectsOf([{ ...fork, ...more }], 'sort')).toEqual([null, null, null])
  })

  it('has no worst where one benchmark can prove nothing, and a typical one where most can', () => {
    const blind = { ...fork, name: 'blind', spread: null }
    const three = [fork, { ...fork, name: 'like it' }, blind]
    expect(effectsOf(three, 'worst', [10e9])).toEqual([null])
    expect(effectsOf(three, 'typical', [10e9])).toEqual(effectsOf(three, 'sort', [10e9]))
    expect(effectsOf([fork, blind], 'typical', [10e9])).toEqual([null])
  })

  it.each<[string, number, Aim['budget'], number]>([
    ['as many forks as fit', 0.5e9, { time: 6e9, forks: { min: 5, max: 30 } }, 12],
    ['no fewer than the least', 5e9, { time: 3e9, forks: { min: 5, max: 30 } }, 5],
    ['no more than the most', 0.01e9, { time: 3e9, forks: { min: 5, max: 30 } }, 30],
  ])('has a column for the own budget: %s', (_, cost, budget, forks) => {
    const [row] = detectableTable([{ ...fork, cost }], claim, { ...wanted, budget })
    expect(row!.own).toEqual({ time: budget.time, forks, effect: minimumDetectable(forks, 0.02, claim) })
  })

  it('says how many forks prove the margin, and what they cost', () => {
    const { forks, time } = detectableTable([fork], claim, wanted)[0]!.needed!
    expect(minimumDetectable(forks, 0.02, claim)).toBeLessThanOrEqual(0.03)
    expect(minimumDetectable(forks - 1, 0.02, claim)).toBeGreaterThan(0.03)
    expect(time).toBe(forks * 0.5e9)
    const [wild] = detectableTable([{ ...fork, spread: 1 }], claim, wanted)
    expect(wild!.needed).toBeNull()
    expect(detectableTable([{ ...fork, spread: null }], claim, wanted)[0]!.needed).toBeNull()
  })

  it('of nothing is empty', () => {
    expect(detectableTable([], claim, wanted)).toEqual([])
  })
})
