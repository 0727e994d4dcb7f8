import type { Comparison, ComparisonVerdict } from '../../model/comparison.ts'
import type { MetricName } from '../../model/metric.ts'
import type { FailureReason, Phase } from '../../model/outcome.ts'
import type { RunVerdict } from '../../model/run.ts'
import { formatChangeInterval, formatMagnitude } from '../../model/unit.ts'

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

/** What happened, as the verdict of a benchmark that failed. */
export const failureWords = {
  'load-error': 'did not load',
  'not-found': 'not found',
  threw: 'threw',
  'wrong-result': 'wrong result',
  disagrees: 'disagrees',
  'timed-out': 'timed out',
  'out-of-memory': 'out of memory',
  exited: 'exited',
  crashed: 'crashed',
  duplicate: 'duplicate',
  'invalid-budget': 'invalid budget',
} as const satisfies Record<FailureReason, string>

export const phaseWords = {
  starting: 'starting',
  loading: 'loading the file',
  setup: 'setting up',
  verifying: 'verifying the result',
  warming: 'warming up',
  sampling: 'being timed',
} as const satisfies Record<Phase, string>

/** A change in words, as `[verb, worse]`: "allocates 12 % more". */
const changeWords = {
  time: ['is', 'slower'],
  cpu: ['uses', 'more CPU time'],
  allocated: ['allocates', 'more'],
  external: ['keeps', 'more outside the heap'],
  collections: ['causes', 'more garbage collections'],
  gcPause: ['pauses', 'longer for garbage collection'],
} as const satisfies Record<MetricName, readonly [string, string]>

/** "is 48.2 % [+45.1 %, +51.0 %] slower"; `change` must be for the worse. */
export function changePhrase({ metric, change }: Comparison, adverb = ''): string {
  const [word, worse] = changeWords[metric]
  const verb = adverb === '' ? word : `${word} ${adverb}`
  if (!change) return `${verb} ${worse}`
  const certain = change.low === change.estimate && change.high === change.estimate
  const interval = certain ? '' : ` ${formatChangeInterval(change.low, change.high)}`
  return `${verb} ${formatMagnitude(change.estimate)}${interval} ${worse}`
}

/** What a benchmark was compared with: "the baseline (3f2a91c)". */
export function basePhrase({ base, method }: Comparison): string {
  const commit = base.commit === undefined ? undefined : shortCommit(base.commit)
  if (base.baseline === undefined && method !== 'recorded')
    return commit === undefined ? 'its base' : `commit ${commit}`
  return commit === undefined ? 'the baseline' : `the baseline (${commit})`
}

export function shortCommit(commit: string): string {
  return /^[0-9a-f]{8,}$/u.test(commit) ? commit.slice(0, 7) : commit
}

/** "1 benchmark", "3 benchmarks". */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
