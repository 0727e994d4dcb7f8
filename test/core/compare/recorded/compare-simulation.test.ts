import { describe, expect, it } from 'vitest'
import { type Cell, compareCell, isSuspect } from '../../../../src/core/compare/recorded/compare.ts'
import { confirmLevel, freshForks } from '../../../../src/core/compare/second-stage.ts'
import type { ComparisonVerdict } from '../../../../src/model/comparison.ts'
import { type Random, seeded } from '../../../../src/stats/random.ts'
import { cellOf, configOf } from '../../given.ts'
import { mostAlarms } from '../most-alarms.ts'

const { gate } = configOf()
const SUITES = 300
const BENCHMARKS = 20
const FORKS = 10
/** Standard deviation of the logarithm of a fork's value: what a loaded machine shows (MEASUREMENT section 1). */
const SPREAD = 0.03
/** Fresh forks of a suspect. */
const FRESH = freshForks(FORKS, confirmLevel(gate.alpha, BENCHMARKS))

describe('suites of 20 benchmarks whose code did not change', () => {
  it('raise no oftener than alpha an alarm at the default drift', () => {
    const suites = gateSuites('A/A', gate.drift)
    expect(suitesWith('regressed', suites)).toBeLessThanOrEqual(mostAlarms(gate.alpha, SUITES))
  })

  it('raise no oftener than alpha an alarm when recorded numbers do not drift at all', () => {
    const suites = gateSuites('A/A without drift', gate.tolerance.time!.relative)
    expect(suitesWith('regressed', suites)).toBeLessThanOrEqual(mostAlarms(gate.alpha, SUITES))
  })

  it('would be caught by this very simulation if the first look decided', () => {
    const random = seeded('first look')
    const suspected = Array.from({ length: SUITES }, () =>
      Array.from({ length: BENCHMARKS }, () => isSuspect(drawn(random, 0), gate)).some(Boolean),
    )
    expect(suspected.filter(Boolean).length).toBeGreaterThan(2 * mostAlarms(gate.alpha, SUITES))
  })
})

describe('suites of 20 benchmarks that are all as much slower as a regression has to exceed', () => {
  it.each([
    ['the tolerance, where recorded numbers do not drift', gate.tolerance.time!.relative],
    ['the default drift', gate.drift],
  ])('raise no oftener than alpha an alarm: %s', (name, drift) => {
    const suites = cellSuites(name, drift, () => drift)
    const alarms = suitesWith('regressed', verdictsOf(suites, drift, BENCHMARKS))
    expect(alarms).toBeLessThanOrEqual(mostAlarms(gate.alpha, SUITES))
    // Note: the level of fresh pairs, alpha ÷ (cells · screenAlpha) = alpha ÷ 1, is what does not hold here.
    expect(suitesWith('regressed', verdictsOf(suites, drift, 1))).toBeGreaterThan(
      mostAlarms(gate.alpha, SUITES),
    )
  })
})

describe('a benchmark that became a quarter slower', () => {
  it('is found', () => {
    const planted: Slowdown = (index) => (index === 0 ? 0.25 : 0)
    const suites = gateSuites('planted', gate.drift, planted, 100)
    const found = suites.filter(([first]) => first === 'regressed').length
    expect(found).toBeGreaterThanOrEqual(95)
    expect(suites.filter(([, ...others]) => others.includes('regressed'))).toEqual([])
  })
})

/** How much slower each benchmark of a suite truly is than when it was recorded. */
type Slowdown = (index: number) => number

/** The verdicts of all benchmarks of every suite, after the screen and the second stage of suspects. */
function gateSuites(
  name: string,
  drift: number,
  slowdown: Slowdown = () => 0,
  count = SUITES,
): ComparisonVerdict[][] {
  return verdictsOf(cellSuites(name, drift, slowdown, count), drift, BENCHMARKS)
}

/** What is measured in every suite: the screen, and fresh forks of the suspects. */
function cellSuites(name: string, drift: number, slowdown: Slowdown, count = SUITES): Cell[][] {
  const random = seeded(name)
  return Array.from({ length: count }, () =>
    Array.from({ length: BENCHMARKS }, (_, index) => {
      const screened = drawn(random, slowdown(index))
      return isSuspect(screened, { ...gate, drift })
        ? { ...screened, confirmation: forks(random, slowdown(index), FRESH) }
        : screened
    }),
  )
}

function verdictsOf(suites: readonly Cell[][], drift: number, cells: number): ComparisonVerdict[][] {
  return suites.map((suite) => suite.map((cell) => compareCell(cell, { ...gate, drift }, cells).verdict))
}

function drawn(random: Random, slowdown: number): Cell {
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
