import { describe, expect, it } from 'vitest'
import type { Model } from '../../src/stats/levenberg-marquardt.ts'
import { seeded } from '../../src/stats/random.ts'
import { sum } from '../../src/stats/sample.ts'
import { studentUpper } from '../../src/stats/student.ts'
import { wildBootstrap } from '../../src/stats/wild-bootstrap.ts'

const draw = (model: Model, observed: readonly number[], fitted: readonly number[]) =>
  wildBootstrap(model, observed, fitted, { confidence: 0.95, draws: 4000, random: seeded('wild') })

const observed = [3, 1, 4, 1, 5, 9, 2, 6]
const mean = sum(observed) / 8
const constant: Model = ([level]) => observed.map(() => ({ value: level!, gradient: [1] }))

describe('wildBootstrap', () => {
  it('scatters a mean as residuals over 1 − 1 ÷ n do, wider for few points', () => {
    const levels = draw(constant, observed, [mean]).map(([level]) => level!)
    const variance = sum(observed.map((value) => ((value - mean) / (1 - 1 / 8)) ** 2)) / 64
    const wider = studentUpper(0.025, 7) / 1.959963984540054
    expect(sum(levels) / 4000).toBeCloseTo(mean, 1)
    const spread = Math.sqrt(sum(levels.map((level) => (level - mean) ** 2)) / 4000)
    expect(spread / (wider * Math.sqrt(variance))).toBeCloseTo(1, 1)
  })

  it('draws nothing else where the model fits exactly', () => {
    for (const [level] of draw(
      constant,
      observed.map(() => 2),
      [2],
    ).slice(0, 20))
      expect(level).toBeCloseTo(2, 12)
  })

  it('draws nothing without more points than parameters', () => {
    expect(draw(() => [{ value: 1, gradient: [1] }], [1], [1])).toEqual([])
  })
})
