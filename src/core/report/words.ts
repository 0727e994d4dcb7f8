import type { Comparison, ComparisonVerdict } from '../../model/comparison.ts'
import { type MetricName, metric } from '../../model/metric.ts'
import type { FailureReason, Phase } from '../../model/outcome.ts'
import type { RunVerdict } from '../../model/run.ts'
import {
  formatChange,
  formatChangeInterval,
  formatMagnitude,
  formatQuantity,
  signedQuantity,
} from '../../model/unit.ts'
import { median } from '../../stats/quantile.ts'

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

/** "+48.2 % [+45.1 %, +51.0 %]", or "from 0 B to 1.1 kB", and of what if not of wall time. */
export function changeWithInterval(comparison: Comparison): string {
  const { metric: name, change } = comparison
  const of = name === 'time' ? '' : ` in ${metric(name).title}`
  if (!change) return isFromNothing(comparison) ? fromTo(comparison) + of : ''
  return `${formatChange(change.estimate)}${of} ${intervalOf(comparison)}`.trim()
}

/** The same where it is clear of what. */
export function changeAlone(comparison: Comparison): string {
  const { change } = comparison
  if (!change) return isFromNothing(comparison) ? fromTo(comparison) : ''
  return `${formatChange(change.estimate)} ${intervalOf(comparison)}`.trim()
}

/** "+48.2 %", or "CPU +48.2 %" where CPU time decided in place of wall time; "+1.1 kB" of what was nothing. */
export function shortChange(comparison: Comparison): string {
  const { metric: name, change, difference = 0, standsFor } = comparison
  if (change) return `${standsFor === undefined ? '' : 'CPU '}${formatChange(change.estimate)}`
  if (!isFromNothing(comparison)) return ''
  return signedQuantity(difference, metric(name).unit)
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

/** "is 48.2 % [+45.1 %, +51.0 %] slower", "allocates 16 B more"; the change must be for the worse. */
export function changePhrase(comparison: Comparison, adverb = ''): string {
  const { metric: name, change, difference = 0 } = comparison
  const [word, worse] = changeWords[name]
  const verb = adverb === '' ? word : `${word} ${adverb}`
  if (isFromNothing(comparison)) return `${verb} ${formatQuantity(difference, metric(name).unit)} ${worse}`
  if (!change) return `${verb} ${worse}`
  return [verb, formatMagnitude(change.estimate), intervalOf(comparison), worse]
    .filter((part) => part !== '')
    .join(' ')
}

/** Whether an exact metric is compared with nothing: there is no ratio, and the difference is told. */
function isFromNothing({ change, difference }: Comparison): boolean {
  return change === undefined && difference !== undefined
}

/** "from 0 B to 1.1 kB", by the medians of what was compared. */
function fromTo({ metric: name, values, difference = 0 }: Comparison): string {
  const { unit } = metric(name)
  const [head, base] = [values?.head ?? [], values?.base.flat() ?? []]
  if (head.length === 0 || base.length === 0) return signedQuantity(difference, unit)
  return `from ${formatQuantity(median(base), unit)} to ${formatQuantity(median(head), unit)}`
}

/** The interval, where there is one; forks that all say the same need none. */
function intervalOf({ change }: Comparison): string {
  if (!change) return ''
  const { estimate, low, high } = change
  return low === estimate && high === estimate ? '' : formatChangeInterval(low, high)
}

/**
 * How much a change weighs beside others, positive for the worse: its ratio, but that of a few bytes against `small` of
 * them at least. From 8 B to 24 B is no +200 %.
 */
export function weightOf({ change, difference }: Comparison): number {
  const estimate = change?.estimate ?? 0
  if (difference === undefined) return estimate
  if (change === undefined) return difference / small
  return estimate === 0 ? 0 : difference / Math.max(difference / estimate, small)
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
