import { expect, test } from 'vitest'
import { markdown } from '../../../../src/core/report/markdown/markdown.ts'
import { exampleRun, finding, firstRun, hostileNames, hostileRun, passingRun, runOf } from '../example-run.ts'
import { expectGolden } from '../golden.ts'

test.each([
  ['example', exampleRun],
  ['first-run', firstRun],
  ['passing', passingRun],
])('the report and its plots are those in test/golden/%s', (name, make) => {
  for (const { path, text } of markdown(make())) expectGolden(`${name}/${path}`, text)
})

test('every picture in the report is a file of the report', () => {
  const [report, ...plots] = markdown(exampleRun())
  const linked = [...report!.text.matchAll(/^!\[[^\]]*\]\(([^)]+)\)$/gmu)].map(([, path]) => path)
  expect(linked).toEqual(plots.map(({ path }) => path))
  expect(linked).toEqual([
    'plots/counts.svg',
    'plots/changes.svg',
    'plots/forks.svg',
    'plots/history.svg',
    'plots/latency.svg',
  ])
})

test('the verdict is the first thing after the title, then what changed, then what needs attention, and all others after it', () => {
  const lines = markdown(exampleRun())[0]!.text.split('\n')
  expect(lines[2]).toMatch(/^\*\*FAIL: /u)
  const places = ['## What changed', '## Needs attention', '## All benchmarks'].map((one) =>
    lines.indexOf(one),
  )
  expect(places[0]).toBeGreaterThan(0)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test.each([
  ['gate', 'warn', 'is held to 1 %. What stays undecided is a warning.'],
  ['gate', 'fail', 'is held to 1 %. What stays undecided fails.'],
  ['run', 'fail', 'A run only looks: suspects stay undecided until a gate measures them again.'],
] as const)(
  'the report of a %s, undecided ones being a %s, says what it decides',
  (command, policy, said) => {
    const { policy: usual, benchmarks } = firstRun()
    const run = runOf(benchmarks, {
      request: { command, filters: [] },
      policy: { ...usual, inconclusive: policy },
    })
    const [report] = markdown(run)
    expect(report!.text).toContain(said)
    // Only the fresh forks of a gate hold the probability of a false alarm.
    expect(report!.text.includes('any false alarm')).toBe(command === 'gate')
  },
)

test('a run of nothing still gives a report', () => {
  const [report, ...plots] = markdown(runOf([], { verdict: 'nothing-measured' }))
  expect(report!.text).toContain('**NOTHING MEASURED: there was no benchmark to run.**')
  expect(report!.text).not.toContain('## All benchmarks')
  expect(plots).toEqual([])
})

/** The report without what is code, where nothing is looked for. */
function withoutCode(report: string): string {
  return report
    .replaceAll(/^ *(`{3,}).*\n[\s\S]*?\n *\1$/gmu, '')
    .replaceAll(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gu, '')
}

test('hostile names do nothing in the report', () => {
  const report = markdown(hostileRun())[0]!.text
  const text = withoutCode(report)
  expect(report).not.toMatch(/(?!\n)\p{Cc}/u)
  expect(text.match(/<[^>]*>/gu)?.filter((tag) => !/^<\/?code>$/u.test(tag)) ?? []).toEqual([])
  expect(text).not.toMatch(/(?<!\\)\](?:\(http|\[)/u)
  expect(text).not.toMatch(/@\w/u)
  expect(text).not.toMatch(/(?<!\\)\*b(?<!\\)\*/u)
  expect(text).not.toMatch(/^\s*# three/mu)
})

test('hostile names add no cell, row or line to a table', () => {
  const lines = markdown(hostileRun())[0]!.text.split('\n')
  const tables = lines.filter((line) => line.startsWith('|'))
  const machine = tables.findIndex((line) => line.startsWith('| What'))
  // A cell ends at a pipe that no backslash stands before, in code as well (GFM 4.10).
  const cells = tables.slice(0, machine).map((line) => line.match(/(?:\\.|[^|\\])+/gu)?.length)
  expect(new Set(cells)).toEqual(new Set([4, 5]))
  // A title, a rule, a measured and a failed benchmark for each file; before them what was compared.
  const names = Object.keys(hostileNames).length
  expect(machine).toBe(2 + names + names * 4)
})

test('a finding cannot begin a heading or a list of its own', () => {
  const messages = ['# heading', '- item', '1. item', '===', '    code']
  const codes = ['turbo', 'waiting', 'no-baseline', 'few-samples', 'one-session'] as const
  const findings = messages.map((message, index) => finding('info', codes[index]!, 'run', message))
  const report = markdown(runOf([], { findings, verdict: 'nothing-measured' }))[0]!.text
  for (const code of codes) expect(report).toMatch(new RegExp(`^- \`${code}\`: \\S`, 'mu'))
})
