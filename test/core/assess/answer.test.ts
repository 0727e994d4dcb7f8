import { expect, test } from 'vitest'
import { answerOf } from '../../../src/core/assess/answer.ts'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
import { shortVerdictOf } from '../../../src/core/assess/short-verdict.ts'
import type { Run } from '../../../src/model/run.ts'
import { benchmark, comparison, runOf } from '../report/example-run.ts'

const answer = (run: Run) => answerOf(run, attention(assess(run)))
const one = benchmark('a.bench.ts', [], 'one', 1000)

test.each([
  ['what nothing is recorded of', {}, /these numbers as the first ones:$/u],
  ['what is new', { comparisons: [comparison(one.id, 'new')] }, /what is new:$/u],
  [
    'what is slower',
    { comparisons: [comparison(one.id, 'regressed', [0.2, 0.3, 0.4])], verdict: 'fail' },
    /wanted, .* it:$/u,
  ],
  [
    'what is gone',
    { comparisons: [comparison('a.bench.ts › gone', 'missing')], verdict: 'inconclusive' },
    /on purpose, .* that:$/u,
  ],
] as const)('%s is accepted once it is committed', (_, more, words) => {
  const run = runOf([one], { request: { command: 'run', filters: [] }, ...(more as Partial<Run>) })
  const told = (dirty: boolean) => answer({ ...run, source: { ...run.source, dirty } }).next
  for (const dirty of [true, false]) {
    expect(told(dirty)?.text).toMatch(words)
    expect(told(dirty)?.command).toContain('assay baseline update')
    expect(/commit what you measured, then accept/iu.test(told(dirty)!.text)).toBe(dirty)
  }
})

test('how sure it is says that no control was measured, where the run was ended before', () => {
  const slower = comparison(one.id, 'regressed', [0.2, 0.3, 0.4], { method: 'paired' })
  const sureOf = (more: Partial<Run>) =>
    answer(runOf([one], { comparisons: [slower], verdict: 'fail', ...more })).sure
  const control = { id: one.id, metric: 'time' as const, screen: [0], confirmation: [] }
  expect(sureOf({})).toContain('at most 1 in 100')
  expect(sureOf({ partial: true })).toContain('was not compared with itself')
  expect(sureOf({ partial: true, nullControls: [control] })).toContain('at most 1 in 100')
})

test('what no pair was measured of is not measured, and what has equal bytes is not the most doubtful', () => {
  const bytes = comparison(one.id, 'inconclusive', [0, 0, 0], { metric: 'allocated', method: 'exact' })
  const none = { method: 'paired' as const, pairs: { screen: [], confirmation: [] }, n: { head: 0, base: 0 } }
  const time = comparison(one.id, 'inconclusive', undefined, none)
  const run = runOf([one], { comparisons: [time, bytes], verdict: 'inconclusive', partial: true })
  expect(answer(run).headline).not.toContain('most doubtful')
  expect(shortVerdictOf(time)).toBe('skipped')
  expect(shortVerdictOf({ ...time, n: { head: 1, base: 1 } })).toBe('undecided')
})
