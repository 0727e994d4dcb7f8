import { describe, expect, it } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { exitCode, judge } from '../../../src/core/assess/verdict.ts'
import { isDecided, isNotSlower } from '../../../src/core/compare/comparison-state.ts'
import { type Comparison, comparisonVerdictSchema } from '../../../src/model/comparison.ts'
import type { MetricName } from '../../../src/model/metric.ts'
import type { BenchmarkResult, Run, RunVerdict } from '../../../src/model/run.ts'
import { comparisonOf, failedResult, findingOf, resultOf, runOf } from '../given.ts'

type Given = Partial<Run>

const broken = failedResult('broken', { reason: 'threw', message: 'no' })
const kept = { metric: 'time', limit: 10, observed: 9, kept: true } as const
const exceeded = { metric: 'time', limit: 10, observed: 11, kept: false } as const
const good = resultOf('good')

const undecisive = comparisonOf('uneven', 'inconclusive', { method: 'exact', decisive: false })

function judged(command: Run['request']['command'], given: Given): RunVerdict {
  return judge(assess(runOf({ benchmarks: [good], request: { command, filters: [] }, ...given })))
}

function compared(...verdicts: Comparison['verdict'][]): Comparison[] {
  return verdicts.map((verdict, index) => comparisonOf(`b${index}`, verdict))
}

describe('the verdict', () => {
  it.each<[string, run: RunVerdict, gate: RunVerdict, Given]>([
    ['no benchmarks', 'nothing-measured', 'nothing-measured', { benchmarks: [] }],
    ['equivalent', 'pass', 'pass', { comparisons: compared('equivalent') }],
    ['identical', 'pass', 'pass', { comparisons: compared('identical') }],
    ['improved', 'pass', 'pass', { comparisons: compared('improved') }],
    ['equivalent and new', 'pass', 'pass', { comparisons: compared('equivalent', 'new') }],
    ['regressed among equivalent', 'fail', 'fail', { comparisons: compared('equivalent', 'regressed') }],
    ['invalid', 'invalid', 'invalid', { comparisons: compared('invalid', 'equivalent') }],
    ['regressed and invalid', 'fail', 'fail', { comparisons: compared('invalid', 'regressed') }],
    ['inconclusive', 'inconclusive', 'inconclusive', { comparisons: compared('equivalent', 'inconclusive') }],
    [
      'an exact metric whose recorded forks disagree, beside what is decided',
      'pass',
      'pass',
      { comparisons: [...compared('equivalent'), undecisive] },
    ],
    [
      'an exact metric that is open and whose recorded forks agree',
      'inconclusive',
      'inconclusive',
      { comparisons: [...compared('equivalent'), { ...undecisive, decisive: true }] },
    ],
    [
      'any other metric that decides nothing: the comparison says so, not its method',
      'pass',
      'pass',
      { comparisons: [...compared('equivalent'), { ...undecisive, method: 'recorded' }] },
    ],
    [
      'an open one beside one that decides nothing',
      'inconclusive',
      'inconclusive',
      { comparisons: [undecisive, ...compared('equivalent', 'inconclusive')] },
    ],
    ['only what decides nothing', 'pass', 'inconclusive', { comparisons: [undecisive] }],
    [
      'only what decides nothing, and what is new',
      'pass',
      'inconclusive',
      { comparisons: [undecisive, ...compared('new')] },
    ],
    [
      'only what decides nothing, but a budget each',
      'pass',
      'pass',
      { comparisons: [undecisive], benchmarks: [resultOf('a', { budget: [kept] })] },
    ],
    [
      'a regression among what decides nothing',
      'fail',
      'fail',
      { comparisons: [undecisive, ...compared('regressed')] },
    ],
    ['invalid and inconclusive', 'invalid', 'invalid', { comparisons: compared('inconclusive', 'invalid') }],
    ['missing', 'inconclusive', 'inconclusive', { comparisons: compared('equivalent', 'missing') }],
    ['only new ones', 'pass', 'inconclusive', { comparisons: compared('new') }],
    ['nothing to compare with', 'pass', 'inconclusive', {}],
    [
      'nothing to compare with, but a budget each',
      'pass',
      'pass',
      { benchmarks: [resultOf('a', { budget: [kept] }), resultOf('b', { budget: [kept] })] },
    ],
    [
      'nothing to compare with, and a budget for one',
      'pass',
      'inconclusive',
      { benchmarks: [resultOf('a', { budget: [kept] }), resultOf('b')] },
    ],
    [
      'a broken budget',
      'fail',
      'fail',
      { benchmarks: [resultOf('a', { budget: [kept, exceeded] })], comparisons: compared('equivalent') },
    ],
    [
      'a benchmark that failed',
      'fail',
      'fail',
      { benchmarks: [good, broken], comparisons: compared('equivalent') },
    ],
    [
      'a benchmark that the machine kept from being measured',
      'inconclusive',
      'inconclusive',
      {
        benchmarks: [good, resultOf('b', { state: 'skipped', skipped: 'disturbed' })],
        comparisons: compared('equivalent'),
      },
    ],
    ['an error', 'fail', 'fail', { findings: [findingOf('error')], comparisons: compared('equivalent') }],
    ['a warning', 'pass', 'pass', { findings: [findingOf('warning')], comparisons: compared('equivalent') }],
    [
      'a failure and a doubt',
      'fail',
      'fail',
      { benchmarks: [broken], comparisons: compared('inconclusive') },
    ],
  ])('of %s is %s for a run and %s for a gate', (_, ofRun, ofGate, given) => {
    expect(judged('run', given)).toBe(ofRun)
    expect(judged('gate', given)).toBe(ofGate)
  })
})

describe('a comparison', () => {
  const open = ['inconclusive', 'invalid', 'new', 'missing']

  it.each(comparisonVerdictSchema.options.map((verdict) => [!open.includes(verdict), verdict] as const))(
    'decides something (%s) when it is %s',
    (decides, verdict) => {
      expect(isDecided(comparisonOf('a', verdict))).toBe(decides)
      const exact = comparisonOf('a', verdict, { method: 'exact', decisive: false })
      expect(isDecided(exact)).toBe(decides)
    },
  )

  it('that leaves only an improvement undecided says that it is not slower', () => {
    const open = comparisonOf('a', 'inconclusive', { method: 'paired', decisive: false })
    expect([isNotSlower(open), isDecided(open)]).toEqual([true, true])
    expect(judged('gate', { comparisons: [open] })).toBe('pass')
    // Bytes that differ from fork to fork of the same code say nothing either way.
    expect(isNotSlower({ ...open, method: 'exact' })).toBe(false)
    expect(isNotSlower({ ...open, verdict: 'invalid' })).toBe(false)
  })
})

describe('a metric that the gate asks for', () => {
  const estimate = { unit: 'byte', better: 'lower', estimate: 64, low: 64, high: 64, coverage: 0.9 } as const
  const measured = resultOf('a', { metrics: { allocated: { ...estimate, values: [64, 64, 64] } } })
  const asking = (...metrics: MetricName[]) => ({ ...runOf().policy, metrics })
  const exact = (verdict: Comparison['verdict']) =>
    comparisonOf('a', verdict, { metric: 'allocated', method: 'exact' })
  const verdictOf = (...comparisons: Comparison[]) =>
    judged('gate', { benchmarks: [measured], comparisons, policy: asking('time', 'allocated') })
  const time = comparisonOf('a', 'equivalent')

  it('and that was never compared is no pass', () => {
    expect(verdictOf(time, exact('equivalent'))).toBe('pass')
    expect(verdictOf(time)).toBe('inconclusive')
    expect(verdictOf(time, { ...exact('equivalent'), id: 'another' })).toBe('inconclusive')
    expect(verdictOf(comparisonOf('a', 'regressed'))).toBe('fail')
  })

  it('need not be compared where nothing has changed, where nobody asks for it, and in a run that looks', () => {
    expect(verdictOf({ ...time, method: 'identical', verdict: 'identical' })).toBe('pass')
    const given = { benchmarks: [measured], comparisons: [time] }
    const policy = asking('time', 'allocated')
    expect(judged('gate', { ...given, policy: asking('time') })).toBe('pass')
    expect(judged('run', { ...given, policy })).toBe('pass')
    expect(judged('gate', { ...given, policy, benchmarks: [resultOf('a')] })).toBe('pass')
  })
})

describe('the exit code', () => {
  const failing = { benchmarks: [good, broken] satisfies BenchmarkResult[] }
  const codesOf = (given: Given) => {
    const code = (mode: 'run' | 'gate', policy: 'warn' | 'fail') => {
      const run = runOf({ benchmarks: [good], verdict: judged(mode, given), ...given })
      return exitCode(run, mode, policy)
    }
    return [code('run', 'warn'), code('run', 'fail'), code('gate', 'warn'), code('gate', 'fail')]
  }

  it.each<[string, [number, number, number, number], Parameters<typeof codesOf>[0]]>([
    ['all is well', [0, 0, 0, 0], { comparisons: compared('equivalent') }],
    ['something regressed', [0, 0, 1, 1], { comparisons: compared('regressed') }],
    ['a budget is broken', [0, 0, 1, 1], { benchmarks: [resultOf('a', { budget: [exceeded] })] }],
    ['a benchmark failed', [1, 1, 1, 1], failing],
    ['a file does not load', [1, 1, 1, 1], { findings: [findingOf('error')] }],
    ['something is undecided', [0, 0, 0, 3], { comparisons: compared('inconclusive') }],
    [
      'what is undecided decides nothing',
      [0, 0, 0, 0],
      { comparisons: [undecisive, ...compared('improved')] },
    ],
    ['nothing is decided', [0, 0, 0, 3], { comparisons: [undecisive] }],
    ['something is missing', [0, 0, 0, 3], { comparisons: compared('missing') }],
    ['nothing is recorded', [0, 0, 0, 3], {}],
    ['the measurement is void', [0, 0, 3, 3], { comparisons: compared('invalid') }],
    ['nothing was measured', [2, 2, 2, 2], { benchmarks: [] }],
    ['it was interrupted', [130, 130, 130, 130], { partial: true }],
    ['it was interrupted after a failure', [130, 130, 130, 130], { ...failing, partial: true }],
  ])('when %s is %j for run and gate, each with inconclusive warn and fail', (_, codes, given) => {
    expect(codesOf(given)).toEqual(codes)
  })
})
