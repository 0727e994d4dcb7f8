import { describe, expect, it } from 'vitest'
import { answerOf } from '../../../src/core/assess/answer.ts'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
import { growthItems } from '../../../src/core/assess/growth-items.ts'
import { headline } from '../../../src/core/assess/headline.ts'
import { exitCode } from '../../../src/core/assess/verdict.ts'
import { criteriaOf } from '../../../src/core/certificate/criteria.ts'
import { type Circumstances, situationOf } from '../../../src/core/certificate/situation.ts'
import type { Run } from '../../../src/model/run.ts'
import { comparison, runOf } from '../report/example-run.ts'
import { grown, grownRun, grownRunOf } from '../report/grown-run.ts'

const square = grown('bubble', (n) => n * n)
const asDeclared = grown('merge', (n) => n * Math.log(n))
const short = grown('short', (n) => n, { sizes: [10, 20] })
const gate: Pick<Run, 'request'> = { request: { command: 'gate', filters: [] } }
const states = (run: Run) => growthItems(run).map(({ state, look }) => [state, look])

describe('growth as a criterion', () => {
  it('is met, not met, or undecided, what exceeds it most first', () => {
    const items = growthItems(grownRun(gate))
    expect(items.map(({ subject, state, look }) => [subject.split(' › ').at(-1), state, look])).toEqual([
      ['bubble', 'not-met', 'failure'],
      ['shell {order: random}', 'undecided', 'warning'],
      ['merge', 'met', 'none'],
      ['short', 'undecided', 'warning'],
    ])
    const { numbers } = items[0]!
    expect(numbers!.low).toBeGreaterThan(numbers!.atMost!)
    expect(numbers!.samples).toBe(40)
  })

  it('fails a gate, and not a run', () => {
    const run = grownRunOf(square, gate)
    expect(run.verdict).toBe('fail')
    expect(exitCode(run, 'gate', 'warn')).toBe(1)
    expect(exitCode(grownRunOf(square), 'run', 'warn')).toBe(0)
    const items = attention(assess(run))
    expect(headline(run, items)).toMatch(
      /^FAIL: sort › bubble grows like n² \(exponent 2\.0\d \[[\d., ]+\]\), faster than n log n, which it declares\.$/u,
    )
    expect(answerOf(run, items).next).toMatchObject({
      text: expect.stringContaining("declare it: grows: 'n²'"),
      command: "npx assay profile 'bench/sort.bench.ts › sort › bubble {n: 100000}'",
    })
  })

  it('passes a gate that compares nothing, if each benchmark is held to something', () => {
    expect(grownRunOf(asDeclared, gate).verdict).toBe('pass')
    const circumstances: Circumstances = { kind: 'release_gate', changed: [], shortcomings: [] }
    const passed = (run: Run) => situationOf(run, assess(run), circumstances).passed
    expect(passed(grownRunOf(asDeclared, gate))).toBe('No benchmark grows faster than it declares.')
    const budget = [{ metric: 'time', limit: 1e12, observed: 1, kept: true }]
    const budgeted = asDeclared.map((one) => ({ ...one, budget }))
    expect(passed(grownRunOf(budgeted, gate))).toBe(
      'All 4 benchmarks keep their budgets, and none grows faster than it declares.',
    )
  })

  it('that nobody can tell leaves a gate undecided, which fails where the policy says so', () => {
    const run = grownRunOf(short, gate)
    expect(run.verdict).toBe('inconclusive')
    expect(headline(run, attention(assess(run)))).toBe(
      'UNDECIDED: sort › short may grow faster than n log n, which it declares.',
    )
    expect(states(run)).toEqual([['undecided', 'warning']])
    const strict: Partial<Run> = { ...gate, policy: { ...run.policy, inconclusive: 'fail' } }
    expect(states(grownRunOf(short, strict))).toEqual([['undecided', 'failure']])
    expect(states(grownRunOf(short, { ...strict, request: { command: 'run', filters: [] } }))).toEqual([
      ['undecided', 'warning'],
    ])
  })

  it('of a part of its sizes demands nothing while it holds', () => {
    expect(states(grownRunOf(asDeclared.slice(0, 3), gate))).toEqual([['open', 'none']])
    expect(states(grownRunOf(square.slice(0, 3), gate))).toEqual([['not-met', 'failure']])
    expect(grownRunOf(square.slice(0, 2), gate).growth).toBeUndefined()
  })

  it('of what fails softly is a condition of the certificate', () => {
    const policy = { ...runOf([]).policy, soft: ['sort/**'] }
    const run = grownRunOf(square, { ...gate, policy })
    expect(states(run)).toEqual([['excused', 'warning']])
    expect(run.verdict).toBe('pass')
    expect(criteriaOf(assess(run)).open).toMatchObject([
      { kind: 'growth', metric: 'time', result: 'excused', subject: 'bench/sort.bench.ts › sort › bubble' },
    ])
  })

  it('says its finding once, and marks each size', () => {
    const run = grownRunOf(square, gate)
    const said = attention(assess(run)).filter(({ cause = '', what }) =>
      `${what} ${cause}`.includes('steepest'),
    )
    expect(said).toHaveLength(1)
  })

  it('stands beside comparisons: both fail', () => {
    const comparisons = [comparison(square[0]!.id, 'regressed', [0.1, 0.2, 0.3], { method: 'paired' })]
    const run = grownRunOf(square, { ...gate, comparisons })
    const kinds = attention(assess(run)).map(({ kind }) => kind)
    expect(kinds).toEqual(['grows faster', 'regressed'])
  })
})
