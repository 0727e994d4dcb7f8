import { expect, test } from 'vitest'
import { junit } from '../../../../src/core/report/machine/junit.ts'
import type { Run } from '../../../../src/model/run.ts'
import { timingsIn } from '../../../rows.ts'
import { benchmark, comparison, exampleRun, failed, finding, passingRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'
import { crowdedRun, hostileFormatsRun } from '../hostile-formats.ts'
import { malformed } from '../well-formed.ts'

function textOf(run: Run): string {
  const [{ text } = { text: '' }] = junit(run)
  return text
}

function body(run: Run): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  const text = textOf(run)
  expect(text.startsWith(declaration)).toBe(true)
  return text.slice(declaration.length)
}

/** Test cases with what they came to, by name. */
function cases(run: Run): Record<string, string> {
  const found = body(run).matchAll(/<testcase [^>]*? name="([^"]*)"[^>]*?(?:\/>|>(.*?)<\/testcase>)/gsu)
  return Object.fromEntries(
    [...found].map(([, name, inside = '']) => [
      name!,
      /<(failure|error|skipped)/u.exec(inside)?.[1] ?? 'passed',
    ]),
  )
}

test('the suites of the example are those in test/golden', () => {
  expectGolden('example/junit.xml', textOf(exampleRun()))
})

test.each([exampleRun, hostileFormatsRun, () => crowdedRun(50), () => runOf([])])(
  'it is well-formed and holds nothing that XML forbids: %o',
  (make) => {
    expect(malformed(body(make()))).toBeUndefined()
  },
)

test('what is counted is what is there', () => {
  const xml = body(exampleRun())
  const suites = [...xml.matchAll(/<testsuite (.*?)>(.*?)<\/testsuite>/gsu)]
  expect(suites).toHaveLength(3)
  for (const [, attributes, content] of [
    ...suites,
    ...xml.matchAll(/<testsuites (.*?)>(.*)<\/testsuites>/gsu),
  ]) {
    const said = (name: string) => Number(new RegExp(`${name}="(\\d+)"`, 'u').exec(attributes!)?.[1])
    const found = (tag: string) => content!.match(new RegExp(`<${tag}[ >]`, 'gu'))?.length ?? 0
    expect([said('tests'), said('failures'), said('errors'), said('skipped')]).toEqual([
      found('testcase'),
      found('failure'),
      found('error'),
      found('skipped'),
    ])
  }
})

test('each criterion is a case: that it runs, its budgets, its comparisons, what is gone', () => {
  expect(cases(exampleRun())).toMatchObject({
    'sort › native {n: 10000}': 'passed',
    'sort › native {n: 10000}: budget of wall time': 'failure',
    'sort › native {n: 10000}: budget of bytes allocated on the heap': 'passed',
    'sort › native {n: 10000}: wall time against its base': 'failure',
    'sort › native {n: 10000}: bytes allocated on the heap against its base': 'failure',
    'sort › merge': 'failure',
    'sort › radix {n: 100}: wall time against its base': 'passed',
    'sort › bubble {n: 100}: wall time against its base': 'skipped',
    'parse 10 kB: wall time against its base': 'skipped',
    'parse XML': 'failure',
    'parse YAML': 'skipped',
    'product › dense › naive {n: 256}: wall time against its base': 'error',
    'transpose: wall time against its base': 'skipped',
  })
})

test('what cannot be decided fails where a gate lets nothing undecided pass', () => {
  const run = exampleRun()
  const strict = { ...run, policy: { ...run.policy, inconclusive: 'fail' as const } }
  const undecided = ['parse 10 kB', 'sort › bubble {n: 100}'].map(
    (label) => `${label}: wall time against its base`,
  )
  expect(undecided.map((name) => cases(strict)[name])).toEqual(['failure', 'failure'])
  const looked = { ...strict, request: { ...run.request, command: 'run' as const } }
  expect(undecided.map((name) => cases(looked)[name])).toEqual(['skipped', 'skipped'])
})

test('where CPU time decided in place of wall time, the case keeps its name', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.3, 0.4], { metric: 'cpu', standsFor: 'time' })]
  expect(cases(runOf([one], { comparisons }))['one: wall time against its base']).toBe('failure')
})

test('what is not slower has passed, even if nobody knows whether it is faster', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const open = { method: 'paired', decisive: false } as const
  const comparisons = [comparison(one.id, 'inconclusive', [-0.05, -0.02, 0.01], open)]
  expect(cases(runOf([one], { comparisons }))['one: wall time against its base']).toBe('passed')
})

test('the anchor is a criterion of its own', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const comparisons = [comparison(one.id, 'regressed', [0.2, 0.3, 0.4], { base: { ref: 'v1' } })]
  const anchor = { ref: 'v1', tolerance: 0.05, margin: 0.1, comparisons }
  const run = runOf([one], { comparisons: [comparison(one.id, 'equivalent', [-0.01, 0, 0.01])], anchor })
  expect(cases(run)).toEqual({
    one: 'passed',
    'one: wall time against its base': 'passed',
    'one: wall time against its anchor': 'failure',
  })
})

test('an error that belongs to a file, or to the run, is a case there', () => {
  const findings = [
    finding('error', 'load-failed', 'bench/broken.bench.ts', 'No module x'),
    finding('error', 'null-control', 'run', 'Odd.'),
  ]
  const xml = body(runOf([], { findings }))
  expect(xml).toMatch(
    /<testsuite name="bench\/broken\.bench\.ts" tests="1" failures="0" errors="1"[^>]*>\s*<testcase classname="bench\/broken\.bench\.ts" name="load-failed" file="bench\/broken\.bench\.ts"><error type="No module x"/u,
  )
  expect(xml).toContain('<testsuite name="run"')
})

test('a failure says by how much, why, what it printed and what to do, in lines', () => {
  const error = { reason: 'threw' as const, message: 'no', stderr: 'first\nsecond ]]>\n' }
  const xml = body(runOf([failed('a.bench.ts', [], 'one', error)]))
  expect(xml).toContain(
    '<failure type="threw" message="one threw an error.">no.\nFix the benchmark or the code that it calls.\nfirst\nsecond ]]&gt;</failure>',
  )
})

test('the time of a case is what its forks took to warm up and to sample', () => {
  const [native] = passingRun().benchmarks
  // Five forks: 120 ms of warm-up and 200 batches of 100 operations each.
  const sampled = timingsIn(native!).reduce((sum, { mean }) => sum + 0.12 + (200 * 100 * mean) / 1e9, 0)
  // Three memory forks: 10,000 operations of 1 µs each.
  const all = sampled + 3 * 0.01
  expect(textOf(passingRun())).toContain(`name="sort › native {n: 100}" time="${all.toFixed(3)}"`)
})
