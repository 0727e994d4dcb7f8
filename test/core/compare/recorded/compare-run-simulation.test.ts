import { beforeAll, describe, expect, it } from 'vitest'
import { compareCell } from '../../../../src/core/compare/recorded/compare.ts'
import { compareRun } from '../../../../src/core/compare/recorded/compare-run.ts'
import { confirmLevel, freshForks } from '../../../../src/core/compare/second-stage.ts'
import type { Baseline } from '../../../../src/model/baseline.ts'
import { type Random, seeded } from '../../../../src/stats/random.ts'
import { populations } from '../../../stats/populations.ts'
import { baselineOf, benchmarkOf, byId, cellOf, configOf, evidenceOf, session } from '../../given.ts'
import { mostAlarms } from '../most-alarms.ts'

const config = configOf()
const { gate } = config
/** The share of benchmarks that may be called equivalent, or suspected, wrongly. */
const LEVEL = 0.05

/** A machine whose sessions differ, with a suite on it. */
type Machine = {
  readonly benchmarks: number
  readonly sessions: number
  /** Standard deviations of the logarithm, between sessions and between forks, drawn for each benchmark. */
  readonly between: (random: Random) => number
  readonly forks: (random: Random) => number
  /** Forks of a recorded session, and of today. */
  readonly counts?: readonly [number, number]
  readonly population?: (random: Random) => number
  /** How many of the benchmarks have one session only. */
  readonly single?: number
}

const always = (value: number) => () => value
const some = (from: number, to: number) => (random: Random) => from * (to / from) ** random()
const machines: [string, Machine][] = [
  ...[0.01, 0.02, 0.03].flatMap((between) =>
    [2, 3, 5].map((sessions): [string, Machine] => [
      `whose sessions differ by ${100 * between} %, ${sessions} of them recorded`,
      { benchmarks: 20, sessions, between: always(between), forks: always(0.02) },
    ]),
  ),
  [
    'whose benchmarks differ in how far their sessions do',
    { benchmarks: 20, sessions: 3, between: some(0.01, 0.03), forks: some(0.002, 0.04) },
  ],
  [
    'whose forks are heavy-tailed (Student t3)',
    {
      benchmarks: 20,
      sessions: 3,
      between: always(0.02),
      forks: always(0.015),
      population: populations['Student t3']!,
    },
  ],
  [
    'of which more forks were recorded than are measured',
    { benchmarks: 20, sessions: 2, between: always(0.01), forks: always(0.03), counts: [10, 5] },
  ],
  [
    'of which fewer forks were recorded than are measured',
    { benchmarks: 20, sessions: 2, between: always(0.01), forks: always(0.03), counts: [5, 10] },
  ],
  [
    'where half of the benchmarks have one session only',
    { benchmarks: 20, sessions: 3, between: always(0.02), forks: always(0.02), single: 10 },
  ],
  ['with five benchmarks', { benchmarks: 5, sessions: 3, between: always(0.02), forks: always(0.02) }],
  ['with one benchmark', { benchmarks: 1, sessions: 4, between: always(0.01), forks: always(0.01) }],
]

describe.each(machines)('suites on a machine %s', (name, machine) => {
  const cells = 1500
  let [wrong, suspected, unchanged, decided] = [0, 0, 0, 0]

  beforeAll(() => {
    for (const suite of simulated(name, machine, cells)) {
      const same = suite(0)
      wrong += count(suite(gate.margin), isEquivalent)
      suspected += count(suite(gate.tolerance.time!.relative), isSuspected)
      unchanged += count(same, isSuspected)
      decided += count(same, isEquivalent)
    }
  })

  it('are called equivalent wrongly, being slower by the margin, no oftener than the level says', () => {
    expect(wrong).toBeLessThanOrEqual(mostAlarms(LEVEL, cells))
  })

  it('are suspected wrongly, being slower by the tolerance, no oftener than the level says', () => {
    expect(suspected).toBeLessThanOrEqual(mostAlarms(LEVEL, cells))
    expect(unchanged).toBeLessThanOrEqual(suspected)
  })

  it('are called equivalent rightly, too', () => {
    expect(decided).toBeGreaterThan(2 * wrong)
  })
})

describe('the simulation would catch', () => {
  const machine: Machine = { benchmarks: 20, sessions: 3, between: always(0.02), forks: always(0.02) }

  it('sessions that are taken for forks', () => {
    // Their scatter is left out: the forks of three days in one heap.
    const heap: Machine = { ...machine, sessions: 1, counts: [15, 5] }
    const cells = 1000
    let [wrong, suspected] = [0, 0]
    for (const suite of simulated('sessions as forks', heap, cells)) {
      const verdicts = suite(gate.tolerance.time!.relative)
      suspected += count(verdicts, isSuspected)
      wrong += count(verdicts, isEquivalent)
    }
    expect(suspected).toBeGreaterThan(2 * mostAlarms(LEVEL, cells))
    // And one session claims nothing, however many forks it has.
    expect(wrong).toBe(0)
  })

  it('an error that leaves out what lies between sessions', () => {
    const random = seeded('forks alone')
    const normal = () => populations.normal!(random)
    const day = (slowdown = 0) => {
      const common = 0.02 * normal()
      return Array.from({ length: 5 }, () => 1000 * (1 + slowdown) * Math.exp(common + 0.02 * normal()))
    }
    const cells = Array.from({ length: 1000 }, () =>
      cellOf({ head: day(gate.margin), sessions: [day(), day(), day()], noise: { variance: 0, df: 60 } }),
    )
    const wrong = count(
      cells.map((cell) => compareCell(cell, gate, 20)),
      isEquivalent,
    )
    expect(wrong).toBeGreaterThan(2 * mostAlarms(LEVEL, cells.length))
  })

  it('an error that is far too large: it comes near the level', () => {
    const cells = 2000
    let wrong = 0
    for (const suite of simulated('near the level', machine, cells)) {
      wrong += count(suite(gate.margin), isEquivalent)
    }
    expect(wrong / cells).toBeGreaterThan(0.02)
  })
})

describe('suites of 20 benchmarks whose code did not change, on fresh forks', () => {
  it.each([0.01, 0.02])('raise no oftener than alpha an alarm where sessions differ by %d', (between) => {
    const machine: Machine = { benchmarks: 20, sessions: 3, between: always(between), forks: always(0.03) }
    const suites = 200
    const fresh = freshForks(3 * 5, confirmLevel(gate.alpha, 20))
    let alarms = 0
    for (const suite of simulated(`confirmed ${between}`, machine, 20 * suites)) {
      if (suite(0, fresh).some(({ verdict }) => verdict === 'regressed')) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(mostAlarms(gate.alpha, suites))
  })
})

type Comparison = ReturnType<typeof compareRun>[number]

/**
 * Suites with so many benchmarks in all. Each tells the comparisons of a day on which everything is so much slower,
 * with fresh forks of all if there are any: the same noise whatever the slowdown.
 */
function simulated(name: string, machine: Machine, cells: number) {
  const { benchmarks: size, sessions, between, forks, counts = [5, 5], single = 0 } = machine
  const random = seeded(name)
  const normal = () => populations.normal!(random)
  const one = () => (machine.population ?? populations.normal!)(random)
  const names = Array.from({ length: size }, (_, index) => benchmarkOf(`b${index}`))
  return Array.from({ length: Math.ceil(cells / size) }, () => {
    const recorded: Baseline['benchmarks'] = {}
    const today = names.map(({ key }, index) => {
      const [apart, spread] = [between(random), forks(random)]
      const measure = (count: number, common = apart * normal()) =>
        Array.from({ length: count }, () => 1000 * Math.exp(common + spread * one()))
      const days = index < single ? 1 : sessions
      recorded[key] = {
        time: Object.fromEntries(
          Array.from({ length: days }, (_, day) => [`s${day + 1}`, measure(counts[0])]),
        ),
      }
      const common = apart * normal()
      return { times: measure(counts[1], common), more: (count: number) => measure(count, common) }
    })
    const all = Object.fromEntries(Array.from({ length: sessions }, (_, day) => [`s${day + 1}`, session]))
    return (slowdown: number, fresh = 0): Comparison[] => {
      const slower = (values: number[]) => values.map((value) => value * (1 + slowdown))
      const evidence = byId(
        ...names.map((benchmark, index) =>
          evidenceOf(benchmark, {
            times: slower(today[index]!.times),
            confirmations: slower(today[index]!.more(fresh)),
          }),
        ),
      )
      return compareRun(...evidence, [baselineOf(recorded, { sessions: all })], config)
    }
  })
}

function isEquivalent({ verdict }: Comparison): boolean {
  return verdict === 'equivalent'
}

function isSuspected({ reason }: Comparison): boolean {
  return reason === 'suspected'
}

function count(comparisons: readonly Comparison[], is: (comparison: Comparison) => boolean): number {
  return comparisons.filter(is).length
}
