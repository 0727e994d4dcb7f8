import { describe, expect, it } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { excuseBudgets, excuseComparisons, type Rules } from '../../../src/core/assess/excuse.ts'
import { judge } from '../../../src/core/assess/verdict.ts'
import { criteriaOf } from '../../../src/core/certificate/criteria.ts'
import { decideStatus } from '../../../src/core/certificate/draft.ts'
import { conditionsOf } from '../../../src/core/certificate/situation.ts'
import type { Comparison } from '../../../src/model/comparison.ts'
import type { Run } from '../../../src/model/run.ts'
import { comparisonOf, failedResult, file, resultOf, runOf } from '../given.ts'

const waiver = {
  benchmark: 'slow',
  limit: 0.1,
  until: '2026-12-31',
  owner: 'storage',
  why: 'the new index',
}
const slower = (estimate = 0.05, more: Partial<Comparison> = {}) =>
  comparisonOf('slow', 'regressed', {
    change: { estimate, low: estimate - 0.01, high: estimate + 0.01 },
    ...more,
  })

/** A gate of one benchmark that has become slower, by these rules. */
function gated(
  comparison: Comparison,
  rules: Partial<Rules> & Partial<Run['policy']> = {},
  more: Partial<Run> = {},
): Run {
  const run = runOf({ benchmarks: [resultOf('slow')], ...more })
  const { day = '2026-11-21', ...policy } = rules
  const comparisons = excuseComparisons([comparison], run.benchmarks, { ...policy, day })
  const judged = { ...run, policy: { ...run.policy, ...policy }, comparisons }
  return { ...judged, verdict: judge(assess(judged)) }
}

const statusOf = (run: Run) =>
  decideStatus(run, assess(run), { kind: 'release_gate', changed: [], shortcomings: [] }).status

describe('a regression', () => {
  it.each<[string, Comparison, Partial<Rules>, Run['verdict'], string]>([
    ['that nothing excuses', slower(), {}, 'fail', 'NO_GO'],
    ['within a waiver', slower(), { waivers: [waiver] }, 'pass', 'CONDITIONALLY_APPROVED'],
    [
      'on the last day of a waiver',
      slower(),
      { waivers: [waiver], day: '2026-12-31' },
      'pass',
      'CONDITIONALLY_APPROVED',
    ],
    ['after a waiver', slower(), { waivers: [waiver], day: '2027-01-01' }, 'fail', 'NO_GO'],
    ['that may be larger than a waiver allows', slower(0.095), { waivers: [waiver] }, 'fail', 'NO_GO'],
    [
      'of unbounded size',
      slower(0.05, { change: { estimate: 0.05, low: 0.02, high: null } }),
      { waivers: [waiver] },
      'fail',
      'NO_GO',
    ],
    [
      'of another benchmark than the waiver',
      slower(),
      { waivers: [{ ...waiver, benchmark: 'fast' }] },
      'fail',
      'NO_GO',
    ],
    [
      'in another metric than the waiver',
      slower(),
      { waivers: [{ ...waiver, metric: 'allocated' }] },
      'fail',
      'NO_GO',
    ],
    [
      'in CPU time, waived for wall time',
      slower(0.05, { metric: 'cpu', standsFor: 'time' }),
      { waivers: [{ ...waiver, metric: 'time' }] },
      'pass',
      'CONDITIONALLY_APPROVED',
    ],
    ['of a soft benchmark, however large', slower(3), { soft: ['slow'] }, 'pass', 'CONDITIONALLY_APPROVED'],
    ['of which soft ones are others', slower(), { soft: ['fast'] }, 'fail', 'NO_GO'],
  ])('%s', (_, comparison, rules, verdict, status) => {
    const run = gated(comparison, rules)
    expect([run.verdict, statusOf(run)]).toEqual([verdict, status])
  })

  it('that is excused says by whom, up to what, until when and why', () => {
    const run = gated(slower(), { waivers: [waiver] })
    const text = `${file} › slow is 5.00 % [+4.00 %, +6.00 %] slower than the baseline; storage accepts up to 10 % until 2026-12-31: the new index.`
    expect(conditionsOf(assess(run), '2027-02-19T00:00:00.000Z')).toEqual([
      { text, owner: 'storage', until: '2026-12-31' },
    ])
    expect(criteriaOf(assess(run))).toMatchObject({ passed: 1, failed: 0, excused: 1 })
  })

  it('of a soft benchmark is a condition until the certificate ends', () => {
    const run = gated(slower(), { soft: ['slow'] })
    expect(conditionsOf(assess(run), '2027-02-19T00:00:00.000Z')).toMatchObject([
      { text: expect.stringContaining('it fails softly'), until: '2027-02-19' },
    ])
  })

  it.each([
    ['2026-11-21', 'REQUIRES_REMEDIATION'],
    ['2026-11-20', 'NO_GO'],
  ])('with a promise to repair it until %s is %s', (until, status) => {
    const run = gated(slower(), { remedies: [{ benchmark: 'slow', until, owner: 'ada' }] })
    expect(run.verdict).toBe('fail')
    expect(statusOf(run)).toBe(status)
  })

  it('needs remediation only when all that fails has somebody', () => {
    const remedies = [{ benchmark: 'slow', until: '2026-12-31', owner: 'ada' }]
    const broken = failedResult('broken', { reason: 'threw', message: 'no' })
    const run = gated(slower(), { remedies }, { benchmarks: [resultOf('slow'), broken] })
    expect(criteriaOf(assess(run)).open).toMatchObject([
      { subject: broken.id },
      { owner: 'ada', until: '2026-12-31' },
    ])
    expect(statusOf(run)).toBe('NO_GO')
  })
})

describe('a budget', () => {
  const heavy = resultOf('heavy', {
    line: 7,
    budget: [{ metric: 'time', limit: 1, observed: 2, kept: false }],
  })

  it('that is broken fails, at its line, with the limit and what was seen', () => {
    const run = runOf({ benchmarks: [heavy], verdict: 'fail' })
    expect(criteriaOf(assess(run))).toMatchObject({
      failed: 1,
      open: [{ kind: 'budget', at: `${file}:7`, atMost: 1, observed: 2, result: 'failed' }],
    })
  })

  it('that a soft benchmark breaks is a condition', () => {
    const benchmarks = [excuseBudgets(heavy, { soft: ['heavy'], day: '2026-11-21' })]
    const run = runOf({ benchmarks })
    expect(judge(assess(run))).toBe('pass')
    expect(statusOf(run)).toBe('CONDITIONALLY_APPROVED')
  })
})

describe('an assessment', () => {
  const assessed = (...comparisons: Comparison[]) => {
    const run = runOf({ comparisons })
    const judged = { ...run, verdict: judge(assess(run)) }
    return decideStatus(judged, assess(judged), {
      kind: 'optimization_assessment',
      changed: [],
      shortcomings: [],
    })
  }

  it('recommends what has made something better, and nothing worse', () => {
    expect(assessed(comparisonOf('a', 'improved'), comparisonOf('b', 'equivalent'))).toMatchObject({
      status: 'RECOMMEND',
      reasons: [
        expect.stringMatching(/^1 benchmark is better for certain\. None of 2 benchmarks is slower/u),
      ],
    })
  })

  it('does not recommend what has made nothing better, or something worse', () => {
    expect(assessed(comparisonOf('a', 'equivalent'))).toEqual({
      status: 'DO_NOT_RECOMMEND',
      reasons: ['Nothing has become faster or lighter for certain.'],
    })
    expect(assessed(comparisonOf('a', 'improved'), comparisonOf('b', 'regressed')).status).toBe(
      'DO_NOT_RECOMMEND',
    )
  })

  it('does not know while something is undecided', () => {
    expect(assessed(comparisonOf('a', 'improved'), comparisonOf('b', 'inconclusive')).status).toBe(
      'NEEDS_FURTHER_REVIEW',
    )
    expect(assessed(comparisonOf('b', 'inconclusive')).status).toBe('NEEDS_FURTHER_REVIEW')
  })
})

describe('what is counted exactly', () => {
  const exact = (head: number, base: number, more: Partial<Comparison> = {}) =>
    comparisonOf('slow', 'regressed', {
      metric: 'allocated',
      method: 'exact',
      difference: head - base,
      limit: 50,
      values: { head: [head, head + 2, head], confirmation: [], base: [[base, base, base]] },
      ...more,
    })

  it('is held against the limit that was applied, in bytes, also where there is no ratio', () => {
    expect(criteriaOf(assess(gated(exact(10_200, 10_000)))).open).toMatchObject([
      { kind: 'comparison', metric: 'allocated', atMost: 50, observed: 200, low: 200, high: 202 },
    ])
    const [fromNothing] = criteriaOf(assess(gated(exact(1100, 0)))).open
    expect(fromNothing).toMatchObject({ atMost: 50, observed: 1100, low: 1100, high: 1102, result: 'failed' })
    expect(fromNothing?.sentence).toBe(
      `${file} › slow allocates 1.100 kB more than its base, beyond the limit of 50 B.`,
    )
  })

  it('is not within a waiver where there is no ratio', () => {
    expect(statusOf(gated(exact(1100, 0), { waivers: [waiver] }))).toBe('NO_GO')
  })

  it('that could not be decided is undecided', () => {
    const open = exact(10_200, 10_000, { verdict: 'inconclusive' })
    expect(criteriaOf(assess(gated(open))).open).toMatchObject([{ result: 'undecided', atMost: 50 }])
  })
})

describe('what is not slower, and only perhaps faster', () => {
  it('is met', () => {
    const open = comparisonOf('slow', 'inconclusive', { method: 'paired', decisive: false })
    const run = gated(open)
    expect(criteriaOf(assess(run))).toMatchObject({ passed: 2, undecided: 0, open: [] })
    expect(statusOf(run)).toBe('GO')
  })
})
