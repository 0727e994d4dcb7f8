import { describe, expect, it } from 'vitest'
import { fitLeastSquares } from '../../src/stats/levenberg-marquardt.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { seeded } from '../../src/stats/random.ts'
import { sorted } from '../../src/stats/sample.ts'
import { type ScalabilityLaw, scalabilityModel, throughputAt } from '../../src/stats/scalability-law.ts'
import { fitScalability } from '../../src/stats/universal-scalability.ts'
import { wildBootstrap } from '../../src/stats/wild-bootstrap.ts'
import { populations } from './populations.ts'

const normal = populations.normal!
const six = [1, 2, 4, 8, 16, 32]
const eight = [1, 2, 4, 8, 12, 16, 24, 32]
const both = { lambda: 1000, sigma: 0.03, kappa: 7e-4 }
const contention = { lambda: 1000, sigma: 0.05, kappa: 0 }

/** Noise of 2 %, of each throughput or of the largest one. */
function measure(law: ScalabilityLaw, levels: readonly number[], isRelative: boolean, random: () => number) {
  const throughputs = levels.map((level) => throughputAt(law, level))
  const largest = Math.max(...throughputs)
  return throughputs.map((value) => value + 0.02 * (isRelative ? value : largest) * normal(random))
}

describe('intervals at 95 %', () => {
  const families = 150
  it.each([
    ['six levels, relative noise', both, six, true],
    ['six levels, equal noise', both, six, false],
    ['eight levels, relative noise', contention, eight, true],
    ['eight levels, equal noise', contention, eight, false],
  ] as const)('hold the truth in nine cases of ten or more: %s', (name, law, levels, isRelative) => {
    const random = seeded(name)
    const model = scalabilityModel(levels)
    const truth = [law.lambda, law.sigma, law.kappa]
    const held = [0, 0, 0]
    for (let family = 0; family < families; family++) {
      const observed = measure(law, levels, isRelative, random)
      const { parameters } = fitLeastSquares(model, observed, {
        start: truth,
        least: truth.map(() => Number.NEGATIVE_INFINITY),
      })
      const draws = wildBootstrap(model, observed, parameters, { confidence: 0.95, draws: 120, random })
      for (const [index, value] of truth.entries()) {
        const ordered = sorted(draws.map((one) => one[index]!))
        if (quantile(ordered, 0.025) <= value && value <= quantile(ordered, 0.975)) held[index]!++
      }
    }
    for (const count of held) expect(count / families).toBeGreaterThanOrEqual(0.87)
  })
})

describe('what limits a system,', () => {
  it.each([
    ['contention', { lambda: 1000, sigma: 0.1, kappa: 1e-4 }],
    ['coherency', { lambda: 1000, sigma: 0.005, kappa: 2e-3 }],
    ['linear', { lambda: 1000, sigma: 0, kappa: 0 }],
  ] as const)('is %s, told with noise of one in fifty', (bound, law) => {
    const random = seeded(bound)
    let right = 0
    for (let run = 0; run < 12; run++) {
      const throughputs = measure(law, eight, true, random)
      const levels = eight.map((concurrency, level) => ({ concurrency, throughput: throughputs[level]! }))
      const fit = fitScalability(levels, { confidence: 0.95, random })
      if (fit.bound === bound) right++
      expect(fit.doubts).toEqual([])
    }
    expect(right).toBeGreaterThanOrEqual(11)
  })
})
