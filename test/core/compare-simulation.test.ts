import { describe, expect, it } from 'vitest'
import { compare, isSuspect } from '../../src/core/compare.ts'
import type { ComparisonVerdict } from '../../src/model/comparison.ts'
import { policy } from '../../src/model/config.ts'
import { type Random, seeded } from '../../src/stats/random.ts'
import { cellOf, configOf } from './given.ts'

const { gate } = configOf()
const SUITES = 400
const BENCHMARKS = 20
const FORKS = 10
/** Standard deviation of the logarithm of a fork's value: what a loaded machine shows (MEASUREMENT section 1). */
const SPREAD = 0.03

describe('suites of 20 benchmarks whose code did not change', () => {
  it('raise no oftener than alpha an alarm at the default drift', () => {
    const suites = gateSuites('A/A', gate.drift)
    expect(suitesWith('regressed', suites)).toBeLessThanOrEqual(allowed(gate.alpha))
  })

  it('raise no oftener than alpha an alarm when recorded numbers do not drift at all', () => {
    const suites = gateSuites('A/A without drift', gate.tolerance)
    expect(suitesWith('regressed', suites)).toBeLessThanOrEqual(allowed(gate.alpha))
  })

  it('would be caught by this very simulation if the first look decided', () => {
    const random = seeded('first look')
    const suspected = Array.from({ length: SUITES }, () =>
      Array.from({ length: BENCHMARKS }, () => isSuspect(drawn(random, 0), gate)).some(Boolean),
    )
    expect(suspected.filter(Boolean).length).toBeGreaterThan(2 * allowed(gate.alpha))
  })
})

describe('a benchmark that became a quarter slower', () => {
  it('is found', () => {
    const suites = gateSuites('planted', gate.drift, 0.25).slice(0, 100)
    const found = suites.filter(([first]) => first === 'regressed').length
    expect(found).toBeGreaterThanOrEqual(95)
    expect(suites.filter(([, ...others]) => others.includes('regressed'))).toEqual([])
  })
})

/** The verdicts of all benchmarks of every suite, after the screen and the second stage of suspects. */
function gateSuites(name: string, drift: number, planted = 0): ComparisonVerdict[][] {
  const random = seeded(name)
  const policyOfGate = { ...gate, drift }
  return Array.from({ length: SUITES }, () =>
    Array.from({ length: BENCHMARKS }, (_, index) => {
      const slowdown = index === 0 ? planted : 0
      const screened = drawn(random, slowdown)
      const cell = isSuspect(screened, policyOfGate)
        ? { ...screened, confirmation: forks(random, slowdown, policy.confirmForks) }
        : screened
      return compare(cell, policyOfGate, BENCHMARKS).verdict
    }),
  )
}

function drawn(random: Random, slowdown: number) {
  return cellOf({ head: forks(random, slowdown, FORKS), base: forks(random, 0, FORKS) })
}

function forks(random: Random, slowdown: number, count: number): number[] {
  return Array.from({ length: count }, () => 1000 * (1 + slowdown) * Math.exp(SPREAD * normal(random)))
}

/** Box & Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function suitesWith(verdict: ComparisonVerdict, suites: readonly ComparisonVerdict[][]): number {
  return suites.filter((verdicts) => verdicts.includes(verdict)).length
}

/** The most suites that may raise an alarm: the 99.9 % quantile of the binomial distribution. */
function allowed(alpha: number): number {
  let probability = (1 - alpha) ** SUITES
  let below = probability
  let count = 0
  while (below < 0.999) {
    count++
    probability *= ((SUITES - count + 1) / count) * (alpha / (1 - alpha))
    below += probability
  }
  return count
}
