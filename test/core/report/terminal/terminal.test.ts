import { expect, test } from 'vitest'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import {
  firstNumbers,
  manyBenchmarks,
  newBenchmark,
  slowerFunction,
  unchanged,
  unchangedElsewhere,
} from '../answer-runs.ts'
import {
  benchmark,
  comparison,
  exampleRun,
  finding,
  firstRun,
  hostileRun,
  passingRun,
  runOf,
} from '../example-run.ts'
import { expectGolden } from '../golden.ts'

test.each([40, 80, 120])('at %i columns it is the text in test/golden', (width) => {
  expectGolden(`example/terminal-${width}.txt`, terminal(exampleRun(), { color: false, width }))
})

test.each([
  ['a', unchanged()],
  ['b', unchangedElsewhere()],
  ['c', slowerFunction()],
  ['d', firstNumbers()],
  ['e', newBenchmark()],
  ['f', manyBenchmarks()],
])('the answer (%s) is the text in test/golden/answers at 40, 80 and 120 columns', (name, run) => {
  for (const width of [40, 80, 120]) {
    const text = terminal(run, { color: false, width, report: 'reports/latest/report.html' })
    expectGolden(`answers/${name}-${width}.txt`, text)
    const start = text.search(/^(?:PASS|FAIL|UNDECIDED|MEASURED)\b/mu)
    expect(text.slice(start).trimEnd().split('\n').length).toBeLessThanOrEqual(25 + 3)
  }
})

test('colours are ANSI codes and change nothing else', () => {
  const colored = terminal(exampleRun(), { color: true, width: 120 })
  expectGolden('example/terminal-120-color.txt', colored)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is taken out
  const plain = colored.replaceAll(/\u001b\[[0-9;]+m/gu, '')
  expect(plain).toBe(terminal(exampleRun(), { color: false, width: 120 }))
})

test.each([40, 50, 80, 100, 140])('no line but a command is wider than %i columns', (width) => {
  for (const run of [exampleRun(), firstRun(), passingRun(), hostileRun()]) {
    const lines = terminal(run, { color: false, width }).split('\n')
    const wide = lines.filter((line) => displayWidth(line) > width && !line.startsWith('         npx assay'))
    expect(wide).toEqual([])
  }
})

test('where runtimes differ by nothing that is decided, the advice names flags of the command', () => {
  const alternatives = [comparison('a', 'inconclusive', [-0.02, 0.01, 0.04])]
  const text = terminal(runOf([benchmark('a.bench.ts', [], 'a', 1_000)], { alternatives }), {
    color: false,
    width: 300,
  })
  expect(text).toContain('More pairs (--forks 100, or time.forks.max), more time (--time)')
})

test('the answer comes last, and has at most 25 lines whatever the suite', () => {
  const many = Array.from({ length: 200 }, (_, index) =>
    benchmark('a.bench.ts', ['group'], `number ${index}`, 1000),
  )
  const comparisons = many.map(({ id }) => comparison(id, 'regressed', [0.451, 0.482, 0.51]))
  const findings = many.map(({ id }) =>
    finding('error', 'load-failed', id, `It is broken: ${'very '.repeat(50)}`),
  )
  for (const width of [40, 80]) {
    const text = terminal(runOf(many, { comparisons, findings, verdict: 'fail' }), { color: false, width })
    const answer = text.slice(text.indexOf('SLOWER: ')).trimEnd().split('\n')
    expect(answer.length).toBeLessThanOrEqual(25)
    expect(answer.at(-1)).toMatch(/^ {9}/u)
  }
})

test('a suite of more than 60 shows what needs a look, unless all are asked for', () => {
  const many = Array.from({ length: 61 }, (_, index) => benchmark('a.bench.ts', [], `number ${index}`, 1000))
  const comparisons = many.map(({ id }, index) =>
    index === 7 ? comparison(id, 'regressed', [0.451, 0.482, 0.51]) : comparison(id, 'identical'),
  )
  const run = runOf(many, { comparisons, verdict: 'fail' })
  const text = terminal(run, { color: false, width: 80 })
  expect(text.match(/^ {2}number \d+ .*$/gmu)).toEqual([expect.stringMatching(/number 7 .* slower$/u)])
  expect(text).toContain('Not shown: 60 benchmarks without news; --all shows them.')
  expect(terminal(run, { color: false, width: 80, all: true }).match(/^ {2}number \d+ /gmu)).toHaveLength(61)
})

test('names are never shortened: where there is no room they have a line of their own', () => {
  const names = ['reading JSON {benchmarks: 100}', 'writing JSON {benchmarks: 100}', '長い'.repeat(30)]
  const run = runOf(names.map((name) => benchmark('a.bench.ts', ['report'], name, 1000)))
  for (const width of [40, 80]) {
    const text = terminal(run, { color: false, width })
    expect(text).not.toContain('…')
    expect(text.replaceAll(/\s+/gu, '')).toContain('長い'.repeat(30))
  }
})

test('the most severe part of a verdict is the one that is shown', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const comparisons = [
    comparison(one.id, 'inconclusive', [-0.1, 1.28, 5], { reason: 'uncertain' }),
    comparison(one.id, 'regressed', [0.169, 0.169, 0.169], { metric: 'allocated', method: 'exact' }),
  ]
  const text = terminal(runOf([one], { comparisons, verdict: 'fail' }), { color: false, width: 80 })
  expect(text.split('\n')[2]).toMatch(/ heavier$/u)
})

test('numbers that nothing was compared with are no success, and the next step is said', () => {
  const text = terminal(firstRun(), { color: true, width: 80 })
  expect(text).toContain('\u001b[1mMEASURED: 2 benchmarks. Nothing to compare with yet.\u001b[0m')
  expect(text).toContain('npx assay baseline update --why "first numbers"')
})

test('an escape sequence in a name does not reach the terminal', () => {
  const text = terminal(hostileRun(), { color: false, width: 200 })
  expect(text).toContain('␛[31mred')
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/u)
  // Only the isolates that are put around right-to-left text.
  expect(text).not.toMatch(/(?![\u2068\u2069\u200d])\p{Cf}/u)
})

test('wide characters take two columns', () => {
  const run = runOf([
    benchmark('a.bench.ts', [], '行列の積', 1000),
    benchmark('a.bench.ts', [], 'product', 1000),
  ])
  const lines = terminal(run, { color: false, width: 80 })
    .split('\n')
    .filter((line) => line.includes('µs'))
  const columns = lines.map((line) => displayWidth(line.slice(0, line.indexOf('µs'))))
  expect(columns[0]).toBe(columns[1])
})
