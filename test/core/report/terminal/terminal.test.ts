import { expect, test } from 'vitest'
import { terminal } from '../../../../src/core/report/terminal/terminal.ts'
import { displayWidth } from '../../../../src/core/wording/display-width.ts'
import type { ComparisonReason } from '../../../../src/model/comparison.ts'
import type { FindingCode } from '../../../../src/model/finding-codes.ts'
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

test.each([60, 80, 120, 200])('at %i columns it is the text in test/golden', (width) => {
  expectGolden(`example/terminal-${width}.txt`, terminal(exampleRun(), { color: false, width }))
})

test('colours are ANSI codes and change nothing else', () => {
  const colored = terminal(exampleRun(), { color: true, width: 120 })
  expectGolden('example/terminal-120-color.txt', colored)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is taken out
  const plain = colored.replaceAll(/\u001b\[[0-9;]+m/gu, '')
  expect(plain).toBe(terminal(exampleRun(), { color: false, width: 120 }))
})

test.each([50, 80, 100, 140])('no line but a command is wider than %i columns', (width) => {
  for (const run of [exampleRun(), firstRun(), passingRun(), hostileRun()]) {
    const lines = terminal(run, { color: false, width }).split('\n')
    const wide = lines.filter((line) => displayWidth(line) > width && !line.startsWith('      '))
    expect(wide).toEqual([])
  }
})

test('a long verdict is cut where the terminal is narrow', () => {
  const one = benchmark('a.bench.ts', [], 'one', 1000)
  const open = (metric: 'time' | 'allocated', code: FindingCode, reason: ComparisonReason) =>
    comparison(one.id, 'inconclusive', undefined, {
      metric,
      reason,
      findings: [finding('warning', code, one.id, 'So it is')],
    })
  const comparisons = [
    open('time', 'uneven-forks', 'uneven-trials'),
    open('allocated', 'too-few-memory-forks', 'too-few-trials'),
  ]
  const lines = terminal(runOf([one], { comparisons }), { color: false, width: 40 }).split('\n')
  expect(lines[2]).toMatch(/^! one? .*inconclusive \(.*…/u)
  expect(Math.max(...lines.filter((line) => !line.startsWith('      ')).map(displayWidth))).toBe(50)
})

test('the verdict comes last', () => {
  const paragraphs = terminal(passingRun(), { color: false, width: 120 }).split('\n\n')
  expect(paragraphs.at(-1)).toMatch(/^PASS: [\s\S]*\.\n$/u)
})

test('the change outlasts everything but time and verdict when the terminal is narrow', () => {
  const head = (width: number) => terminal(exampleRun(), { color: false, width }).split('\n')[0]!
  expect(head(200)).toMatch(/time +change +rate +relative +allocated +verdict/u)
  expect(head(100)).toMatch(/time +change +verdict/u)
  expect(head(60)).toMatch(/time +change +verdict/u)
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
