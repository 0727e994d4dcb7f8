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
export function toneOf({ verdict, comparisons, benchmarks }: Run): Tone {
  const isBudgeted = benchmarks.some(({ budget = [] }) => budget.length > 0)
  return verdict === 'pass' && comparisons.length === 0 && !isBudgeted ? 'plain' : runTones[verdict]
}

export const runTones = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  invalid: 'bad',
  'nothing-measured': 'bad',
} as const satisfies Record<RunVerdict, Tone>
