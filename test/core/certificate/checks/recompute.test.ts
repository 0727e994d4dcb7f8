import { describe, expect, it } from 'vitest'
import { assess } from '../../../../src/core/assess/assess.ts'
import { judge } from '../../../../src/core/assess/verdict.ts'
import { recompute } from '../../../../src/core/certificate/checks/recompute.ts'
import { limitsOf } from '../../../../src/core/compare/limits.ts'
import { experimentOf, readExperiment } from '../../../../src/core/compare/paired/experiment.ts'
import { compareExperiment } from '../../../../src/core/compare/paired/experiment-verdict.ts'
import { compareRun } from '../../../../src/core/compare/recorded/compare-run.ts'
import { failedTrial } from '../../../../src/core/kind/function/trials.ts'
import { movesSince } from '../../../../src/core/machine/moved.ts'
import type { Comparison, ComparisonReason } from '../../../../src/model/comparison.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import type { NullControl, Run } from '../../../../src/model/run.ts'
import type { Ledger } from '../../../../src/model/trial.ts'
import {
  around,
  baselineOf,
  benchmarkOf,
  byId,
  configOf,
  evidenceOf,
  file,
  machine,
  memoryOf,
  runOf,
  session,
  summaryOf,
  timingOf,
} from '../../given.ts'
import { type GivenPairs, pairsOf } from '../../pairs.ts'

const config = configOf()
const tolerancesOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { ...config.gate.tolerance[name]! }]))
const reference = { commit: 'f'.repeat(40), ref: 'v1' }

/** The base against itself, which is equal. */
const control: NullControl = {
  ...{ id: `${file} › a`, metric: 'time', confirmation: [] },
  screen: Array.from({ length: 9 }, (_, index) => 0.002 * Math.cos(5 * index)),
}

/** What pairs of one benchmark say, and whatever else was tried. */
function comparePairs(given: GivenPairs, more: Ledger = []): Comparison[] {
  const a = benchmarkOf('a')
  const state = readExperiment(experimentOf(a), [...pairsOf(a, given), ...more])
  return compareExperiment(state, reference, config, 1)
}

function memoriesOf(bytes: { readonly head: readonly number[]; readonly base: readonly number[] }) {
  return { head: bytes.head.map((one) => memoryOf(one)), base: bytes.base.map((one) => memoryOf(one)) }
}

/** A run of one benchmark in pairs: ln(head ÷ base) of each, and bytes of the forks of both sides. */
function runWith(
  changes: readonly number[],
  bytes: { readonly head: readonly number[]; readonly base: readonly number[] },
): Run {
  const comparisons = comparePairs({ screen: changes, memories: memoriesOf(bytes) })
  const times = changes.map((change) => 1000 * Math.exp(change))
  const benchmarks = [summaryOf(evidenceOf(benchmarkOf('a'), { times, allocated: bytes.head }), config)]
  const request: Run['request'] = { command: 'compare', filters: [], ref: 'v1' }
  const run = runOf({ benchmarks, comparisons, nullControls: [control], request })
  const policy = { ...run.policy, pairs: config.time.forks.max, tolerance: tolerancesOf(run.policy.metrics) }
  return { ...run, policy, verdict: judge(assess({ ...run, policy })) }
}

const few = Array.from({ length: 9 }, (_, index) => 0.002 * Math.sin(5 * index))
const zeros = { head: [1000, 1000, 1000], base: [1000, 1000, 1000] }
const runs: Record<string, Run> = {
  'that are equal': runWith(few, zeros),
  'of which one allocates where the other does not': runWith(few, { head: [64, 64, 64], base: [0, 0, 0] }),
  'of which one was counted in too few forks': runWith(few, { head: [6360, 6360, 6360], base: [7456] }),
  'that are too few for an interval': runWith(few.slice(0, 3), zeros),
  'of which one is not slower, and perhaps faster': runWith(
    Array.from({ length: 30 }, (_, index) => -0.032 + 0.054 * Math.sin(7 * index)),
    zeros,
  ),
}

/** The run with one of its comparisons stated otherwise. */
function stating(run: Run, index: number, other: (one: Comparison) => Comparison): Run {
  return { ...run, comparisons: run.comparisons.map((one, at) => (at === index ? other(one) : one)) }
}

describe.each(Object.entries(runs))('a run of revisions %s', (_, run) => {
  it('follows from its values', () => {
    expect(recompute(run)).toEqual([])
  })

  it('in which any number of a comparison is another one, or none, does not', () => {
    const told = (index: number, other: (one: Comparison) => Comparison) =>
      recompute(stating(run, index, other)).length
    for (const index of run.comparisons.keys()) {
      const { change, difference, limit, minimumDetectable } = run.comparisons[index]!
      for (const [key, value] of Object.entries({ difference, limit, minimumDetectable })) {
        for (const other of [value === null || value === undefined ? 0 : null, (value ?? 0) + 1]) {
          expect(
            told(index, (one) => ({ ...one, [key]: other })),
            `${key} ${other}`,
          ).toBeGreaterThan(0)
        }
      }
      for (const end of ['estimate', 'low', 'high'] as const) {
        const value = change?.[end] ?? null
        const stated = { estimate: 0, low: 0, high: 0, ...change }
        const others = value === null ? [0] : [null, value + 0.01]
        for (const other of others) {
          const changed = { ...stated, [end]: other } as NonNullable<Comparison['change']>
          expect(
            told(index, (one) => ({ ...one, change: changed })),
            `${end} ${other}`,
          ).toBeGreaterThan(0)
        }
      }
      expect(
        told(index, (one) => ({ ...one, decisive: !one.decisive })),
        'decisive',
      ).toBeGreaterThan(0)
      expect(
        told(index, (one) => ({ ...one, n: { ...one.n, base: one.n.base + 1 } })),
        'n',
      ).toBeGreaterThan(0)
      for (const reason of ['one-session', 'uneven-trials', 'other-result', 'no-base', undefined] as const) {
        const { reason: _, ...rest } = run.comparisons[index]!
        if (reason !== run.comparisons[index]!.reason)
          expect(
            told(index, () => ({ ...rest, ...(reason && { reason }) })),
            reason,
          ).toBeGreaterThan(0)
      }
      for (const verdict of ['improved', 'equivalent', 'inconclusive', 'regressed', 'invalid'] as const) {
        const { verdict: true_ } = run.comparisons[index]!
        if (verdict !== true_)
          expect(
            told(index, (one) => ({ ...one, verdict })),
            verdict,
          ).toBeGreaterThan(0)
      }
    }
  })

  it('that states another verdict of the whole does not, either', () => {
    for (const verdict of ['pass', 'fail', 'inconclusive', 'invalid'] as const) {
      expect(recompute({ ...run, verdict }).length > 0).toBe(verdict !== run.verdict)
    }
  })
})

it('bytes that no fork could count, of revisions with different results, are no contradiction', () => {
  const results = { base: { result: 'before' }, head: { result: 'after' } }
  const late: Failure = { reason: 'timed-out', phase: 'sampling', message: 'it had no time left' }
  const noMemory = { id: benchmarkOf('a').id, side: 'head', stage: 'screen', task: 'memory' } as const
  const comparisons = comparePairs({ screen: few, ...results }, [
    failedTrial({ ...noMemory, way: 'in-sequence' }, late),
  ])
  expect(comparisons.map(({ metric, reason }) => [metric, reason])).toEqual([
    ['time', 'other-result'],
    ['allocated', 'other-result'],
  ])
  const differing = { ...runs['that are equal']!, comparisons }
  expect(recompute({ ...differing, verdict: judge(assess(differing)) })).toEqual([])
})

describe('a run that passes', () => {
  const run = runs['that are equal']!

  it('is one that compared every metric that was asked for', () => {
    expect(run.verdict).toBe('pass')
    const without = { ...run, comparisons: run.comparisons.filter(({ metric }) => metric !== 'allocated') }
    expect(recompute(without)).toMatchObject([{ what: 'verdict', stated: 'pass', follows: 'inconclusive' }])
  })

  it('is held to the limits that it states, not to those of today', () => {
    const heavier = runWith(few, { head: [1020, 1020, 1020], base: [1000, 1000, 1000] })
    expect(heavier.verdict).toBe('fail')
    const looser = { ...heavier.policy, tolerance: { allocated: { absolute: 32, relative: 0.005 } } }
    expect(recompute({ ...heavier, policy: looser }).map(({ what }) => what)).toEqual([
      'verdict in allocated',
      'limit in allocated',
      'smallest provable slowdown in allocated',
    ])
  })
})

/** A gate of one benchmark against two recorded sessions, on a machine that has moved or not. */
function recordedRun({ slower = 0, moved = 0, fresh = 60 }): Run {
  const times = around(1000 * (1 + slower), 0.005, 10)
  const one = { ...evidenceOf(benchmarkOf('a'), { times, allocated: [64, 64, 64] }), confirmations: [] }
  if (slower > 0)
    (one.confirmations as unknown[]).push(
      ...around(1000 * (1 + slower), 0.005, fresh).map((v) => timingOf(v)),
    )
  const recorded = {
    time: { s1: around(998, 0.005, 10), s2: around(1002, 0.005, 10) },
    allocated: { s1: [64, 64, 64], s2: [64, 64, 64] },
  }
  const others = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((key) => [key, recorded])
  const baseline = baselineOf(Object.fromEntries([['a', recorded], ...others]), {
    sessions: { s1: session, s2: session },
  })
  const recordedControls = { sort: { s1: around(100, 0.005, 5), s2: around(100, 0.005, 5) } }
  const controls = { sort: around(100 * (1 + moved), 0.005, 5) }
  const comparisons = compareRun(...byId(one), [baseline], config, {
    moves: movesSince(recordedControls, controls, limitsOf('time', config.gate)),
  })
  const baselines = [{ path: `baselines/${machine}/${file}.json`, sha256: '0f'.repeat(32) }]
  const benchmarks = [summaryOf(one, config)]
  const run = runOf({ benchmarks, comparisons, baselines, controls, recordedControls })
  const policy = { ...run.policy, pairs: config.time.forks.max, tolerance: tolerancesOf(run.policy.metrics) }
  return { ...run, policy, verdict: judge(assess({ ...run, policy })) }
}

const slower = runWith(
  Array.from({ length: 30 }, (_, index) => 0.8 + 0.01 * Math.sin(index)),
  zeros,
)
const pairedFail = withConfirmation(slower)
const recordedFail = recordedRun({ slower: 0.5 })
const unconfirmed = recordedRun({ slower: 0.5, fresh: 0 })
/** The same beside another benchmark, which was measured in pairs. */
const besidePairs: Run = {
  ...recordedFail,
  benchmarks: [...recordedFail.benchmarks, ...pairedFail.benchmarks.map(renamed)],
  comparisons: [...recordedFail.comparisons, ...pairedFail.comparisons.map(renamed)],
  nullControls: [{ ...control, id: `${file} › z` }],
}
const withdrawnRun = recordedRun({ moved: 0.5 })
const heavierRun = runWith(few, { head: [2000, 2000, 2000], base: [1000, 1000, 1000] })

function renamed<T extends { readonly id: string }>(one: T): T {
  return { ...one, id: `${file} › z` }
}

/** The same slowdown on fresh pairs. */
function withConfirmation(run: Run): Run {
  const { screen } = run.comparisons[0]!.pairs!
  const comparisons = comparePairs({ screen, confirm: screen, memories: memoriesOf(zeros) })
  const times = screen.map((time) => 1000 * Math.exp(time))
  const evidence = evidenceOf(benchmarkOf('a'), { times, confirmations: times, allocated: zeros.head })
  const changed = { ...run, comparisons, benchmarks: [summaryOf(evidence, config)] }
  return { ...changed, verdict: judge(assess(changed)) }
}

/** The same, restated as a pass with some of what it follows from left out. */
type Edit = (run: Run) => Run

const restated =
  (verdict: Comparison['verdict'], change: (one: Comparison) => Comparison = (one) => one): Edit =>
  (run) => ({
    ...run,
    comparisons: run.comparisons.map((one) =>
      one.verdict === 'equivalent' ? one : { ...change(one), verdict },
    ),
  })
const without =
  (...keys: (keyof Comparison)[]): ((one: Comparison) => Comparison) =>
  (one) =>
    Object.fromEntries(
      Object.entries(one).filter(([key]) => !keys.includes(key as keyof Comparison)),
    ) as Comparison
const because =
  (reason: ComparisonReason) =>
  (one: Comparison): Comparison => ({ ...one, reason })
/** As if nothing had been measured of it. */
const emptied = (one: Comparison): Comparison => ({
  ...without('pairs', 'values', 'cells', 'change', 'difference', 'limit', 'sessions')(one),
  ...{ n: { head: 0, base: 0 }, decisive: true, minimumDetectable: null, findings: [] },
})

describe('a run that was edited into a pass', () => {
  it.each<[string, Run, Edit]>([
    ['without pairs', pairedFail, restated('equivalent', without('pairs'))],
    ['without anything of them', pairedFail, restated('equivalent', emptied)],
    ['undecided, without anything of them', pairedFail, restated('inconclusive', emptied)],
    ['improved, without anything of them', pairedFail, restated('improved', emptied)],
    ['without a base, with pairs', pairedFail, restated('inconclusive', because('no-base'))],
    [
      'without a base, by pairs',
      pairedFail,
      restated('inconclusive', (one) => because('no-base')(emptied(one))),
    ],
    [
      'by controls that have not failed',
      pairedFail,
      restated('invalid', (one) => because('control-failed')(emptied(one))),
    ],
    ['identical, with pairs', pairedFail, restated('identical')],
    [
      'by functions that did not run, and new',
      pairedFail,
      restated('new', (one) => ({ ...emptied(one), unexecuted: true })),
    ],
    ['new, with pairs', pairedFail, restated('new')],
    ['without the comparison', pairedFail, (run) => ({ ...run, comparisons: run.comparisons.slice(1) })],
    ['without any comparison', pairedFail, (run) => ({ ...run, comparisons: [] })],
    ['without the number of tests', pairedFail, restated('equivalent', without('cells'))],
    ['with another number of tests', pairedFail, restated('inconclusive', (one) => ({ ...one, cells: 1e9 }))],
    [
      'without the most pairs of a stage',
      pairedFail,
      (run) => restated('equivalent')({ ...run, policy: leaving(run.policy, 'pairs') }),
    ],
    [
      'without fresh pairs',
      pairedFail,
      restated('inconclusive', (one) => ({ ...one, pairs: { ...one.pairs!, confirmation: [] } })),
    ],
    [
      'with fewer pairs',
      pairedFail,
      restated('inconclusive', (one) => ({ ...one, pairs: { screen: [], confirmation: [] } })),
    ],
    ['without controls', runWith(few, zeros), (run) => leaving(run, 'nullControls')],
    [
      'with empty controls',
      runWith(few, zeros),
      (run) => ({ ...run, nullControls: [{ ...control, screen: [] }] }),
    ],
    [
      'with controls of others',
      runWith(few, zeros),
      (run) => ({ ...run, nullControls: [{ ...control, id: 'another' }] }),
    ],
    [
      'without CPU times',
      recordedFail,
      (run) => ({
        ...run,
        benchmarks: run.benchmarks.map((one) => ({ ...one, metrics: leaving(one.metrics, 'cpu') })),
      }),
    ],
    [
      'of another method',
      pairedFail,
      restated('equivalent', (one) => ({ ...emptied(one), method: 'exact' })),
    ],
    [
      'as skipped',
      pairedFail,
      (run) => ({
        ...run,
        comparisons: [],
        benchmarks: run.benchmarks.map((one) => ({
          ...one,
          state: 'skipped',
          timings: [],
          metrics: {},
          confirmations: 0,
        })),
      }),
    ],
    ['without recorded values', recordedFail, restated('equivalent', without('values'))],
    ['without recorded values and their size', recordedFail, restated('equivalent', emptied)],
    ['without the number of recorded tests', recordedFail, restated('equivalent', without('cells'))],
    [
      'without some forks',
      recordedFail,
      restated('inconclusive', (one) => ({
        ...one,
        values: { ...one.values!, confirmation: [] },
      })),
    ],
    [
      'without some forks, beside pairs of another benchmark',
      besidePairs,
      (run) => ({ ...run, comparisons: [...unconfirmed.comparisons, ...run.comparisons.slice(-2)] }),
    ],
    ['without any recorded comparison', recordedFail, (run) => ({ ...run, comparisons: [] })],
    [
      'without the comparison of times',
      recordedFail,
      (run) => ({
        ...run,
        comparisons: run.comparisons.filter(({ metric }) => metric !== 'time'),
      }),
    ],
    [
      'without the names of sessions',
      withdrawnRun,
      restated('equivalent', (one) => ({ ...one, sessions: leaving(one.sessions!, 'ids'), findings: [] })),
    ],
    ['without control kernels', withdrawnRun, (run) => restated('equivalent')(leaving(run, 'controls'))],
    [
      'without recorded kernels',
      withdrawnRun,
      (run) => restated('equivalent')(leaving(run, 'recordedControls')),
    ],
    [
      'without any kernels',
      withdrawnRun,
      (run) => restated('equivalent')(leaving(leaving(run, 'recordedControls'), 'controls')),
    ],
    ['without exact values', heavierRun, restated('equivalent', without('values'))],
    ['undecided, without exact values', heavierRun, restated('inconclusive', emptied)],
    [
      'without tolerances',
      heavierRun,
      (run) => ({ ...run, policy: { ...run.policy, tolerance: leaving(run.policy.tolerance, 'allocated') } }),
    ],
  ])('is not believed: %s', (_, run, edit) => {
    expect(recompute(run)).toEqual([])
    const edited = edit(run)
    const consistent = { ...edited, verdict: judge(assess(edited)) }
    expect(recompute(consistent)).not.toEqual([])
    // Nor where another revision is told about, that of the anchor.
    if (run.request.command !== 'compare' || edited.comparisons.length === 0) return
    const { margin } = run.policy
    const tolerance = run.policy.tolerance.time!.relative
    const of = ({ comparisons, nullControls }: Run) => ({
      ...run,
      anchor: { ref: 'v0', tolerance, margin, comparisons, ...(nullControls && { nullControls }) },
    })
    expect(recompute(of(run))).toEqual([])
    if (edited.policy === run.policy) expect(recompute(of(edited))).not.toEqual([])
  })
})

function leaving<T extends object, K extends keyof T>(value: T, key: K): T {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as T
}
