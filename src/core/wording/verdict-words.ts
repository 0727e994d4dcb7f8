import type { ComparisonVerdict } from '../../model/comparison.ts'
import type { Run, RunVerdict } from '../../model/run.ts'

/** How a statement should strike the reader; each format has its own means to show it. */
export type Tone = 'bad' | 'warn' | 'good' | 'plain'

export const verdictTones = {
  regressed: 'bad',
  invalid: 'bad',
  missing: 'warn',
  inconclusive: 'warn',
  improved: 'good',
  equivalent: 'plain',
  identical: 'plain',
  new: 'plain',
} as const satisfies Record<ComparisonVerdict, Tone>

export const runWords = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'UNDECIDED',
  invalid: 'INVALID',
  'nothing-measured': 'NOTHING MEASURED',
} as const satisfies Record<RunVerdict, string>

/** How the verdict of a run should strike the reader. Numbers that nothing was compared with are no success. */
export function toneOf(run: Run): Tone {
  return isUnjudged(run) ? 'plain' : runTones[run.verdict]
}

/** The verdict in one word: a run that was held to nothing has none. */
export function titleWord(run: Run): string {
  return isUnjudged(run) ? 'MEASURED' : runWords[run.verdict]
}

/** Whether nothing could fail: there was neither a base nor a budget. */
function isUnjudged({ verdict, comparisons, benchmarks }: Run): boolean {
  const isBudgeted = benchmarks.some(
    ({ budget = [], objectives = [] }) => budget.length + objectives.length > 0,
  )
  return verdict === 'pass' && !isBudgeted && comparisons.every((one) => one.verdict === 'new')
}

export const runTones = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  invalid: 'bad',
  'nothing-measured': 'bad',
} as const satisfies Record<RunVerdict, Tone>
