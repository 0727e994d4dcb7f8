import { describe, expect, it } from 'vitest'
import { decidingMetric } from '../../../src/core/compare/deciding-metric.ts'
import { compareCell, isSuspect } from '../../../src/core/compare/recorded/compare.ts'
import { cellsOf, compareRun, sampledCells } from '../../../src/core/compare/recorded/compare-run.ts'
import { confirmLevel, freshForks } from '../../../src/core/compare/second-stage.ts'
import { measured } from '../../../src/core/ledger/ledger.ts'
import type { Baseline } from '../../../src/model/baseline.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { MetricName } from '../../../src/model/metric.ts'
import type { Timing } from '../../../src/model/outcome.ts'
import { type Random, seeded } from '../../../src/stats/random.ts'
import {
  baselineOf,
  benchmarkOf,
  byId,
  cellOf,
  configOf,
  evidenceOf,
  type Given,
  ledgerOf,
  timingOf,
} from '../given.ts'
import { normal } from '../traces.ts'
import { mostAlarms } from './most-alarms.ts'

const config = configOf()
const sort = benchmarkOf('sort')
const crowded = { cleanOnly: false, asleep: 0 }

function evidence(
  timings: readonly Timing[],
  confirmations: readonly Timing[] = [],
  benchmark = sort,
): Given {
  return { ...evidenceOf(benchmark), timings: [...timings], confirmations: [...confirmations] }
}

function decided(given: Given, ...rest: [MetricName, (name: MetricName) => boolean]): MetricName {
  const [screen, confirm] = (['screen', 'confirm'] as const).map((stage) =>
    measured(ledgerOf(given), { stage }),
  )
  return decidingMetric({ screen: screen!, confirm: confirm! }, ...rest)
}

function times(count: number, more: Partial<Timing>): Timing[] {
  return Array.from({ length: count }, () => timingOf(1000, more))
}

function withoutCpu(timings: readonly Timing[]): Timing[] {
  return timings.map(({ cpu: _, ...timing }) => timing)
}

describe('what decides where wall time is asked for', () => {
  it.each<[MetricName, string, Given]>([
    ['time', 'the machine was free', evidence(times(5, { asleep: 0 }))],
    ['cpu', 'most forks had to wait for a CPU', evidence(times(5, crowded))],
    ['time', 'half of the forks had to', evidence([...times(3, crowded), ...times(3, { asleep: 0 })])],
    ['cpu', 'the fresh forks had to', evidence(times(5, { asleep: 0 }), times(10, crowded))],
    ['time', 'the benchmark sleeps by itself', evidence(times(5, { ...crowded, asleep: 0.1 }))],
    ['cpu', 'it sleeps for the collector now and then', evidence(times(5, { ...crowded, asleep: 0.09 }))],
    ['time', 'nobody knows whether it sleeps', evidence(times(5, { cleanOnly: false }))],
    ['time', 'it is asynchronous', evidence(times(5, { ...crowded, asynchronous: true }))],
    ['time', 'CPU time cannot be read', evidence(withoutCpu(times(5, crowded)))],
    [
      'time',
      'a fork of it did not tell its CPU time',
      evidence([...times(5, crowded), ...withoutCpu(times(1, crowded))]),
    ],
  ])('is %s when %s', (metric, _, one) => {
    expect(decided(one, 'time', () => true)).toBe(metric)
  })

  it('is wall time where no CPU time is recorded', () => {
    expect(decided(evidence(times(5, crowded)), 'time', () => false)).toBe('time')
  })

  it.each<MetricName>(['cpu', 'allocated'])('%s decides for itself', (name) => {
    expect(decided(evidence(times(5, crowded)), name, () => true)).toBe(name)
  })

  it('does not depend on how far either metric has moved', () => {
    for (const factor of [0.5, 1, 2, 100]) {
      const timings = times(5, crowded).map((one) => ({ ...one, value: one.value * factor }))
      expect(decided(evidence(timings), 'time', () => true)).toBe('cpu')
    }
  })
})

describe('the cells of a run on a contended machine', () => {
  const recorded = { time: { s1: [1000, 1001] }, cpu: { s1: [980, 981] }, allocated: { s1: [64] } }
  const cells = (
    metrics: ('time' | 'cpu' | 'allocated')[],
    baseline = baselineOf({ [sort.key]: recorded }),
  ) => cellsOf(...byId(evidence(times(5, crowded))), [baseline], configOf({ gate: { metrics } }))

  it('are of CPU time, which stands for wall time', () => {
    expect(cells(['time'])).toMatchObject([
      { metric: 'cpu', standsFor: 'time', head: times(5, {}).map(({ cpu }) => cpu), sessions: [[980, 981]] },
    ])
  })

  it.each([[['time', 'cpu'] as const], [['cpu', 'time'] as const]])('ask once for both: %j', (metrics) => {
    expect(cells([...metrics])).toMatchObject([{ metric: 'cpu', standsFor: 'time' }])
  })

  it('are of wall time where the baseline has no CPU time', () => {
    const [cell, ...others] = cells(['time'], baselineOf({ [sort.key]: { time: recorded.time } }))
    expect(others).toEqual([])
    expect(cell).toMatchObject({ metric: 'time', sessions: [[1000, 1001]] })
    expect(cell).not.toHaveProperty('standsFor')
  })

  it('make comparisons that name the metric', () => {
    const slow = times(5, { ...crowded, cpu: 2000 }).map((one, index) => ({ ...one, cpu: 2000 + index }))
    const [comparison] = compareRun(...byId(evidence(slow)), [baselineOf({ [sort.key]: recorded })], config)
    expect(comparison).toMatchObject({ metric: 'cpu', standsFor: 'time' })
    const suspect = compareCell(
      cellOf({ metric: 'cpu', standsFor: 'time', head: [200, 201, 202, 203], base: [100, 101, 102, 103] }),
      config.gate,
      1,
    )
    expect(suspect.findings[0]?.message).toContain('+98.5 % in CPU time against the baseline')
  })
})

const SUITES = 200
const BENCHMARKS = 20
const FORKS = 10
const { gate } = config
const FRESH = freshForks(FORKS, confirmLevel(gate.alpha, BENCHMARKS))
/** Standard deviation of the logarithm of a fork's CPU time, and of what its wall time adds. */
const SPREAD = { cpu: 0.03, wall: 0.005 }
/** No drift is allowed for, so that the level is held by the tests alone. */
const strict = configOf({ gate: { drift: '1 %' } })

describe('suites of 20 benchmarks whose code did not change', () => {
  it.each([0, 0.3, 0.5, 0.7, 1])(
    'raise no oftener than alpha an alarm, with a share of %d of their forks on a contended machine',
    (share) => {
      const suites = simulated(`contended ${share}`, share, () => 0)
      expect(suitesWith('regressed', suites)).toBeLessThanOrEqual(mostAlarms(gate.alpha, SUITES))
    },
  )

  it('would be caught by this very simulation if wall time decided', () => {
    const blind = (one: Given): Given => ({
      ...one,
      timings: withoutCpu(one.timings),
      confirmations: withoutCpu(one.confirmations),
    })
    const suites = simulated('wall alone', 1, () => 0, blind)
    expect(suitesWith('regressed', suites)).toBeGreaterThan(2 * mostAlarms(gate.alpha, SUITES))
  })
})

describe('a benchmark that became a quarter slower on a contended machine', () => {
  it('is found by its CPU time, and no other is', () => {
    const suites = simulated('planted', 1, (index) => (index === 0 ? 0.25 : 0))
    const found = suites.filter(([first]) => first?.verdict === 'regressed' && first.metric === 'cpu').length
    expect(found).toBeGreaterThanOrEqual(0.95 * SUITES)
    const others = suites.map(([, ...rest]) => rest)
    expect(suitesWith('regressed', others)).toBeLessThanOrEqual(mostAlarms(gate.alpha, SUITES))
  })
})

/** Comparisons of every suite after a gate; the numbers were recorded on a free machine. */
function simulated(
  name: string,
  share: number,
  slowdown: (index: number) => number,
  seen: (one: Given) => Given = (one) => one,
): Comparison[][] {
  const random = seeded(name)
  return Array.from({ length: SUITES }, () => {
    const benchmarks = Array.from({ length: BENCHMARKS }, (_, index) => benchmarkOf(`b${index}`))
    const recorded: Baseline['benchmarks'] = {}
    for (const { key } of benchmarks) {
      const forks = Array.from({ length: FORKS }, () => fork(random, 0, 0))
      recorded[key] = {
        time: { s1: forks.map(({ value }) => value) },
        cpu: { s1: forks.map(({ cpu }) => cpu!) },
      }
    }
    const baselines = [baselineOf(recorded)]
    const forks = (index: number, count: number) =>
      Array.from({ length: count }, () => fork(random, slowdown(index), share))
    const given = benchmarks.map((one, index) => seen(evidence(forks(index, FORKS), [], one)))
    const screened = byId(...given)
    const suspects = new Set(
      cellsOf(...screened, baselines, strict)
        .filter((cell) => isSuspect(cell, strict.gate))
        .map(({ id }) => id),
    )
    const confirmed = given.map((one, index) =>
      suspects.has(one.benchmark.id) ? seen({ ...one, confirmations: forks(index, FRESH) }) : one,
    )
    expect(sampledCells(cellsOf(...screened, baselines, strict))).toBe(BENCHMARKS)
    return compareRun(...byId(...confirmed), baselines, strict)
  })
}

/** A fork that computes: on a contended machine its wall time holds a wait for the CPU of 10 to 100 %. */
function fork(random: Random, slowdown: number, share: number): Timing {
  const cpu = 1000 * (1 + slowdown) * Math.exp(SPREAD.cpu * normal(random))
  const contended = random() < share
  const wait = contended ? 0.1 + 0.9 * random() : 0
  const value = cpu * (1 + wait) * Math.exp(SPREAD.wall * normal(random))
  return timingOf(value, { cpu, cleanOnly: !contended, asleep: 0.01 * random() })
}

function suitesWith(verdict: Comparison['verdict'], suites: readonly (readonly Comparison[])[]): number {
  return suites.filter((comparisons) => comparisons.some((one) => one.verdict === verdict)).length
}
