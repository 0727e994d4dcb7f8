import type { ComparisonVerdict } from '../../model/comparison.ts'
import type { RunVerdict } from '../../model/run.ts'

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
  inconclusive: 'INCONCLUSIVE',
  invalid: 'INVALID',
  'nothing-measured': 'NOTHING MEASURED',
} as const satisfies Record<RunVerdict, string>

export const runTones = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'warn',
  invalid: 'bad',
  'nothing-measured': 'bad',
} as const satisfies Record<RunVerdict, Tone>
