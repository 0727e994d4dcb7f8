import { expect, test } from 'vitest'
import { methodSection, reproductionSection } from '../../../../src/core/report/blocks/condition-sections.ts'
import type { Run } from '../../../../src/model/run.ts'
import { benchmark, comparison, runOf } from '../example-run.ts'
import { written } from '../written.ts'

const method = (run: Run) => written(run, (view) => [methodSection(view)])
const reproduction = (run: Run) => written(run, (view) => [reproductionSection(view)])

const one = benchmark('a.bench.ts', [], 'one', 1000)
const two = benchmark('a.bench.ts', [], 'two', 1000)

test('the method names what decided in place of wall time, and why', () => {
  const byCpu = { metric: 'cpu', standsFor: 'time' } as const
  const comparisons = [
    comparison(one.id, 'equivalent', [0, 0, 0], byCpu),
    comparison(two.id, 'equivalent', [0, 0, 0]),
  ]
  expect(method(runOf([one, two], { comparisons }))).toContain(
    '- 1 comparison of wall time was decided by CPU time: most trials had to wait for a CPU, and the benchmark does not wait by itself.',
  )
  expect(method(runOf([one, two], { comparisons: comparisons.slice(1) }))).not.toContain('was decided by')
})

test('where no batch was taken, none is said to be contaminated', () => {
  expect(method(runOf([one]))).toContain('were contaminated')
  expect(method(runOf([]))).not.toMatch(/contaminated|NaN/u)
})

test('the CPU time of other threads is told where it was measured', () => {
  const helperCpu = { ...one.metrics.time!, estimate: one.metrics.time!.estimate / 4 }
  const busy = { ...one, metrics: { ...one.metrics, helperCpu } }
  expect(method(runOf([busy, two]))).toContain(
    "- CPU time of the process's other threads ÷ wall time: 25 %. The compiler, the collector and the pool are such threads.",
  )
  expect(method(runOf([two]))).not.toContain('other threads')
})

test.each([
  ['the commit of a revision', 'main', { ref: 'main', commit: 'f'.repeat(40) }, 'f'.repeat(40)],
  ['the version of a tag', 'npm:latest', { ref: 'npm:lib@1.2.3' }, 'npm:lib@1.2.3'],
])('a comparison is reproduced with %s', (_, ref, base, given) => {
  const comparisons = [comparison(one.id, 'equivalent', [0, 0, 0], { base })]
  const request = { command: 'compare' as const, ref, filters: ['one two'] }
  const words = (run: Run) => /npx assay (.*) --seed/u.exec(reproduction(run))?.[1]
  expect(words(runOf([one], { comparisons, request }))).toBe(`compare ${given} 'one two'`)
  expect(words(runOf([one], { request }))).toBe(`compare ${ref} 'one two'`)
  const gated = { ...request, command: 'gate' as const }
  expect(words(runOf([one], { comparisons, request: gated }))).toBe(`gate --against ${given} 'one two'`)
})

test('a gate against the baseline is reproduced against the baseline, not its commit', () => {
  const comparisons = [
    comparison(one.id, 'equivalent', [0, 0, 0], { base: { commit: 'f'.repeat(40), baseline: 'b' } }),
  ]
  const request = { command: 'gate' as const, ref: 'baseline', filters: [] }
  expect(reproduction(runOf([one], { comparisons, request }))).toContain(
    'npx assay gate --against baseline --seed',
  )
})
