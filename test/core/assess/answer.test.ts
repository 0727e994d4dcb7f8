import { expect, test } from 'vitest'
import { answerOf } from '../../../src/core/assess/answer.ts'
import { assess } from '../../../src/core/assess/assess.ts'
import { attention } from '../../../src/core/assess/attention.ts'
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
