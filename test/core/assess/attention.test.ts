import { expect, test } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention as attentionOf } from '../../../src/core/assess/attention.ts'
import type { Run } from '../../../src/model/run.ts'
import { slowerFunction } from '../report/answer-runs.ts'
import {
  benchmark,
  comparison,
  exampleRun,
  failed,
  finding,
  firstRun,
  passingRun,
  runOf,
} from '../report/example-run.ts'

const attention = (run: Run) => attentionOf(assess(run))

const one = benchmark('a.bench.ts', [], 'one', 1000)
const two = benchmark('a.bench.ts', [], 'two', 1000)

test('the worst comes first', () => {
  const run = exampleRun()
  const kinds = attention({
    ...run,
    findings: [...run.findings, finding('error', 'broken-baseline', 'run', 'Broken.')],
  })
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'error',
    'failed',
    'wrong result',
    'over budget',
    'regressed',
    'regressed',
    'invalid',
    'missing',
    'inconclusive',
    'warning',
    'warning',
  ])
})

test('the larger regression comes first', () => {
  const regressed = attention(exampleRun()).filter(({ kind }) => kind === 'regressed')
  expect(regressed.map(({ what }) => what.split(' ').slice(0, 3).join(' '))).toEqual([
    'is 130 %',
    'is 48.2 %',
  ])
  expect(regressed[1]!.what).toMatch(/slower than the baseline \(3f2a91c\), and allocates 24\.0 % more than/u)
})

test.each([firstRun, passingRun])('nothing needs attention where all is well: %o', (make) => {
  expect(attention(make())).toEqual([])
})

test('a regression says from what, by how much, why as far as is known, and what to do', () => {
  const comparisons = [
    comparison(one.id, 'regressed', [0.2, 0.3, 0.4]),
    comparison(one.id, 'regressed', [0.5, 0.5, 0.5], { metric: 'allocated', method: 'exact' }),
  ]
  const findings = [finding('warning', 'never-steady', one.id, 'It never became steady')]
  expect(attention(runOf([{ ...one, findings }], { comparisons }))).toMatchObject([
    {
      what: 'is 30.0 % [+20.0 %, +40.0 %] slower than the baseline (3f2a91c), and allocates 50.0 % more than the baseline (3f2a91c)',
      cause: 'It also allocates 50.0 % more. It never became steady.',
      command: `npx assay baseline update 'a.bench.ts › one' --why "…"`,
    },
  ])
})

test('what comes from one function is one thing, whichever benchmarks and metrics it shows in', () => {
  const [parse, stream] = ['bench/csv.bench.js › csv › parse', 'bench/csv.bench.js › csv › stream']
  const regressed = attention(slowerFunction()).filter(({ kind }) => kind === 'regressed')
  expect(regressed).toMatchObject([
    {
      subjects: [parse, stream],
      what: expect.stringMatching(/^is worse because of one function; the first is 5\.00 %/u),
    },
  ])
})

test('what can be said of several in the same words is said once', () => {
  const comparisons = [comparison('a › gone', 'missing'), comparison('a › lost', 'missing')]
  expect(attention(runOf([], { comparisons }))).toMatchObject([
    { kind: 'missing', subjects: ['a › gone', 'a › lost'] },
  ])
  const broken = ['x', 'y'].map((name) =>
    failed('b.bench.ts', [], name, { reason: 'load-error', message: 'no' }),
  )
  expect(attention(runOf(broken))).toMatchObject([{ subjects: ['b.bench.ts › x', 'b.bench.ts › y'] }])
  const findings = [one, two].map(({ id }) => finding('warning', 'contaminated', id, `In ${id}`))
  expect(attention(runOf([one, two], { findings }))).toMatchObject([
    { kind: 'warning', subjects: [one.id, two.id], what: `In ${one.id} (the first; the others likewise)` },
  ])
})

test('each of those that are told in the same words is named', () => {
  const subjects = ['a › one', 'a › three', 'a › two']
  const findings = subjects.map((subject) => finding('warning', 'contaminated', subject, 'Disturbed'))
  expect(attention(runOf([], { findings }))).toMatchObject([{ kind: 'warning', subjects, what: 'Disturbed' }])
})

test('errors with different messages are never told as one', () => {
  const findings = ['x', 'y'].map((name) =>
    finding('error', 'load-failed', `${name}.bench.ts`, `No module ${name}`),
  )
  expect(attention(runOf([], { findings }))).toHaveLength(2)
})

test('an undecided comparison is a suspect when it leans to the bad side, or when nothing undecided may pass', () => {
  const kinds = (change: [number | null, number, number | null], inconclusive: 'warn' | 'fail' = 'warn') => {
    const run = runOf([one], { comparisons: [comparison(one.id, 'inconclusive', change)] })
    return attention({ ...run, policy: { ...run.policy, inconclusive } }).map(({ kind }) => kind)
  }
  expect(kinds([-0.05, 0.01, 0.07])).toEqual([])
  expect(kinds([null, -0.3, null])).toEqual([])
  expect(kinds([0.02, 0.025, 0.03])).toEqual(['inconclusive'])
  expect(kinds([null, 0.05, null])).toEqual(['inconclusive'])
  expect(kinds([-0.05, 0.01, 0.07], 'fail')).toEqual(['inconclusive'])
})

test('what one recorded session leaves open needs no attention, but of a gate that lets nothing undecided pass', () => {
  const reason = 'one-session' as const
  const kinds = (
    change: [number, number, number],
    inconclusive: 'warn' | 'fail',
    command: 'run' | 'gate',
  ) => {
    const run = runOf([one], { comparisons: [comparison(one.id, 'inconclusive', change, { reason })] })
    const request = { ...run.request, command }
    return attention({ ...run, request, policy: { ...run.policy, inconclusive } }).map(({ kind }) => kind)
  }
  expect(kinds([-0.01, 0.008, 0.02], 'warn', 'run')).toEqual([])
  expect(kinds([-0.01, 0.008, 0.02], 'warn', 'gate')).toEqual([])
  expect(kinds([-0.01, 0.008, 0.02], 'fail', 'run')).toEqual([])
  expect(kinds([-0.01, 0.008, 0.02], 'fail', 'gate')).toEqual(['inconclusive'])
  expect(kinds([-0.01, 0.06, 0.2], 'warn', 'run')).toEqual(['inconclusive'])
})

test('the finding of an undecided comparison is its cause, its advice the next action', () => {
  const findings = [finding('warning', 'degenerate-data', one.id, 'All values are equal')]
  const comparisons = [comparison(one.id, 'inconclusive', undefined, { findings })]
  expect(attention(runOf([one], { comparisons }))).toEqual([
    {
      kind: 'inconclusive',
      tone: 'warn',
      subjects: [one.id],
      about: 'time',
      what: 'could not be compared with the baseline (3f2a91c) in wall time',
      cause: 'All values are equal.',
      next: 'What to do about degenerate-data.',
    },
  ])
})

test('what does something else is not said to be incomparable', () => {
  const findings = [finding('warning', 'different-result', one.id, "line 1 is 'a', not 'b'")]
  const comparisons = [comparison(one.id, 'invalid', undefined, { findings, reason: 'other-result' })]
  expect(attention(runOf([one], { comparisons }))[0]).toMatchObject({
    kind: 'invalid',
    what: 'does not do the same as the baseline (3f2a91c), so its speed is not judged',
    cause: "line 1 is 'a', not 'b'.",
  })
})

test('a failure shows the end of what the process printed, or else the top of its stack', () => {
  const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n')
  const output = (failure: object) => {
    const error = { reason: 'crashed', message: 'SIGSEGV', ...failure } as const
    return attention(runOf([failed('a.bench.ts', [], 'one', error)]))[0]?.output?.split('\n')
  }
  expect(output({ stderr: `${lines}\n`, stack: lines })?.[0]).toBe('line 12')
  expect(output({ stderr: ' \n', stack: lines })).toEqual(['line 0', 'line 1', 'line 2', 'line 3', 'line 4'])
  expect(output({})).toBeUndefined()
})

test('a regression that CPU time decided says so, and why', () => {
  const byCpu = { metric: 'cpu', standsFor: 'time' } as const
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.3, 0.4], byCpu)]
  expect(attention(runOf([one], { comparisons }))).toMatchObject([
    {
      what: 'uses 30.0 % [+20.0 %, +40.0 %] more CPU time than the baseline (3f2a91c)',
      cause: 'It mostly had to wait for a CPU, so the CPU time decided in place of the wall time.',
    },
  ])
  const open = [comparison(one.id, 'inconclusive', [-0.3, -0.2, 0.4], byCpu)]
  const run = runOf([one], { comparisons: open })
  expect(attention({ ...run, policy: { ...run.policy, inconclusive: 'fail' } })[0]?.what).toContain(
    'has changed by −20.0 % in CPU time [−30.0 %, +40.0 %] against the baseline',
  )
})
