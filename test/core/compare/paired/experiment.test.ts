import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../../../src/core/compare/limits.ts'
import {
  type ExperimentFacts,
  experimentOf,
  headTrials,
  readExperiment,
} from '../../../../src/core/compare/paired/experiment.ts'
import { nextPairRound } from '../../../../src/core/compare/paired/experiment-plan.ts'
import { compareExperiment, nullControlsOf } from '../../../../src/core/compare/paired/experiment-verdict.ts'
import { controlFindings } from '../../../../src/core/compare/paired/null-controls.ts'
import { looksOf } from '../../../../src/core/compare/paired/paired.ts'
import { pairedVerdict } from '../../../../src/core/compare/paired/paired-verdict.ts'
import { trialsOfPair } from '../../../../src/core/kind/function/pair-trials.ts'
import { stepDetailOf } from '../../../../src/core/kind/function/trials.ts'
import { policy, type UserConfig } from '../../../../src/model/config.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import type { Memory, Outcome } from '../../../../src/model/outcome.ts'
import type { NullControl } from '../../../../src/model/run.ts'
import type { Step } from '../../../../src/model/step.ts'
import type { Ledger, MeasuredTrial } from '../../../../src/model/trial.ts'
import { benchmarkOf, configOf, memoryOf, timingOf } from '../../given.ts'
import { type GivenPairs, pairStep, pairsOf } from '../../pairs.ts'

const config = configOf()
const base = { commit: 'f'.repeat(40), ref: 'v1' }
const sort = benchmarkOf('a')

const countingStep = pairStep(sort, { way: 'apart', detail: { memory: true } })

/** One of two processes that took turns, and what it has counted. */
const turnsOf = (memory: Memory | undefined): Outcome => ({
  ...{ state: 'measured', kind: 'turns', timing: timingOf(1000), turns: [{ time: [1000], clean: true }] },
  ...{ counted: memory && { memory, wall: 2e8 }, wall: 1e9, printed: 0 },
})

const nine = (change: number, step = 1e-4) => Array.from({ length: 9 }, (_, index) => change + index * step)

/** What pairs that measured so say. */
function stateOf(given: GivenPairs | Ledger, facts: ExperimentFacts = {}) {
  const trials = Array.isArray(given) ? given : pairsOf(sort, given as GivenPairs)
  return readExperiment(experimentOf(sort, facts), trials as Ledger)
}

function asked(given: GivenPairs | Ledger, facts: ExperimentFacts = {}, of = config, lanes = 1) {
  const trials = Array.isArray(given) ? given : pairsOf(sort, given as GivenPairs)
  return nextPairRound([experimentOf(sort, facts)], trials as Ledger, of, 'seed', 1, { tests: 1, lanes })
}

/** Pairs that were found to be slower by so much, in forks whose collector takes this share of the time. */
function regressed(change: number, collector: number): GivenPairs {
  const memory = memoryOf(64, { minorPause: collector * 1000, majorPause: 0, time: 1000 })
  const three = [memory, memory, memory]
  return { screen: nine(change), confirm: nine(change, -1e-4), memories: { base: three, head: three } }
}

describe('a change that was found in a shared heap', () => {
  it('is measured in processes of their own, too, where the collector takes much of the time', () => {
    const size: number[] = []
    for (let round = 1; round <= policy.pairs.apart; round++) {
      const steps = asked({ ...regressed(0.04, 0.1), size })
      expect(steps).toMatchObject([{ task: 'time', side: 'pair', stage: 'size', way: 'apart' }])
      size.push(0.07 + round * 1e-4)
    }
    expect(asked({ ...regressed(0.04, 0.1), size })).toEqual([])
    const comparison = compareExperiment(stateOf({ ...regressed(0.04, 0.1), size }), base, config, 1)[0]
    expect(comparison).toMatchObject({ verdict: 'regressed', method: 'paired' })
    expect(comparison?.change?.estimate).toBeCloseTo(0.04, 2)
    expect(comparison?.pairs?.apart).toHaveLength(policy.pairs.apart)
    expect(comparison?.findings).toMatchObject([
      {
        code: 'separate-process-size',
        message: expect.stringContaining('In separate processes the change is +7.29 %'),
      },
    ])
  })

  it('has its size told twice only where the two differ', () => {
    const size = Array.from({ length: policy.pairs.apart }, (_, round) => 0.03 + round * 0.006)
    const [comparison] = compareExperiment(stateOf({ ...regressed(0.04, 0.1), size }), base, config, 1)
    expect(comparison?.pairs?.apart).toEqual(size)
    expect(comparison?.findings).toEqual([])
  })

  it('is not where the collector hardly runs, where nothing was found, or where they were apart already', () => {
    expect(asked(regressed(0.04, 0.01))).toEqual([])
    expect(asked(regressed(0, 0.1))).toEqual([])
    expect(asked({ ...regressed(0.04, 0.1), way: 'apart' }, { apart: 'it is asynchronous' })).toEqual([])
  })

  it('stands as it was decided where its size cannot be measured', () => {
    const failure: Failure = { reason: 'threw', message: 'the port is taken' }
    const failed = { state: 'failed', failure, wall: 1e9, printed: 0 } as const
    const step = pairStep(sort, { stage: 'size', way: 'apart' })
    const trials = [
      ...pairsOf(sort, regressed(0.04, 0.1)),
      ...trialsOfPair(step, { base: failed, head: failed }),
    ]
    expect(asked(trials)).toEqual([])
    expect(compareExperiment(stateOf(trials), base, config, 1)[0]).toMatchObject({
      verdict: 'regressed',
      method: 'paired',
    })
  })
})

describe('what may run beside others', () => {
  const elsewhere = { workers: 900, pool: 0, children: 0 }
  const busy: Outcome = {
    ...{ state: 'measured', kind: 'pair', wall: 1e9, printed: 0 },
    pair: {
      ...{ base: timingOf(1000, { cpu: 100, elsewhere }), head: timingOf(1000, { cpu: 100, elsewhere }) },
      ...{ time: 0, cpu: 0, pairs: 9, clean: 9, cleanOnly: true },
    },
  }

  it('shares a process, and keeps to one CPU as far as is known', () => {
    expect(asked([]).map((step) => step.besideOthers)).toEqual(asked([]).map(() => true))
    expect(asked({ screen: nine(0).slice(1) }).every((step) => step.besideOthers)).toBe(true)
    expect(asked([], { apart: 'it is asynchronous' }).some((step) => step.besideOthers)).toBe(false)
    const trials = trialsOfPair(pairStep(sort, { way: 'together' }), { together: busy })
    expect(asked(trials)).not.toEqual([])
    expect(asked(trials).some((step) => step.besideOthers)).toBe(false)
  })
})

describe('a round', () => {
  const samples = (steps: readonly Step[]) => steps.filter(({ task }) => task === 'time')
  const many = Array.from({ length: 12 }, (_, index) => benchmarkOf(`number ${index}`))
  const roundOf = (count: number, lanes: number, looked: GivenPairs = {}) => {
    const some = many.slice(0, count)
    const ledger = some.flatMap((one) => pairsOf(one, looked))
    return samples(
      nextPairRound(
        some.map((one) => experimentOf(one)),
        ledger,
        config,
        'seed',
        1,
        { tests: 1, lanes },
      ),
    )
  }

  it('has one pair of each where there are enough of them, or only one lane', () => {
    expect(roundOf(12, 2)).toHaveLength(12)
    expect(new Set(roundOf(12, 2).flatMap(({ ids }) => ids)).size).toBe(12)
    expect(roundOf(3, 1)).toHaveLength(3)
  })

  it('has several of each where few are left, as far as the next look waits for them', () => {
    expect(roundOf(2, 2)).toHaveLength(8)
    expect(roundOf(3, 2)).toHaveLength(6)
    const [first] = looksOf(config.time.forks.max)
    expect(roundOf(1, 2, { screen: nine(0).slice(0, first! - 3) })).toHaveLength(3)
    const draws = roundOf(1, 2).map(({ randomization }) => JSON.stringify(randomization))
    expect(new Set(draws).size).toBe(first)
  })

  it('has one of what cannot share a process, beside which nothing runs', () => {
    expect(samples(asked([], { apart: 'it is asynchronous' }, config, 2))).toHaveLength(1)
  })
})

describe('bytes of two revisions', () => {
  const counts = (base: readonly Memory[], head: readonly Memory[], of = config) =>
    asked({ memories: { base, head } }, {}, of).filter(({ task }) => task === 'memory').length
  const [one, other] = [memoryOf(64), memoryOf(80)]

  it('are known from two forks of either that all say the same', () => {
    expect(counts([one], [one])).toBe(1)
    expect(counts([one, one], [one, one])).toBe(0)
    expect(counts([one, one, one], [other, other, other])).toBe(0)
  })

  it.each([
    ['the sides differ', [one, one], [other, other]],
    ['forks of one side differ', [one, one], [one, other]],
    ['one was read too seldom', [one, one], [{ ...one, repeats: 1 }, one]],
    ['something is left behind', [one, one], [one, { ...one, retained: 8 }]],
  ])('take a third fork where %s', (_, base, head) => {
    expect(counts(base, head)).toBe(1)
  })
})

describe('what the sides of pairs took by themselves', () => {
  it('is kept of the base, of both stages, beside the logarithms that decide', () => {
    const state = stateOf({ screen: nine(0.04), confirm: nine(0.04, -1e-4) })
    const [comparison] = compareExperiment(state, base, config, 1)
    const taken = state.sides.base.map(({ end }) => end.values.time)
    expect(taken).toHaveLength(18)
    expect(comparison?.pairs?.base).toEqual(taken)
    const without = { screen: comparison!.pairs!.screen, confirmation: comparison!.pairs!.confirmation }
    expect(
      pairedVerdict({ ...comparison!, ...without }, limitsOf('time', config.gate), 1, 30).judged,
    ).toMatchObject({
      verdict: comparison!.verdict,
    })
  })
})

describe('two revisions that cannot be measured in one way', () => {
  const failure: Failure = { reason: 'threw', message: 'it is asynchronous' }
  const failed: Outcome = { state: 'failed', failure, wall: 1e9, printed: 0 }
  const fine: Outcome = { state: 'measured', kind: 'time', timing: timingOf(1000), wall: 1e9, printed: 0 }
  const disturbed: Outcome = {
    ...{ state: 'failed', wall: 1e9, printed: 0 },
    failure: { reason: 'disturbed', message: 'no CPU' },
  }
  const together = trialsOfPair(pairStep(sort), { together: failed })
  const apart = trialsOfPair(pairStep(sort, { way: 'apart' }), { base: failed, head: fine })
  const alone = trialsOfPair(pairStep(sort, { way: 'in-sequence' }), { base: failed, head: fine })

  it('are measured in the next one, and what was measured before does not count', () => {
    const before = pairsOf(sort, { screen: nine(0.04) })
    expect(asked([...before, ...together], { isControl: true })).toMatchObject([{ way: 'apart' }])
    expect(stateOf([...before, ...together])).toMatchObject({
      ...{ way: 'apart', reason: 'it is asynchronous', failure: undefined },
      pairs: { screen: [], confirm: [] },
    })
    expect(headTrials(stateOf([...before, ...together]))).toEqual([])
    expect(asked([...together, ...apart], { isControl: true })).toMatchObject([{ way: 'in-sequence' }])
  })

  it('fail where one does not run by itself either', () => {
    const state = stateOf([...together, ...apart, ...alone])
    expect(state).toMatchObject({ way: 'in-sequence', failure: { side: 'base', failure } })
    expect(asked([...together, ...apart, ...alone])).toEqual([])
    expect(compareExperiment(state, base, config, 1)).toMatchObject([
      { verdict: 'invalid', reason: 'base-failed', findings: [{ code: 'base-failed' }] },
    ])
    const isNew = stateOf([...together, ...apart, ...alone], { isNew: true })
    expect(compareExperiment(isNew, base, config, 1)).toMatchObject([{ verdict: 'new', findings: [] }])
  })

  it('are given up where the machine keeps them from measuring, and say nothing of the code', () => {
    const kept = Array.from({ length: policy.mostDisturbed }, () =>
      trialsOfPair(pairStep(sort), { together: disturbed }),
    ).flat()
    expect(stateOf(kept)).toMatchObject({ way: 'together', disturbed: policy.mostDisturbed })
    expect(asked(kept, { isControl: true })).toEqual([])
    const again = [...kept, ...pairsOf(sort, { screen: [0.01] })]
    expect(stateOf(again).disturbed).toBe(0)
    expect(asked(again, { isControl: true })).toHaveLength(1)
  })
})

describe('other sampled metrics', () => {
  const latency = (p99: number) => ({
    ...{ count: 5000, p50: 900, p95: 950, p99, p999: 3000, max: 9000, duration: 0, histogram: [360, 1] },
  })
  const gate = (metrics: NonNullable<UserConfig['gate']>['metrics']) => configOf({ gate: { metrics } })
  const slower = {
    ...{ screen: nine(0), confirm: nine(0) },
    base: { latency: latency(1000) },
    head: { latency: latency(1200) },
  }

  it('are compared in pairs as time is: a quantile of each fork', () => {
    const of = gate(['time', 'latency.p99'])
    // Values that are all equal prove nothing.
    const trials = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((one) => {
      const head = { latency: latency(1200 + one) }
      return (['screen', 'confirm'] as const).flatMap((stage) =>
        pairsOf(sort, { ...slower, screen: [], confirm: [], [stage]: [one * 1e-4], head }),
      )
    })
    expect(compareExperiment(stateOf(trials, { isControl: true }), base, of, 2)).toMatchObject([
      { metric: 'time', verdict: 'equivalent' },
      { metric: 'latency.p99', verdict: 'regressed', change: { estimate: expect.closeTo(0.2, 1) as number } },
    ])
    expect(nullControlsOf(stateOf(trials), of).map(({ metric }) => metric)).toEqual(['time', 'latency.p99'])
  })

  it('keep pairs coming until each of them is decided', () => {
    const decided = { screen: nine(0) }
    expect(asked(decided, { isControl: true })).toEqual([])
    const open = pairsOf(sort, decided).map((trial, place): MeasuredTrial => {
      const { end } = trial as MeasuredTrial
      const noisy = Math.sin(7 * place)
      const quality = { ...end.quality, singles: 5000 }
      return { ...trial, end: { ...end, quality, values: { ...end.values, 'latency.p99': noisy } } }
    })
    expect(asked(open, { isControl: true }, gate(['time', 'latency.p99']))).toMatchObject([
      { stage: 'screen' },
    ])
  })

  it('that no pair tells are undecided, and time is measured for the results', () => {
    const of = gate(['latency.p99'])
    expect(asked({}, { isControl: true }, of)).toHaveLength(1)
    expect(asked({ screen: nine(0) }, { isControl: true }, of)).toEqual([])
    const untold = { verdict: 'inconclusive', reason: 'not-measured', findings: [{ subject: sort.id }] }
    expect(compareExperiment(stateOf({ screen: nine(0) }, { isControl: true }), base, of, 1)).toMatchObject([
      { metric: 'latency.p99', base, ...untold },
    ])
    // What has no latencies is compared in what it has; what has them and too few operations is told.
    const both = gate(['time', 'latency.p999'])
    const plain = stateOf({ screen: nine(0), confirm: nine(0) }, { isControl: true })
    expect(compareExperiment(plain, base, both, 2)).toMatchObject([{ metric: 'time', verdict: 'equivalent' }])
    const few = { ...latency(1000), count: 200 }
    const short = { screen: nine(0), confirm: nine(0), base: { latency: few }, head: { latency: few } }
    expect(compareExperiment(stateOf(short, { isControl: true }), base, both, 2)).toMatchObject([
      { metric: 'time', verdict: 'equivalent' },
      { metric: 'latency.p999', ...untold },
    ])
  })

  it('in place of which another one decides are judged by their own tolerance', () => {
    const crowded = { cleanOnly: false, asleep: 0 }
    const given = { screen: nine(0.12), confirm: nine(0.12), base: crowded, head: crowded }
    const trials = pairsOf(sort, given).map((trial): MeasuredTrial => {
      const { end } = trial as MeasuredTrial
      if (trial.side !== 'pair') return { ...trial, end }
      return { ...trial, end: { ...end, values: { ...end.values, cpu: end.values.time! } } }
    })
    const judgedBy = (time: string) =>
      configOf({ gate: { metrics: ['time'], tolerance: { time }, margin: '60 %' } })
    const told = { metric: 'cpu', standsFor: 'time' }
    const state = stateOf(trials, { isControl: true })
    expect(compareExperiment(state, base, judgedBy('40 %'), 1)).toMatchObject([
      { ...told, verdict: 'equivalent' },
    ])
    expect(compareExperiment(state, base, judgedBy('5 %'), 1)).toMatchObject([
      { ...told, verdict: 'regressed' },
    ])
    const [control] = nullControlsOf(state, judgedBy('40 %'))
    const wanted = { isInterrupted: false, isLate: false }
    expect(control).toMatchObject(told)
    expect(controlFindings([control!], [state], judgedBy('40 %'), wanted)).toEqual([])
    expect(controlFindings([control!], [state], judgedBy('5 %'), wanted)).toMatchObject([
      { code: 'control-failed' },
    ])
  })

  it('as CPU time decide by themselves where a gate asks for them alone', () => {
    const cpu = (change: number) => nine(0).map((_, place) => change + place * 1e-4)
    const trials = pairsOf(sort, { screen: nine(0), confirm: nine(0) }).map((trial, place): MeasuredTrial => {
      const { end } = trial as MeasuredTrial
      if (trial.side !== 'pair') return { ...trial, end }
      return { ...trial, end: { ...end, values: { ...end.values, cpu: cpu(0.05)[place % 9]! } } }
    })
    const found = compareExperiment(stateOf(trials, { isControl: true }), base, gate(['cpu']), 1)
    expect(found).toMatchObject([{ metric: 'cpu', verdict: 'regressed' }])
    expect(found[0]).not.toHaveProperty('standsFor')
  })
})

describe('memory of two revisions', () => {
  const seldom = memoryOf(7456, { repeats: policy.exactRepeats - 1 })
  const often = memoryOf(6360)
  const pairsWith = (head: readonly Memory[], base: readonly Memory[]): GivenPairs => ({
    ...{ screen: nine(0), memories: { head, base } },
  })
  const tasks = (given: GivenPairs, facts: ExperimentFacts = {}) =>
    asked(given, facts).map(({ task }) => task)
  const metricsOf = (given: GivenPairs, gate: UserConfig['gate'], facts: ExperimentFacts = {}) =>
    compareExperiment(stateOf(given, facts), base, configOf({ gate }), 1).map(({ metric, verdict }) => [
      metric,
      verdict,
    ])

  it('is taken again where a fork of either side was read too seldom, and at most so often', () => {
    const three = [often, often, often]
    expect(tasks(pairsWith(three, [often, seldom, seldom]))).toEqual(['memory'])
    expect(tasks(pairsWith([often, often, seldom], three))).toEqual(['memory'])
    expect(tasks(pairsWith(three, three))).toEqual([])
    expect(tasks(pairsWith(three, [often, ...Array(policy.mostMemoryForks - 1).fill(seldom)]))).toEqual([])
    expect(tasks(pairsWith([seldom, seldom, seldom], [seldom, seldom, seldom]))).toEqual([])
    expect(tasks(pairsWith([], []), { isControl: true })).toEqual([])
  })

  it('is counted in the processes of a pair that are of one revision each, and else in forks of its own', () => {
    const counts = (given: GivenPairs | Ledger, facts: ExperimentFacts = {}) =>
      asked(given, facts)
        .map((step) => [step.task, stepDetailOf(step).memory ?? false])
        .sort()
    const apart = { apart: 'it asks for that' }
    const own = [
      ['memory', false],
      ['time', false],
    ]
    expect(counts({ screen: [0] })).toEqual(own)
    expect(counts({ screen: [0], way: 'apart' }, apart)).toEqual([['time', true]])
    expect(counts({ screen: [0], way: 'apart' }, { ...apart, isControl: true })).toEqual([['time', false]])
    const three = { head: [often, often, often], base: [often, often, often] }
    expect(counts({ screen: [0], way: 'apart', memories: three }, apart)).toEqual([['time', false]])
    const uncounted = trialsOfPair(countingStep, { base: turnsOf(memoryOf(40)), head: turnsOf(undefined) })
    expect(counts(uncounted, apart)).toEqual(own)
  })

  it('that two processes have counted takes its part of their wall time', () => {
    const trials = trialsOfPair(countingStep, { base: turnsOf(memoryOf(40)), head: turnsOf(memoryOf(56)) })
    expect(trials.map(({ task, side, wall }) => [task, side, wall])).toEqual([
      ['time', 'pair', 1.6e9],
      ['time', 'head', 0],
      ['time', 'base', 0],
      ['memory', 'head', 2e8],
      ['memory', 'base', 2e8],
    ])
    expect(trials.slice(3)).toMatchObject([
      { end: { values: { allocated: 56 } } },
      { end: { values: { allocated: 40 } } },
    ])
  })

  it('explains what the working tree leaks, once', () => {
    const explains = (head: readonly Memory[], base: readonly Memory[]) =>
      asked(pairsWith(head, base)).map((step) => stepDetailOf(step).growth)
    const leaking = memoryOf(6360, { retained: 40 })
    const explained = { ...leaking, growth: [] }
    expect(explains([], [])).toEqual([true])
    expect(explains([leaking], [explained])).toEqual([true])
    expect(explains([explained], [leaking])).toEqual([false])
  })

  it('of which a single fork could be counted decides nothing, whichever side it is of', () => {
    const [three, one] = [
      [often, often, often],
      [seldom, seldom, memoryOf(7456)],
    ]
    for (const given of [pairsWith(three, one), pairsWith(one, three)]) {
      const [, allocated] = compareExperiment(stateOf(given), base, config, 1)
      expect(allocated).toMatchObject({
        metric: 'allocated',
        verdict: 'inconclusive',
        decisive: true,
        findings: [{ code: 'too-few-memory-forks' }],
      })
    }
  })

  it('that was asked for and not measured is no pass', () => {
    expect(metricsOf(pairsWith([], []), { metrics: ['time', 'allocated'] })).toEqual([
      ['time', 'equivalent'],
      ['allocated', 'inconclusive'],
    ])
  })

  it('is compared in the metrics that are asked for, and where it is to be measured', () => {
    const three = [often, often, often]
    expect(metricsOf(pairsWith(three, three), { metrics: ['time'] })).toEqual([['time', 'equivalent']])
    expect(metricsOf(pairsWith(three, three), { metrics: ['allocated', 'external'] })).toEqual([
      ['allocated', 'equivalent'],
      ['external', 'equivalent'],
    ])
    // Its bytes are compared with recorded ones already.
    expect(metricsOf(pairsWith([], []), { metrics: ['time', 'allocated'] }, { isControl: true })).toEqual([
      ['time', 'equivalent'],
    ])
  })
})

describe('pairs that decide', () => {
  const judged = (values: readonly number[]) =>
    pairedVerdict({ screen: values, confirmation: [] }, limitsOf('time', config.gate), 1, 30)

  it('say which slowdown they could have proven: the tolerance, and how far the bound lies below the estimate', () => {
    const { decision, judged: said } = judged(
      Array.from({ length: 9 }, (_, index) => 0.004 * Math.sin(5 * index)),
    )
    const { estimate, bounds } = decision
    expect(said.minimumDetectable).toBeCloseTo(
      Math.expm1(Math.log1p(config.gate.tolerance.time!.relative) + estimate - bounds.low),
      12,
    )
    expect(said.minimumDetectable).toBeGreaterThan(config.gate.tolerance.time!.relative)
    // The more the pairs scatter, the larger.
    const wider = judged(Array.from({ length: 9 }, (_, index) => 0.04 * Math.sin(5 * index))).judged
    expect(wider.minimumDetectable).toBeGreaterThan(said.minimumDetectable!)
  })

  it('say no change and no limit of it as long as there are too few', () => {
    const { judged: none } = judged([])
    expect(none).toMatchObject({ verdict: 'inconclusive', decisive: true, minimumDetectable: null })
    expect(none).not.toHaveProperty('change')
  })

  it('that only an improvement is open of hold up nothing, and say so', () => {
    const screen = Array.from({ length: 30 }, (_, index) => -0.032 + 0.054 * Math.sin(7 * index))
    const [time] = compareExperiment(stateOf({ screen }), base, config, 1)
    expect(time).toMatchObject({
      verdict: 'inconclusive',
      decisive: false,
      findings: [{ code: 'not-slower' }],
    })
    expect(time?.findings[0]?.message).toMatch(/^Not slower: .* Most likely faster: −\d\.\d+ % \[/u)
  })

  it('that contradict a suspicion are not believed, and say so', () => {
    const pairs = { screen: nine(0.05), confirm: nine(-0.05, -1e-4) }
    const [time] = compareExperiment(stateOf(pairs), base, config, 1)
    expect(time).toMatchObject({
      verdict: 'inconclusive',
      decisive: true,
      findings: [{ code: 'contradicted' }],
    })
  })

  it('that leave a slowdown between tolerance and margin likely do not say that it may be larger', () => {
    const confirm = Array.from({ length: 30 }, (_, index) => 0.0135 + 0.013 * Math.sin(7 * index))
    const [time] = compareExperiment(stateOf({ screen: nine(0.05), confirm }), base, config, 20)
    expect(time).toMatchObject({ verdict: 'inconclusive', findings: [{ code: 'undecided' }] })
    expect(time?.findings[0]?.message).toContain(
      'a slowdown of more than 3 % is disproven, and one of more than 1 % is likely, but not proven',
    )
  })
})

describe('two forks that measured in turns', () => {
  type Turns = Extract<Outcome, { kind: 'turns' }>['turns']
  const fork = (turns: Turns): Outcome => {
    return { state: 'measured', kind: 'turns', timing: timingOf(1000), turns, wall: 1e9, printed: 0 }
  }
  const step = pairStep(sort, { way: 'apart' })
  const filed = (base: Turns, head: Turns) =>
    trialsOfPair(step, { base: fork(base), head: fork(head) })[0]! as MeasuredTrial
  const clean = (...time: number[]) => ({ time, clean: true })

  it('are compared batch by batch within a turn, whatever the machine does from one to the next', () => {
    // The collector stops in one batch of the base and in two of the head: medians of turns would say +27 %.
    const speeds = [1, 3, 0.5, 2]
    const base = speeds.map((speed) => clean(...[100, 100, 100, 150].map((one) => one * speed)))
    const head = speeds.map((speed) => clean(...[102, 102, 153, 153].map((one) => one * speed)))
    const { values, quality } = filed(base, head).end
    expect(values.time).toBeCloseTo(Math.log(1.02), 9)
    expect(quality).toMatchObject({ samples: 4, clean: 4, cleanOnly: true })
    expect(values.cpu).toBeUndefined()
  })

  it('leave out turns in which either had no clean batch, and batches that took no time', () => {
    const base = [clean(100), { time: [900], clean: false }, clean(100, 0), clean(100)]
    const head = [clean(103), clean(103), clean(103), clean(103)]
    const { values, quality } = filed(base, head).end
    expect(values.time).toBeCloseTo(Math.log(1.03), 9)
    expect(quality).toMatchObject({ samples: 4, clean: 3, cleanOnly: true })
  })

  it('say nothing when most batches took no time', () => {
    const said = filed([clean(0), clean(0), clean(100)], [clean(100), clean(100), clean(100)])
    expect(said).toMatchObject({ side: 'pair', end: { state: 'failed', failure: { reason: 'disturbed' } } })
    expect(stateOf([said], { apart: 'it asks for that' })).toMatchObject({ failure: undefined, disturbed: 1 })
  })
})

describe('controls', () => {
  const equal = Array.from({ length: 9 }, (_, index) => index * 1e-4)
  const other = equal.map((one) => one + 0.2)
  const state = stateOf({ screen: equal })
  const codes = (screens: readonly (readonly number[])[], states = [state], isInterrupted = false) => {
    const controls = screens.map((screen): NullControl => {
      // A suspicion is confirmed by fresh pairs.
      const confirmation = screen === other ? [...screen] : []
      return { id: 'a', metric: 'time', screen: [...screen], confirmation }
    })
    return controlFindings(controls, states, config, { isInterrupted, isLate: false }).map(({ code }) => code)
  }

  it.each<[string, readonly (readonly number[])[], readonly string[]]>([
    ['find nothing', [equal], []],
    ['find a difference in one', [equal, other], ['control-failed']],
    ['could not be measured in one', [[], equal], []],
    ['could not be measured', [[], []], ['control-not-measured']],
    ['did not come to a first look', [equal.slice(0, 2)], ['control-not-measured']],
    ['are not there', [], ['control-not-measured']],
  ])('that %s', (_, screens, said) => {
    expect(codes(screens)).toEqual(said)
  })

  it('are not missed where there is nothing for them to speak about, or somebody wanted no more', () => {
    expect(codes([], [stateOf({})])).toEqual([])
    expect(codes([[]], [state], true)).toEqual([])
  })

  it('were not measured for want of time where the time was over, and else for what the machine is', () => {
    const say = (isLate: boolean) =>
      controlFindings([], [state], config, { isInterrupted: false, isLate })[0]!
    expect(say(true).message).toContain('its time was over')
    expect(say(true).advice).toContain('Give it more time')
    expect(say(false).advice).toContain('quieter machine')
  })
})

describe('a revision that returns something else', () => {
  const differing = { base: { result: 'before' }, head: { result: 'after' } }

  it('has that to be said first, in place of how many more pairs it would take, and beside all else', () => {
    const confirm = Array.from({ length: 30 }, (_, index) => 0.0135 + 0.013 * Math.sin(7 * index))
    const open = { screen: nine(0.05), confirm }
    const findings = (given: GivenPairs) => compareExperiment(stateOf(given), base, config, 20)[0]?.findings
    expect(findings(open)).toMatchObject([{ code: 'undecided' }])
    expect(findings({ ...open, ...differing })).toMatchObject([{ code: 'different-result' }])

    const size = Array.from({ length: 10 }, (_, round) => 0.07 + round * 1e-4)
    expect(findings({ ...regressed(0.04, 0.1), size, ...differing })).toMatchObject([
      { code: 'different-result' },
      { code: 'separate-process-size' },
    ])
  })
})
