import { expect, test } from 'vitest'
import { assess } from '../../../src/core/assess/assess.ts'
import { problemSentence, problems as problemsOf } from '../../../src/core/assess/problems.ts'
import type { Run } from '../../../src/model/run.ts'
import { comparison, exampleRun, finding, hostileRun, passingRun, runOf } from '../report/example-run.ts'

const problems = (run: Run) => problemsOf(run, assess(run))

test('whatever fails a gate is a problem', () => {
  expect(problems(exampleRun()).map(({ kind }) => kind)).toEqual([
    'failed',
    'wrong result',
    'over budget',
    'regressed',
    'regressed',
    'regressed',
    'invalid',
  ])
  expect(problems(passingRun())).toEqual([])
})

test('a problem stands at the line of its benchmark, in its file, or in the configuration', () => {
  const [native] = passingRun().benchmarks
  const run = runOf([native!], {
    comparisons: [
      comparison(native!.id, 'regressed', [0.2, 0.3, 0.4]),
      comparison('bench/gone.bench.ts › gone', 'missing'),
    ],
    findings: [
      finding('error', 'load-failed', 'bench/broken.bench.ts', 'No module x'),
      finding('error', 'null-control', 'run', 'Odd.'),
    ],
    configFile: 'perf.config.mts',
    policy: { ...passingRun().policy, inconclusive: 'fail' },
    request: { command: 'gate', filters: [] },
  })
  expect(problems(run).map(({ kind, file, line }) => [kind, file, line])).toEqual([
    ['error', 'bench/broken.bench.ts', 1],
    ['error', 'perf.config.mts', 1],
    ['regressed', 'bench/sort.bench.ts', 7],
    ['missing', 'bench/gone.bench.ts', 1],
  ])
})

test('what is about one benchmark is told apart by what it is about', () => {
  const keys = problems(exampleRun()).map(({ subject, about }) => JSON.stringify([subject, about]))
  expect(new Set(keys).size).toBe(keys.length)
})

test('a sentence names its benchmark, ends, and stays on its line', () => {
  const [first] = problems(exampleRun())
  expect(problemSentence(first!, first!.label)).toBe('parse XML threw an error while setting up.')
  for (const sentence of problems(hostileRun()).map((one) => problemSentence(one, one.label))) {
    expect(sentence).toMatch(/[.:!?…]$/u)
    expect(sentence).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
  }
})

test('what is undecided is one where a gate lets nothing undecided pass', () => {
  const run = exampleRun()
  const strict = { ...run, policy: { ...run.policy, inconclusive: 'fail' as const } }
  const kinds = (of: Run) => new Set(problems(of).map(({ tone }) => tone))
  expect([kinds(run), kinds(strict)]).toEqual([new Set(['bad']), new Set(['bad', 'warn'])])
  expect(kinds({ ...strict, request: { ...run.request, command: 'run' } })).toEqual(new Set(['bad']))
})
