import { describe, expect, it } from 'vitest'
import { limitsOf } from '../../../../src/core/compare/limits.ts'
import { addOutcomes, type Contest, contestOf } from '../../../../src/core/compare/paired/contest.ts'
import { nextContestRound } from '../../../../src/core/compare/paired/contest-plan.ts'
import { compareContest, controlFindings } from '../../../../src/core/compare/paired/contest-verdict.ts'
import { pairedVerdict } from '../../../../src/core/compare/paired/paired-verdict.ts'
import { policy, type UserConfig } from '../../../../src/model/config.ts'
import type { Memory, Outcome, Paired } from '../../../../src/model/outcome.ts'
import type { NullControl } from '../../../../src/model/run.ts'
import { benchmarkOf, configOf, memoryOf, timingOf } from '../../given.ts'

const config = configOf()
const base = { commit: 'f'.repeat(40), ref: 'v1' }

function pairOf(change: number): Paired {
  const timings = { base: timingOf(1000), head: timingOf(1000 * Math.exp(change)) }
  return { ...timings, time: change, pairs: 200, clean: 190, cleanOnly: true }
}

/** One that was found to be slower by so much, in forks whose collector takes this share of the time. */
function regressed(change: number, collector: number): Contest {
  const contest = contestOf(benchmarkOf('a'), true)
  for (let index = 0; index < 9; index++) {
    contest.pairs.screen.push(pairOf(change + index * 1e-4))
    contest.pairs.confirm.push(pairOf(change - index * 1e-4))
  }
  for (const side of ['base', 'head'] as const) {
    const memory = memoryOf(64, { minorPause: collector * 1000, majorPause: 0, time: 1000 })
    contest.memories[side].push(memory, memory, memory)
  }
  return contest
}

describe('a change that was found in a shared heap', () => {
  it('is measured in processes of their own, too, where the collector takes much of the time', () => {
    const contest = regressed(0.04, 0.1)
    for (let round = 1; round <= 10; round++) {
      const steps = nextContestRound([contest], config, 'seed', round)
      expect(steps).toMatchObject([{ kind: 'pair', stage: 'apart', apart: true }])
      contest.pairs.apart.push(pairOf(0.07 + round * 1e-4))
    }
    expect(nextContestRound([contest], config, 'seed', 11)).toEqual([])
    const comparison = compareContest(contest, base, config, 1)[0]
    expect(comparison).toMatchObject({ verdict: 'regressed', method: 'paired' })
    expect(comparison?.change?.estimate).toBeCloseTo(0.04, 2)
    expect(comparison?.pairs?.apart).toHaveLength(10)
    expect(comparison?.findings).toMatchObject([
      {
        code: 'separate-process-size',
        message: expect.stringContaining('In processes of their own the change is +7.31 %'),
      },
    ])
  })

  it('is not where the collector hardly runs, where nothing was found, or where they were apart already', () => {
    const quiet = regressed(0.04, 0.01)
    const equal = regressed(0, 0.1)
    const apart = regressed(0.04, 0.1)
    apart.apart = 'it is asynchronous'
    expect(nextContestRound([quiet, equal, apart], config, 'seed', 1)).toEqual([])
  })
})

describe('memory of two revisions', () => {
  const seldom = memoryOf(7456, { repeats: policy.exactRepeats - 1 })
  const often = memoryOf(6360)
  const contestWith = (head: readonly Memory[], base: readonly Memory[], memory = true): Contest => {
    const contest = contestOf(benchmarkOf('a'), memory)
    for (let index = 0; index < 9; index++) contest.pairs.screen.push(pairOf(index * 1e-4))
    contest.memories.head.push(...head)
    contest.memories.base.push(...base)
    return contest
  }
  const asks = (contest: Contest) => nextContestRound([contest], config, 'seed', 1).map(({ kind }) => kind)
  const metricsOf = (contest: Contest, gate: UserConfig['gate']) =>
    compareContest(contest, base, configOf({ gate }), 1).map(({ metric, verdict }) => [metric, verdict])

  it('is taken again where a fork of either side was read too seldom, and at most so often', () => {
    const three = [often, often, often]
    expect(asks(contestWith(three, [often, seldom, seldom]))).toEqual(['memory'])
    expect(asks(contestWith([often, often, seldom], three))).toEqual(['memory'])
    expect(asks(contestWith(three, three))).toEqual([])
    expect(asks(contestWith(three, [often, ...Array(policy.mostMemoryForks - 1).fill(seldom)]))).toEqual([])
    expect(asks(contestWith([seldom, seldom, seldom], [seldom, seldom, seldom]))).toEqual([])
    expect(asks(contestWith([], [], false))).toEqual([])
  })

  it('explains what the working tree leaks, once', () => {
    const explains = (head: readonly Memory[], base: readonly Memory[]) =>
      nextContestRound([contestWith(head, base)], config, 'seed', 1).map(({ growth }) => growth)
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
    for (const contest of [contestWith(three, one), contestWith(one, three)]) {
      const [, allocated] = compareContest(contest, base, config, 1)
      expect(allocated).toMatchObject({
        metric: 'allocated',
        verdict: 'inconclusive',
        decisive: true,
        findings: [{ code: 'too-few-memory-forks' }],
      })
    }
  })

  it('that was asked for and not measured is no pass', () => {
    expect(metricsOf(contestWith([], []), { metrics: ['time', 'allocated'] })).toEqual([
      ['time', 'equivalent'],
      ['allocated', 'inconclusive'],
    ])
  })

  it('is compared in the metrics that are asked for, and where it is to be measured', () => {
    const three = [often, often, often]
    expect(metricsOf(contestWith(three, three), { metrics: ['time'] })).toEqual([['time', 'equivalent']])
    expect(metricsOf(contestWith(three, three), { metrics: ['allocated', 'external'] })).toEqual([
      ['allocated', 'equivalent'],
      ['external', 'equivalent'],
    ])
    // Its bytes are compared with recorded ones already.
    expect(metricsOf(contestWith([], [], false), { metrics: ['time', 'allocated'] })).toEqual([
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
    const contest = contestOf(benchmarkOf('a'), false)
    for (let index = 0; index < 30; index++)
      contest.pairs.screen.push(pairOf(-0.032 + 0.054 * Math.sin(7 * index)))
    const [time] = compareContest(contest, base, config, 1)
    expect(time).toMatchObject({
      verdict: 'inconclusive',
      decisive: false,
      findings: [{ code: 'not-slower' }],
    })
    expect(time?.findings[0]?.message).toMatch(/^Not slower: .* Most likely faster: −\d\.\d+ % \[/u)
  })

  it('that contradict a suspicion are not believed, and say so', () => {
    const contest = contestOf(benchmarkOf('a'), false)
    for (let index = 0; index < 9; index++) contest.pairs.screen.push(pairOf(0.05 + index * 1e-4))
    for (let index = 0; index < 9; index++) contest.pairs.confirm.push(pairOf(-0.05 - index * 1e-4))
    const [time] = compareContest(contest, base, config, 1)
    expect(time).toMatchObject({
      verdict: 'inconclusive',
      decisive: true,
      findings: [{ code: 'contradicted' }],
    })
  })

  it('that leave a slowdown between tolerance and margin likely do not say that it may be larger', () => {
    const contest = contestOf(benchmarkOf('a'), false)
    for (let index = 0; index < 9; index++) contest.pairs.screen.push(pairOf(0.05 + index * 1e-4))
    for (let index = 0; index < 30; index++)
      contest.pairs.confirm.push(pairOf(0.0135 + 0.013 * Math.sin(7 * index)))
    const [time] = compareContest(contest, base, config, 20)
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
  const filed = (base: Turns, head: Turns) => {
    const contest = contestOf({ ...benchmarkOf('a'), isolate: true }, false)
    const [step] = nextContestRound([contest], config, 'seed', 1)
    addOutcomes(contest, step!, { base: fork(base), head: fork(head) })
    return contest
  }
  const clean = (...time: number[]) => ({ time, clean: true })

  it('are compared batch by batch within a turn, whatever the machine does from one to the next', () => {
    // The collector stops in one batch of the base and in two of the head: medians of turns would say +27 %.
    const speeds = [1, 3, 0.5, 2]
    const base = speeds.map((speed) => clean(...[100, 100, 100, 150].map((one) => one * speed)))
    const head = speeds.map((speed) => clean(...[102, 102, 153, 153].map((one) => one * speed)))
    const [pair] = filed(base, head).pairs.screen
    expect(pair!.time).toBeCloseTo(Math.log(1.02), 9)
    expect(pair).toMatchObject({ pairs: 4, clean: 4, cleanOnly: true })
    expect(pair!.cpu).toBeUndefined()
  })

  it('leave out turns in which either had no clean batch, and batches that took no time', () => {
    const base = [clean(100), { time: [900], clean: false }, clean(100, 0), clean(100)]
    const head = [clean(103), clean(103), clean(103), clean(103)]
    const [pair] = filed(base, head).pairs.screen
    expect(pair!.time).toBeCloseTo(Math.log(1.03), 9)
    expect(pair).toMatchObject({ pairs: 4, clean: 3, cleanOnly: true })
  })

  it('say nothing when most batches took no time', () => {
    const contest = filed([clean(0), clean(0), clean(100)], [clean(100), clean(100), clean(100)])
    expect(contest.pairs.screen).toEqual([])
    expect([contest.failure, contest.disturbed]).toEqual([undefined, 1])
  })
})

describe('controls', () => {
  const equal = Array.from({ length: 9 }, (_, index) => index * 1e-4)
  const other = equal.map((one) => one + 0.2)
  const contest = contestOf(benchmarkOf('a'), false)
  contest.pairs.screen.push(...equal.map(pairOf))
  const codes = (screens: readonly (readonly number[])[], contests = [contest], isInterrupted = false) => {
    const controls = screens.map((screen): NullControl => {
      // A suspicion is confirmed by fresh pairs.
      const confirmation = screen === other ? [...screen] : []
      return { id: 'a', metric: 'time', screen: [...screen], confirmation }
    })
    return controlFindings(controls, contests, config, isInterrupted).map(({ code }) => code)
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
    expect(codes([], [contestOf(benchmarkOf('a'), false)])).toEqual([])
    expect(codes([[]], [contest], true)).toEqual([])
  })
})

describe('a revision that returns something else', () => {
  /** The same contest, in which the base's forks and the head's have one result each. */
  function differing(contest: Contest): Contest {
    for (const stage of ['screen', 'confirm'] as const) {
      const all = contest.pairs[stage].splice(0)
      contest.pairs[stage].push(
        ...all.map(({ base, head, ...pair }) => ({
          ...pair,
          base: { ...base, result: 'before' },
          head: { ...head, result: 'after' },
        })),
      )
    }
    return contest
  }

  it('has that to be said first, in place of how many more pairs it would take, and beside all else', () => {
    const open = contestOf(benchmarkOf('a'), false)
    for (let index = 0; index < 9; index++) open.pairs.screen.push(pairOf(0.05 + index * 1e-4))
    for (let index = 0; index < 30; index++)
      open.pairs.confirm.push(pairOf(0.0135 + 0.013 * Math.sin(7 * index)))
    const findings = (contest: Contest) => compareContest(contest, base, config, 20)[0]?.findings
    expect(findings(open)).toMatchObject([{ code: 'undecided' }])
    expect(findings(differing(open))).toMatchObject([{ code: 'different-result' }])

    const measuredApart = regressed(0.04, 0.1)
    for (let round = 1; round <= 10; round++) measuredApart.pairs.apart.push(pairOf(0.07 + round * 1e-4))
    expect(findings(differing(measuredApart))).toMatchObject([
      { code: 'different-result' },
      { code: 'separate-process-size' },
    ])
  })
})
