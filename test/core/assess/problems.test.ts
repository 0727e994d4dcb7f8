import { expect, test } from 'vitest'
import { attention } from '../../../src/core/assess/attention.ts'
import { isFailure, problemSentence, problems } from '../../../src/core/assess/problems.ts'
import { comparison, exampleRun, finding, hostileRun, passingRun, runOf } from '../report/example-run.ts'

test('each subject of an item is a problem, in the same order', () => {
  const run = exampleRun()
  expect(problems(run).map(({ subject }) => subject)).toEqual(
    attention(run).flatMap(({ subjects }) => subjects),
  )
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
  const sentences = problems(exampleRun()).map(problemSentence)
  expect(sentences[0]).toBe('parse XML threw an error while setting up.')
  expect(sentences.at(-1)).toBe('parse a table: The forks never became steady: 4 of 10 still got faster.')
  for (const sentence of problems(hostileRun()).map(problemSentence)) {
    expect(sentence).toMatch(/[.:!?…]$/u)
    expect(sentence).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
  }
})

test('a warning fails no gate', () => {
  const run = exampleRun()
  const failing = problems(run).filter((problem) => isFailure(problem, run))
  expect(new Set(failing.map(({ tone }) => tone))).toEqual(new Set(['bad']))
})
