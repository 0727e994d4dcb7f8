import type { Comparison } from '../../model/comparison.ts'
import type { BudgetResult, Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import { isDecided, isUnsuspected } from '../compare/comparison-state.ts'
import { widestLimits } from '../compare/limits.ts'
import { weighChange } from '../compare/weight.ts'
import { changeWithInterval } from '../wording/change-words.ts'
import { count } from '../wording/count.ts'
import { truncate } from '../wording/display-width.ts'
import { labelsOf } from '../wording/label.ts'
import { visible } from '../wording/plain.ts'
import { shardWords } from '../wording/shard-words.ts'
import { runWords } from '../wording/verdict-words.ts'
import type { Attention } from './attention.ts'
import { sharedBase, unchangedWords } from './claim.ts'
import { largestGains, sizeOfChange } from './gains.ts'
import { type Grounds, groundsOf } from './grounds.ts'
import { incomparableWords, isIncomparable } from './incomparable-words.ts'
import { tellMove } from './machine-words.ts'
import { blameWords, regressedWords } from './regressed-words.ts'
import { isRegression } from './regressions.ts'
import { worseWord } from './short-verdict.ts'

/** The verdict in one sentence, with the number that decided it; `items` need attention. Plain text: writers escape it. */
export function headline(run: Run, items: readonly Attention[], grounds: Grounds = groundsOf(run)): string {
  const isEmpty = run.shard !== undefined && run.benchmarks.length === 0
  const sentence = `${shardWords(run)}${isEmpty ? '' : sentences[run.verdict](run, items, grounds)}`
  if (!run.partial) return sentence
  const done = run.benchmarks.filter(({ state }) => state !== 'skipped').length
  return done === 0
    ? 'Interrupted before anything was measured.'
    : `Interrupted after ${done} of ${count(run.benchmarks.length, 'benchmark')}. ${sentence}`
}

type Tell = (run: Run, items: readonly Attention[], grounds: Grounds) => string

const sentences: Record<Run['verdict'], Tell> = {
  pass(run) {
    const known = run.comparisons.filter(({ verdict }) => verdict !== 'new')
    if (known.length === 0) return nothingCompared(run)
    const judged = known.filter(({ excused }) => excused === undefined)
    if (judged.length === 0) return `${runWords.pass}: ${measured(run)}; ${excusedWords(known)}.`
    const what = unchangedWords(judged)
    const parts = [
      `${runWords.pass}: ${what === undefined ? `${measured(run)}, none ${proven(judged, run)} ${sharedBase(judged)}` : what}`,
      ...largestChanges(judged, run),
      excusedWords(known),
      ...tally(run.comparisons),
    ]
    return `${parts.filter((part) => part !== '').join('; ')}.`
  },

  fail(run, items, { causes }) {
    const deciding = items.filter(({ tone }) => tone === 'bad')
    const worst = deciding[0] ?? items[0]
    if (!worst) return `${runWords.fail}: ${measured(run)}.`
    if (worst.kind === 'regressed' && worst.about !== 'anchor') {
      const grouped = regressedWords(run, causes)
      if (grouped !== undefined) return `${failWord(run, worst)}: ${grouped}${besides(run)}.`
    }
    const others = deciding.length > 1 ? `; and ${count(deciding.length - 1, 'more problem')}` : ''
    // It may be what a gain has cost.
    const gain = worst.kind === 'regressed' || worst.kind === 'over budget' ? besides(run) : ''
    const blame = worst.kind === 'regressed' ? blameWords(run, causes) : ''
    return `${failWord(run, worst)}: ${told(worst, run)}${terms(worst, run)}${blame}${others}${gain}.`
  },

  inconclusive(run, items, grounds) {
    const word = runWords.inconclusive
    const open = run.comparisons.filter(({ verdict, decisive }) => verdict === 'inconclusive' && decisive)
    const { length } = run.comparisons.filter(({ verdict }) => verdict !== 'new' && verdict !== 'missing')
    const missing = items.find(({ kind }) => kind === 'missing')
    const untold = items.find(({ kind, about }) => kind === 'inconclusive' && about === 'growth')
    if (length === 0 && !untold) return `${word}: ${nothingCompared(run)}`
    const gap = missing ?? untold
    if (open.length === 0) return `${word}: ${gap ? told(gap, run) : measured(run)}.`
    const off = incomparableWords(run)
    if (off !== undefined) {
      const others = run.comparisons.filter((one) => !isIncomparable(one))
      return `${word}: ${[off, ...tally(others)].join('; ')}.`
    }
    if (open.every(isUnsuspected)) return `${word}: ${unsuspected(open, run, grounds)}.`
    const sentence = `${word}: ${open.length} of ${count(length, 'comparison')} with ${sharedBase(open)} could not be decided`
    // Bytes that are the same in all that there are leave no doubt.
    const doubtful = open.filter((one) => isMeasured(one) && sizeOfChange(one) > 0)
    const [worst] = doubtful.toSorted((a, b) => weighChange(b) - weighChange(a))
    if (!worst) return `${sentence}.`
    const detectable =
      worst.minimumDetectable === null
        ? ''
        : `, where these forks could have proven ${formatPercent(worst.minimumDetectable)}`
    return `${sentence}; the most doubtful is ${name(worst.id, run)} with ${changeWithInterval(worst)}${detectable}${besides(run)}.`
  },

  invalid(run, items) {
    const worst = items.find(({ kind }) => kind === 'error' || kind === 'invalid')
    return `${runWords.invalid}: ${worst ? told(worst, run) : 'these numbers prove nothing'}.`
  },

  'nothing-measured'(run, [worst]) {
    const words = runWords['nothing-measured']
    const failed = run.benchmarks.filter(({ state }) => state === 'failed').length
    if (run.benchmarks.length === 0)
      return `${words}: ${worst ? told(worst, run) : 'there was no benchmark to run'}.`
    if (failed === 0 || !worst) return `${words}: ${count(run.benchmarks.length, 'benchmark')} skipped.`
    return `${words}: ${failed} of ${count(run.benchmarks.length, 'benchmark')} failed; ${told(worst, run)}.`
  },
}

/** A run does not fail because something is slower: it says that it is. */
function failWord({ request, comparisons }: Run, worst: Attention): string {
  if (request.command !== 'run' || worst.kind !== 'regressed') return runWords.fail
  const words = comparisons.filter(isRegression).map(({ metric }) => worseWord(metric))
  return (words.find((word) => word === 'slower') ?? words[0] ?? 'worse').toUpperCase()
}

function nothingCompared(run: Run): string {
  const { comparisons, environment, verdict } = run
  const isNew = comparisons.length > 0
  const known = isNew
    ? 'none of them is in the baseline yet'
    : `no baseline for class ${environment.class} yet`
  const limits = run.benchmarks.flatMap(({ budget = [] }) => budget)
  if (verdict === 'pass' && limits.length === 0 && !isNew)
    return `MEASURED: ${count(run.benchmarks.filter(({ state }) => state === 'measured').length, 'benchmark')}. Nothing to compare with yet.`
  if (verdict !== 'pass' || limits.length === 0) return `${measured(run)}; ${known}.`
  return `${runWords.pass}: ${measured(run)}, ${keptWords(limits)}; ${known}.`
}

function keptWords(limits: readonly BudgetResult[]): string {
  const kept = limits.filter((one) => one.kept).length
  if (kept < limits.length) return `${kept} of ${count(limits.length, 'budget')} kept, the others excused`
  return `${kept === 1 ? 'its budget' : `all ${kept} budgets`} kept`
}

function measured(run: Run): string {
  return `${count(run.benchmarks.filter(({ state }) => state === 'measured').length, 'benchmark')} measured`
}

/** What a pass may claim: only a disproven slowdown is "not slower". */
function proven(judged: readonly Comparison[], { policy }: Run): string {
  const decided = judged.every(isDecided)
  const { tolerance, margin } = widestLimits(judged, policy)
  const recorded = judged.some(({ method }) => method === 'recorded')
  const drift = recorded ? ` (drift allowance ${formatPercent(policy.drift)})` : ''
  return decided
    ? `more than ${formatPercent(margin)} worse than`
    : `proven more than ${formatPercent(tolerance)} worse${drift} than`
}

/** What recorded numbers allow to say that can decide nothing. */
function unsuspected(open: readonly Comparison[], run: Run, grounds: Grounds): string {
  const limit = formatPercent(widestLimits(open, run.policy).tolerance)
  const moved = open.some(({ reason }) => reason === 'machine-moved')
  const { size } = new Set(open.map(({ id }) => id))
  const machine = moved ? tellMove(grounds.moved) : undefined
  if (machine !== undefined) {
    const rest = tally(run.comparisons.filter((one) => !isUnsuspected(one)))
    return [
      `${size} of ${count(run.benchmarks.length, 'benchmark')} are not judged: ${machine}`,
      ...rest,
    ].join('; ')
  }
  return [
    `${measured(run)}, none suspected of being more than ${limit} worse than ${sharedBase(open)}`,
    moved
      ? 'the machine has moved since it was recorded, which rules nothing out'
      : `one recorded session rules nothing out: ${run.source.commit === undefined ? 'put the project under git, and pairs decide' : 'record a second one'}`,
    ...largestChanges(open, run),
    ...tally(run.comparisons.filter((one) => !isUnsuspected(one))),
  ]
    .filter((part) => part !== '')
    .join('; ')
}

/**
 * The largest change, better or worse; beside a gain what has become worse most, too. What rounds to nothing is no change
 * to speak of.
 */
function largestChanges(comparisons: readonly Comparison[], run: Run): string[] {
  const changes = comparisons.filter(isChange).toSorted((a, b) => sizeOfChange(b) - sizeOfChange(a))
  const [largest] = changes
  if (!largest) return comparisons.some(isMeasured) ? ['no change of 0.01 % or more'] : []
  const worst = weighChange(largest) > 0 ? undefined : changes.find((one) => weighChange(one) > 0)
  return [
    `largest change ${named(largest, run)}`,
    ...(worst === undefined ? [] : [`the largest for the worse ${named(worst, run)}`]),
  ]
}

/** What a benchmark has gained that is worse in something else: whoever reads of the price should read of it, too. */
function besides(run: Run): string {
  const { paid } = largestGains(run)
  return paid ? `; the largest gain is ${named(paid, run)}` : ''
}

function named(comparison: Comparison, run: Run): string {
  return `${changeWithInterval(comparison)} (${name(comparison.id, run)})`
}

function isMeasured({ change, difference, method }: Comparison): boolean {
  return (change !== undefined || difference !== undefined) && method !== 'identical'
}

function isChange(comparison: Comparison): boolean {
  return isMeasured(comparison) && sizeOfChange(comparison) >= leastChange
}

/** Half of what is the last digit of a change. */
const leastChange = 0.00005

/** What is worse, and passes all the same. */
function excusedWords(comparisons: readonly Comparison[]): string {
  const excused = new Set(comparisons.filter((one) => one.excused).map(({ id }) => id)).size
  return excused === 0 ? '' : `${count(excused, 'benchmark')} worse and excused`
}

function tally(comparisons: readonly Comparison[]): string[] {
  return (['improved', 'inconclusive', 'missing', 'new'] as const).flatMap((verdict) => {
    const { size } = new Set(comparisons.filter((one) => one.verdict === verdict).map(({ id }) => id))
    return size === 0 ? [] : [`${size} ${verdict}`]
  })
}

/** An item of attention as a clause. */
function told({ kind, subjects, what }: Attention, run: Run): string {
  const [first, ...others] = subjects
  const clause = what.replace(/\.$/u, '')
  const named = `${name(first, run)}${others.length > 0 ? ` and ${others.length} more` : ''}`
  if (kind === 'error' || kind === 'warning') return first === 'run' ? clause : `${named}: ${clause}`
  return others.length > 0 ? `${named}: each ${clause}` : `${named} ${clause}`
}

/** The policy that made a regression one; that of an exact metric is told with it. */
function terms({ kind, subjects }: Attention, { comparisons, policy }: Run): string {
  if (kind !== 'regressed') return ''
  const sampled = comparisons.filter(
    ({ id, verdict, method }) => id === subjects[0] && verdict === 'regressed' && method !== 'exact',
  )
  if (sampled.length === 0) return ''
  const drift = sampled.some(({ method }) => method === 'recorded')
    ? `, drift allowance ${formatPercent(policy.drift)}`
    : ''
  return `; tolerance ${formatPercent(widestLimits(sampled, policy).tolerance)}${drift}`
}

/** Names may be of any length; a sentence may not. */
function name(id: string, run: Run): string {
  return truncate(visible(labelsOf(run)(id)), 80)
}
