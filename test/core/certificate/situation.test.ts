import { describe, expect, it } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { decideStatus } from '../../../src/core/certificate/draft.ts'
import type { Run } from '../../../src/model/run.ts'
import {
  comparisonOf,
  explanationOf,
  failedResult,
  file,
  findingOf,
  machine,
  resultOf,
  runOf,
} from '../given.ts'

const undisturbed = { changed: [], shortcomings: [] }
const releaseStatus = (run: Run, circumstances: { changed: string[] }) =>
  decideStatus(run, assess(run), { kind: 'release_gate', ...undisturbed, ...circumstances })
const threw = failedResult('broken', { reason: 'threw', message: 'Cannot read.\n  at x.ts:3' })
const cheap = (name: string) =>
  resultOf(name, { budget: [{ metric: 'time', limit: 1, observed: 0.5, kept: true }] })
const exceeded = resultOf('heavy', {
  budget: [
    { metric: 'time', limit: 1, observed: 0.5, kept: true },
    { metric: 'allocated', limit: 1, observed: 2, kept: false },
  ],
})

describe('the status of a release', () => {
  it.each<[string, string[], Partial<Run>]>([
    [
      'GO',
      [
        'None of 2 benchmarks is slower than recorded by more than 3 %, as far as a recorded baseline can show.',
      ],
      {
        comparisons: [
          comparisonOf('a', 'equivalent'),
          comparisonOf('a', 'equivalent', { metric: 'allocated', method: 'exact' }),
          comparisonOf('b', 'improved'),
          comparisonOf('c', 'new'),
        ],
      },
    ],
    [
      'GO',
      [
        'None of 2 benchmarks is slower than recorded by more than 3 % (1 of them by CPU time in place of wall time), as far as a recorded baseline can show.',
      ],
      {
        comparisons: [
          comparisonOf('a', 'equivalent', { metric: 'cpu', standsFor: 'time' }),
          comparisonOf('b', 'equivalent'),
        ],
      },
    ],
    [
      'GO',
      [
        'The benchmark is not slower than recorded by more than 3 % (by CPU time in place of wall time), as far as a recorded baseline can show.',
      ],
      { comparisons: [comparisonOf('a', 'improved', { metric: 'cpu', standsFor: 'time' })] },
    ],
    [
      'GO',
      ['The benchmark is not slower than recorded by more than 5 %, as far as a recorded baseline can show.'],
      {
        policy: { ...runOf().policy, margin: 0.05 },
        comparisons: [comparisonOf('a', 'equivalent'), comparisonOf('b', 'new')],
      },
    ],
    [
      'GO',
      ['Nothing that the benchmark reads has changed since the baseline.'],
      {
        comparisons: [
          comparisonOf('a', 'identical'),
          comparisonOf('a', 'inconclusive', { metric: 'allocated', method: 'exact', decisive: false }),
          comparisonOf('b', 'inconclusive', { metric: 'allocated', method: 'exact', decisive: false }),
        ],
      },
    ],
    ['GO', ['The benchmark keeps its budgets.'], { benchmarks: [cheap('a')], comparisons: [] }],
    [
      'GO',
      ['All 3 benchmarks keep their budgets.'],
      {
        benchmarks: ['a', 'b', 'c'].map(cheap),
        comparisons: [
          comparisonOf('a', 'new'),
          comparisonOf('b', 'inconclusive', { metric: 'allocated', method: 'exact', decisive: false }),
        ],
      },
    ],
    [
      'NO_GO',
      [`${file} › a is slower than the baseline.`],
      { verdict: 'fail', comparisons: [comparisonOf('a', 'regressed'), comparisonOf('b', 'inconclusive')] },
    ],
    [
      'NO_GO',
      [
        `${file} › a is slower than v1: hash +4.00 ns of CPU time per operation (src/hash.ts:41), 80 % of the change.`,
        `${file} › b is slower than v1.`,
      ],
      {
        verdict: 'fail',
        comparisons: [
          comparisonOf('a', 'regressed', { base: { ref: 'v1' } }),
          comparisonOf('b', 'regressed', { base: { ref: 'v1' } }),
        ],
        explanations: [explanationOf('a', 'v1'), explanationOf('b', 'v2')],
      },
    ],
    ['NO_GO', [`${file} › broken threw an error: Cannot read.`], { verdict: 'fail', benchmarks: [threw] }],
    [
      'NO_GO',
      [`${file} › heavy may need 2.000 B (bytes allocated on the heap), over its budget of 1.000 B.`],
      { verdict: 'fail', benchmarks: [exceeded] },
    ],
    [
      'NO_GO',
      ['bench/x.bench.ts: Something is so.'],
      {
        verdict: 'fail',
        findings: [findingOf('error', 'bench/x.bench.ts'), findingOf('warning')],
      },
    ],
    ['NO_GO', ['The run failed.'], { verdict: 'fail' }],
    [
      'NEEDS_FURTHER_REVIEW',
      [
        `${file} › d could not be compared with the baseline in wall time.`,
        `${file} › c is in the baseline but was not measured.`,
        `${file} › b could not be compared with the baseline in bytes allocated on the heap.`,
      ],
      {
        verdict: 'inconclusive',
        comparisons: [
          comparisonOf('a', 'equivalent'),
          comparisonOf('b', 'inconclusive', { metric: 'allocated' }),
          comparisonOf('c', 'missing'),
          comparisonOf('d', 'invalid'),
        ],
      },
    ],
    [
      'NEEDS_FURTHER_REVIEW',
      [`Nothing is recorded to compare with on class ${machine}.`],
      {
        verdict: 'inconclusive',
        comparisons: [comparisonOf('a', 'new')],
      },
    ],
    [
      'NEEDS_FURTHER_REVIEW',
      [`${file} › d could not be compared with the baseline in wall time.`],
      {
        verdict: 'invalid',
        comparisons: [comparisonOf('d', 'invalid')],
      },
    ],
    ['EMERGENCY_STOP', ['The run was interrupted before it had measured everything.'], { partial: true }],
    [
      'EMERGENCY_STOP',
      ['The run was interrupted before it had measured everything.'],
      { partial: true, verdict: 'fail', benchmarks: [threw] },
    ],
  ])('is %s because %j', (status, reasons, more) => {
    expect(releaseStatus(runOf(more), undisturbed)).toEqual({ status, reasons })
  })

  it.each<[string, Partial<Run>]>([
    ['passed', {}],
    ['failed', { verdict: 'fail', benchmarks: [threw] }],
    ['was undecided', { verdict: 'inconclusive' }],
    ['was interrupted', { partial: true }],
  ])('is an emergency stop when the evidence was changed, even if the run %s', (_, more) => {
    expect(releaseStatus(runOf(more), { changed: [file, 'perf.config.ts'] })).toEqual({
      status: 'EMERGENCY_STOP',
      reasons: [
        `${file} was changed while the evidence was gathered.`,
        'perf.config.ts was changed while the evidence was gathered.',
        ...(more.partial ? ['The run was interrupted before it had measured everything.'] : []),
      ],
    })
  })

  it('names what is broken before what is dear, and what is dear before what is slower', () => {
    const { reasons } = releaseStatus(
      runOf({
        verdict: 'fail',
        benchmarks: [exceeded, threw],
        findings: [findingOf('error', 'bench/x.bench.ts')],
        comparisons: [comparisonOf('slow', 'regressed')],
      }),
      undisturbed,
    )
    expect(reasons).toEqual([
      'bench/x.bench.ts: Something is so.',
      `${file} › broken threw an error: Cannot read.`,
      `${file} › heavy may need 2.000 B (bytes allocated on the heap), over its budget of 1.000 B.`,
      `${file} › slow is slower than the baseline.`,
    ])
  })
})
