import type { Comparison, ComparisonVerdict } from '../../model/comparison.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { FailureReason, Phase } from '../../model/outcome.ts'
import type { RunVerdict } from '../../model/run.ts'
import { formatChange, formatChangeInterval, formatMagnitude, formatQuantity } from '../../model/unit.ts'

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
  disturbed: 'disturbed',
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
  helperCpu: ['uses', 'more CPU time of other threads'],
  allocated: ['allocates', 'more'],
  external: ['allocates', 'more outside the heap'],
  retained: ['leaks', 'more'],
  collections: ['causes', 'more garbage collections'],
  minorCollections: ['causes', 'more collections of the young generation'],
  majorCollections: ['causes', 'more collections of the whole heap'],
  gcPause: ['pauses', 'longer for garbage collection'],
  minorPause: ['pauses', 'longer for the young generation'],
  majorPause: ['pauses', 'longer for the whole heap'],
  peakRss: ['needs', 'more memory at its peak'],
} as const satisfies Record<MetricName, readonly [string, string]>

/** "+48.2 % [+45.1 %, +51.0 %]", and of what if not of wall time. */
export function changeWithInterval(comparison: Comparison): string {
  const { metric: name, change } = comparison
  if (!change) return ''
  const { estimate, low, high } = change
  const of = name === 'time' ? '' : ` in ${metric(name).title}`
  if (isFromNothing(comparison)) return shortChange(comparison) + of
  const isExact = low === estimate && high === estimate
  return `${formatChange(estimate)}${of}${isExact ? '' : ` ${formatChangeInterval(low, high)}`}`
}

/** "+48.2 %", or "CPU +48.2 %" where CPU time decided in place of wall time. */
export function shortChange(comparison: Comparison): string {
  const { metric: name, change, difference = 0, standsFor } = comparison
  if (!change) return ''
  if (isFromNothing(comparison)) return `+${formatQuantity(difference, metric(name).unit)}`
  return `${standsFor === undefined ? '' : 'CPU '}${formatChange(change.estimate)}`
}

/** Whether a comparison decides about a metric: as itself, or in its place. */
export function isAbout({ metric, standsFor }: Comparison, name: MetricName): boolean {
  return (standsFor ?? metric) === name
}

/** Says so where another metric decided than the one that was asked for; '' where not. */
export function decidedBy({ standsFor }: Comparison): string {
  return standsFor === undefined
    ? ''
    : 'Most of its forks had to wait for a CPU, so its CPU time decided in place of its wall time'
}

/**
 * Undecided only because recorded numbers cannot decide it, of one session or of another machine: nothing speaks against
 * it, and nothing could speak for it.
 */
export function isUnsuspected({ verdict, findings }: Comparison): boolean {
  return verdict === 'inconclusive' && findings.some(({ code }) => powerless.has(code))
}

const powerless: ReadonlySet<string> = new Set(['one-session', 'withdrawn'])

/** "is 48.2 % [+45.1 %, +51.0 %] slower", "allocates 16 B more"; `change` must be for the worse. */
export function changePhrase(comparison: Comparison, adverb = ''): string {
  const { metric: name, change, difference = 0 } = comparison
  const [word, worse] = changeWords[name]
  const verb = adverb === '' ? word : `${word} ${adverb}`
  if (!change) return `${verb} ${worse}`
  if (isFromNothing(comparison)) return `${verb} ${formatQuantity(difference, metric(name).unit)} ${worse}`
  const certain = change.low === change.estimate && change.high === change.estimate
  const interval = certain ? '' : ` ${formatChangeInterval(change.low, change.high)}`
  return `${verb} ${formatMagnitude(change.estimate)}${interval} ${worse}`
}

/** Whether an exact metric got worse from less than one unit: then the ratio is against one, and says nothing. */
function isFromNothing({ change, difference = 0 }: Comparison): boolean {
  return difference > 0 && change?.estimate === difference
}

/**
 * How much a change for the worse weighs beside others: its ratio, but that of a few bytes against `small` of them
 * at least. From 8 B to 24 B is no +200 %.
 */
export function weightOf({ change, difference }: Comparison): number {
  const estimate = change?.estimate ?? 0
  if (difference === undefined || estimate === 0) return estimate
  return difference / Math.max(difference / estimate, small)
}

/** Bytes whose allocation is about what a call costs. */
const small = 1_000

/** What a benchmark was compared with: "the baseline (3f2a91c)". */
export function basePhrase({ base, method }: Comparison): string {
  const commit = base.commit === undefined ? undefined : shortCommit(base.commit)
  if (base.ref !== undefined) {
    if (commit === undefined) return base.ref
    return base.commit?.startsWith(base.ref) ? `commit ${commit}` : `${base.ref} (${commit})`
  }
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
