import { expect, test } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
import { headline as headlineOf } from '../../../src/core/assess/headline.ts'
import type { Explanation, Place } from '../../../src/model/explanation.ts'
import type { Run } from '../../../src/model/run.ts'
import {
  benchmark,
  comparison,
  exampleRun,
  failed,
  finding,
  firstRun,
  hostileNames,
  passingRun,
  runOf,
} from '../report/example-run.ts'

/** As a gate tells it. */
const headline = (run: Run) => {
  const gated: Run = { ...run, request: { command: 'gate', filters: [] } }
  return headlineOf(gated, attention(assess(gated)))
}

const one = benchmark('a.bench.ts', ['sort'], 'native', 1000, { params: { n: 10_000 } })
const two = benchmark('a.bench.ts', [], 'two', 1000)
const three = benchmark('a.bench.ts', [], 'three', 1000)
const asked = { method: 'paired', base: { ref: 'main', commit: '3f2a91c0d5e6b7a8' } } as const

function explanationOf(id: string, place: Place): Explanation {
  const cost = { cost: 21_000, collector: 0, builtins: 0, callees: [] }
  return {
    ...{ id, base: asked.base, replicates: 12, together: true, withoutInlining: false },
    ...{ operation: { base: 1e6, head: 1.05e6 }, functions: [], artifacts: [] },
    blamed: [{ ...place, ...cost }],
  }
}

test('a failed gate names the benchmark, the change, its base and the policy', () => {
  const regressed = comparison(one.id, 'regressed', [0.451, 0.482, 0.51])
  expect(headline(runOf([one], { comparisons: [regressed], verdict: 'fail' }))).toBe(
    'FAIL: sort › native {n: 10000} is 48.2 % [+45.1 %, +51.0 %] slower than the baseline (3f2a91c); tolerance 1 %, drift allowance 10 %.',
  )
  const paired = { ...regressed, method: 'paired' as const, base: { commit: '3f2a91c0d5e6b7a8' } }
  expect(headline(runOf([one], { comparisons: [paired], verdict: 'fail' }))).toBe(
    'FAIL: sort › native {n: 10000} is 48.2 % [+45.1 %, +51.0 %] slower than commit 3f2a91c; tolerance 1 %.',
  )
})

test('each metric is told by the tolerance and the margin that it was judged by', () => {
  const p99 = { metric: 'latency.p99', method: 'paired' } as const
  const regressed = comparison(one.id, 'regressed', [0.451, 0.482, 0.51], p99)
  const fails = runOf([one], { comparisons: [regressed], verdict: 'fail' })
  const own = { ...fails.policy.tolerance, 'latency.p99': { absolute: 0, relative: 0.2 } }
  const run = { ...fails, policy: { ...fails.policy, metrics: ['time', 'latency.p99'], tolerance: own } }
  expect(headline(run)).toMatch(/; tolerance 20 %\.$/u)
  expect(assess(run).find(({ about }) => about === 'latency.p99')?.numbers?.atMost).toBe(0.2)
  const equal = comparison(one.id, 'equivalent', [-0.01, 0.008, 0.02], p99)
  expect(headline({ ...run, comparisons: [equal], verdict: 'pass' })).toContain('none more than 60 % worse')
})

test('of several regressions it says how many there are of how many, and whose fault they are', () => {
  const slower = [one, two].map(({ id }, index) =>
    comparison(id, 'regressed', [0.04, 0.05 + 0.02 * index, 0.1], asked),
  )
  const heavier = comparison(two.id, 'regressed', [0.1, 0.1, 0.1], {
    ...asked,
    metric: 'allocated',
    method: 'exact',
  })
  const run = runOf([one, two, three], { comparisons: [...slower, heavier], verdict: 'fail' })
  expect(headline(run)).toBe(
    'FAIL: 2 of 3 benchmarks are slower than main (3f2a91c), by up to 7.00 % (two), 1 is heavier.',
  )
  const convert = { name: 'convert', file: 'src/csv.js', line: 22 }
  const explained = [one, two].map(({ id }) => explanationOf(id, convert))
  expect(headline({ ...run, explanations: explained })).toBe(
    'FAIL: 2 of 3 benchmarks are slower than main (3f2a91c), by up to 7.00 % (two), 1 is heavier, because of convert (src/csv.js:22).',
  )
  const other = explanationOf(two.id, { ...convert, name: 'other' })
  expect(headline({ ...run, explanations: [explained[0]!, other] })).toMatch(/; 2 functions are to blame\.$/u)
  const alone = { ...run, comparisons: [slower[0]!], explanations: explained }
  expect(headline(alone)).toMatch(
    /^FAIL: sort › native .* slower than main .*, because of convert \(src\/csv\.js:22\)\.$/u,
  )
})

test('what could not be profiled is counted, and the report says how to', () => {
  const slower = [one, two, three].map(({ id }) => comparison(id, 'regressed', [0.04, 0.05, 0.06], asked))
  const left = (id: string) => ({
    ...finding('warning', 'not-explained', id, 'Not profiled'),
    advice: `Profile it alone: assay profile '${id}' --against main; or raise time.explanations.`,
  })
  const explanations = [explanationOf(one.id, { name: 'convert', file: 'src/csv.js', line: 22 })]
  const findings = [left(two.id), left(three.id)]
  const run = runOf([one, two, three], { comparisons: slower, explanations, findings, verdict: 'fail' })
  expect(headline(run)).toMatch(
    /; 1 of them because of convert \(src\/csv\.js:22\); 2 benchmarks could not be profiled\.$/u,
  )
  const none = { ...run, explanations: [], findings: [...findings, left(one.id)] }
  expect(headline(none)).toMatch(/; none of them could be profiled\.$/u)
  const alone = { ...run, comparisons: [slower[1]!], explanations: [] }
  expect(headline(alone)).toMatch(/; it could not be profiled\.$/u)
  const told = assess(run).find(({ subject }) => subject === two.id)?.told
  expect(told?.next).toContain(`assay profile '${two.id}' --against main`)
})

test('a run says what has become worse, and does not call that a failure', () => {
  const told = (more: Partial<Run>) => {
    const run = runOf([one, two], { ...more, verdict: 'fail' })
    return headlineOf(run, attention(assess(run)))
  }
  const slower = comparison(one.id, 'regressed', [0.04, 0.05, 0.06], asked)
  const heavier = comparison(two.id, 'regressed', [0.1, 0.1, 0.1], {
    ...asked,
    metric: 'allocated',
    method: 'exact',
  })
  expect(told({ comparisons: [heavier, slower] })).toBe(
    'SLOWER: 1 of 2 benchmarks is slower than main (3f2a91c), by 5.00 % (sort › native {n: 10000}), 1 is heavier.',
  )
  expect(told({ comparisons: [heavier] })).toMatch(/^HEAVIER: two allocates 10\.0 % more than main/u)
  const findings = [finding('error', 'load-failed', 'b.bench.ts', 'Cannot find module x')]
  expect(told({ comparisons: [slower], findings })).toMatch(/^FAIL: b\.bench\.ts/u)
})

test('a failed gate names no policy for an exact metric, which needs none', () => {
  const more = comparison(one.id, 'regressed', [0.24, 0.24, 0.24], { metric: 'allocated', method: 'exact' })
  expect(headline(runOf([one], { comparisons: [more], verdict: 'fail' }))).toBe(
    'FAIL: sort › native {n: 10000} allocates 24.0 % more than the baseline (3f2a91c).',
  )
})

test('of several problems the worst is told and the others are counted', () => {
  expect(headline(exampleRun())).toBe('FAIL: parse XML threw an error while setting up; and 5 more problems.')
})

test('a broken file is a failure that names the file', () => {
  const findings = [finding('error', 'load-failed', 'b.bench.ts', 'Cannot find module x')]
  expect(headline(runOf([one], { findings, verdict: 'fail' }))).toBe(
    'FAIL: b.bench.ts: Cannot find module x.',
  )
})

test('a pass says what it may claim', () => {
  expect(headline(passingRun())).toBe(
    'PASS: 2 benchmarks measured, none more than 3 % worse than the baseline (3f2a91c); largest change −40.1 % [−43.0 %, −37.7 %] (sort › radix {n: 100}); the largest for the worse +0.80 % [−1.20 %, +2.10 %] (sort › native {n: 100}); 1 improved.',
  )
  const comparisons = [
    comparison(one.id, 'inconclusive', [-0.01, 0.008, 0.04]),
    comparison(two.id, 'new'),
    comparison('a.bench.ts › gone', 'missing'),
  ]
  expect(headline(runOf([one, two], { comparisons }))).toBe(
    'PASS: 2 benchmarks measured, none proven more than 1 % worse (drift allowance 10 %) than the baseline (3f2a91c); largest change +0.80 % [−1.00 %, +4.00 %] (sort › native {n: 10000}); 1 inconclusive; 1 missing; 1 new.',
  )
})

test('a first run says that there is nothing to compare with yet', () => {
  expect(headline(firstRun())).toBe('MEASURED: 2 benchmarks. Nothing to compare with yet.')
  expect(headline(runOf([one], { comparisons: [comparison(one.id, 'new')] }))).toBe(
    '1 benchmark measured; none of them is in the baseline yet.',
  )
  const budget = [{ metric: 'time' as const, limit: 2000, observed: 1000, kept: true }]
  expect(headline(runOf([{ ...one, budget }]))).toMatch(
    /^PASS: 1 benchmark measured, its budget kept; no baseline/u,
  )
})

test('an undecided run names the most doubtful comparison', () => {
  const comparisons = [
    comparison(one.id, 'inconclusive', [0.018, 0.062, 0.11]),
    comparison(two.id, 'equivalent', [0, 0, 0]),
  ]
  expect(headline(runOf([one, two], { comparisons, verdict: 'inconclusive' }))).toBe(
    'UNDECIDED: 1 of 2 comparisons with the baseline (3f2a91c) could not be decided; the most doubtful is sort › native {n: 10000} with +6.20 % [+1.80 %, +11.0 %], where these forks could have proven 4.5 %.',
  )
  const missing = [comparison(two.id, 'equivalent', [0, 0, 0]), comparison('a.bench.ts › gone', 'missing')]
  expect(headline(runOf([two], { comparisons: missing, verdict: 'inconclusive' }))).toBe(
    'UNDECIDED: a.bench.ts › gone is in the baseline but was not measured.',
  )
  expect(headline(runOf([two], { verdict: 'inconclusive' }))).toMatch(
    /^UNDECIDED: 1 benchmark measured; no baseline/u,
  )
})

test('a run whose comparison is switched off says so first, and by what', () => {
  const why = 'The baseline was measured for 3.00 s per benchmark, this run for 500 ms'
  const off = (id: string) =>
    comparison(id, 'inconclusive', undefined, {
      reason: 'incomparable',
      findings: [finding('warning', 'incomparable', id, why)],
    })
  const verdict = 'inconclusive'
  expect(headline(runOf([one, two], { comparisons: [off(one.id), off(two.id)], verdict }))).toBe(
    'UNDECIDED: 2 of 2 benchmarks are not compared: the baseline was measured for 3.00 s per benchmark, this run for 500 ms.',
  )
  const comparisons = [
    comparison(one.id, 'inconclusive', [0.018, 0.062, 0.11]),
    comparison(two.id, 'new'),
    off(three.id),
  ]
  expect(headline(runOf([one, two, three], { comparisons, verdict }))).toBe(
    'UNDECIDED: 1 of 3 benchmarks is not compared: the baseline was measured for 3.00 s per benchmark, this run for 500 ms; 1 inconclusive; 1 new.',
  )
})

test('a run against one recorded session says what was looked for, and what cannot be said', () => {
  const open = comparison(one.id, 'inconclusive', [-0.01, 0.008, 0.02], { reason: 'one-session' })
  const bytes = comparison(one.id, 'equivalent', [0, 0, 0], { metric: 'allocated', method: 'exact' })
  const comparisons = [open, bytes, comparison(two.id, 'new')]
  expect(headline(runOf([one, two], { comparisons, verdict: 'inconclusive' }))).toBe(
    'UNDECIDED: 2 benchmarks measured, none suspected of being more than 1 % worse than the baseline (3f2a91c); one recorded session rules nothing out: record a second one; largest change +0.80 % [−1.00 %, +2.00 %] (sort › native {n: 10000}); 1 new.',
  )
  const suspect = comparison(two.id, 'inconclusive', [0.018, 0.062, 0.11])
  expect(headline(runOf([one, two], { comparisons: [open, suspect], verdict: 'inconclusive' }))).toMatch(
    /^UNDECIDED: 2 of 2 comparisons with the baseline \(3f2a91c\) could not be decided; the most doubtful is two/u,
  )
})

test('an invalid run says why', () => {
  const findings = [finding('error', 'null-control', 'run', 'The control regressed against itself.')]
  expect(headline(runOf([one], { findings, verdict: 'invalid' }))).toBe(
    'INVALID: The control regressed against itself.',
  )
})

test('nothing measured says what became of the benchmarks', () => {
  const verdict = 'nothing-measured'
  const broken = failed('a.bench.ts', [], 'one', { reason: 'crashed', message: 'SIGSEGV', phase: 'warming' })
  expect(headline(runOf([], { verdict }))).toBe('NOTHING MEASURED: there was no benchmark to run.')
  expect(headline(runOf([broken], { verdict }))).toBe(
    'NOTHING MEASURED: 1 of 1 benchmark failed; one crashed while warming up.',
  )
  expect(headline(runOf([{ ...two, state: 'skipped' }], { verdict }))).toBe(
    'NOTHING MEASURED: 1 benchmark skipped.',
  )
})

test('an interrupted run says how far it came', () => {
  const run = runOf([one, { ...two, state: 'skipped' }], { partial: true })
  expect(headline(run)).toMatch(/^Interrupted after 1 of 2 benchmarks\. MEASURED: 1 benchmark\./u)
  expect(headline({ ...run, benchmarks: [] })).toBe('Interrupted before anything was measured.')
})

test('the sentence is one line of bounded length, whatever the names are', () => {
  for (const name of Object.values(hostileNames)) {
    const hostile = benchmark(name, [name], name, 1000)
    const comparisons = [comparison(hostile.id, 'regressed', [0.2, 0.3, 0.4])]
    const sentence = headline(runOf([hostile], { comparisons, verdict: 'fail' }))
    expect(sentence).not.toMatch(/\p{Cc}/u)
    expect(sentence.length).toBeLessThan(300)
  }
})

test('benchmarks of the same name are told apart by their files', () => {
  const other = benchmark('b.bench.ts', [], 'two', 1000)
  const comparisons = [comparison(other.id, 'regressed', [0.2, 0.3, 0.4])]
  expect(headline(runOf([two, other], { comparisons, verdict: 'fail' }))).toMatch(
    /^FAIL: b\.bench\.ts › two is /u,
  )
})

test('a metric that is not wall time is named', () => {
  const byCpu = { metric: 'cpu', standsFor: 'time' } as const
  const slower = comparison(one.id, 'regressed', [0.451, 0.482, 0.51], byCpu)
  expect(headline(runOf([one], { comparisons: [slower], verdict: 'fail' }))).toBe(
    'FAIL: sort › native {n: 10000} uses 48.2 % [+45.1 %, +51.0 %] more CPU time than the baseline (3f2a91c); tolerance 1 %, drift allowance 10 %.',
  )
  const equal = comparison(one.id, 'equivalent', [-0.01, 0.008, 0.02], byCpu)
  expect(headline(runOf([one], { comparisons: [equal] }))).toContain(
    'largest change +0.80 % in CPU time [−1.00 %, +2.00 %] (sort',
  )
  const open = comparison(one.id, 'inconclusive', [-0.01, 0.008, 0.04], byCpu)
  expect(headline(runOf([one], { comparisons: [open], verdict: 'inconclusive' }))).toContain(
    'with +0.80 % in CPU time [−1.00 %, +4.00 %]',
  )
})

test('a pass of what has not changed says that, and no number', () => {
  const identical = [one, two].map(({ id }) =>
    comparison(id, 'identical', undefined, { method: 'identical', base: { ref: 'v1' } }),
  )
  expect(headline(runOf([one, two], { comparisons: identical }))).toBe(
    'PASS: nothing that 2 benchmarks read has changed since v1.',
  )
})

test('a pass tells what is worse and excused, and claims nothing about it', () => {
  const excused = comparison(one.id, 'regressed', [0.04, 0.05, 0.06], { excused: 'waiver' })
  expect(headline(runOf([one, two], { comparisons: [excused] }))).toBe(
    'PASS: 2 benchmarks measured; 1 benchmark worse and excused.',
  )
  const held = comparison(two.id, 'equivalent', [-0.01, 0, 0.01])
  expect(headline(runOf([one, two], { comparisons: [excused, held] }))).toMatch(
    /^PASS: 2 benchmarks measured, none more than 3 % worse than .*; 1 benchmark worse and excused\.$/u,
  )
})

test('a run that is faster and nowhere heavier tells of the gain, not of ±0.00 %', () => {
  const exact = { metric: 'allocated', method: 'exact', difference: 0, limit: 8 } as const
  const comparisons = [
    comparison(one.id, 'improved', [-0.92, -0.91, -0.9]),
    comparison(one.id, 'equivalent', [0, 0, 0], exact),
  ]
  expect(headline(runOf([one], { comparisons }))).toBe(
    'PASS: 1 benchmark measured, none more than 3 % worse than the baseline (3f2a91c); largest change −91.0 % [−92.0 %, −90.0 %] (sort › native {n: 10000}); 1 improved.',
  )
  const same = [comparison(one.id, 'equivalent', [0, 0, 0], exact)]
  expect(headline(runOf([one], { comparisons: same }))).toContain('; no change of 0.01 % or more.')
})

test('a gain stands beside the bytes that it costs', () => {
  const exact = { metric: 'allocated', method: 'exact', difference: 135, limit: 8 } as const
  const comparisons = [
    comparison(one.id, 'improved', [-0.78, -0.77, -0.76]),
    comparison(one.id, 'regressed', [0.135, 0.135, 0.135], exact),
  ]
  expect(headline(runOf([one], { comparisons, verdict: 'fail' }))).toBe(
    'FAIL: sort › native {n: 10000} allocates 13.5 % more than the baseline (3f2a91c), beyond the limit of 8 B; the largest gain is −77.0 % [−78.0 %, −76.0 %] (sort › native {n: 10000}).',
  )
})
