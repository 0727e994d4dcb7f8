import type { Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import { sum } from '../../stats/sample.ts'
import { widestLimits } from '../compare/limits.ts'
import { askToAccept } from '../wording/accept-words.ts'
import { shortChange } from '../wording/change-words.ts'
import { tellEnvironment } from '../wording/environment-words.ts'
import { labelsOf } from '../wording/label.ts'
import { capital } from '../wording/sentence.ts'
import { shellWord } from '../wording/shell-word.ts'
import type { Attention } from './attention.ts'
import type { Cause } from './causes.ts'
import { largestGains } from './gains.ts'
import { groundsOf } from './grounds.ts'
import { headline } from './headline.ts'
import { saidOfMachine, tellCounted, tellMachine, tellRecorded } from './machine-words.ts'
import { notesOf } from './notes.ts'
import { type Regression, regressionsOf } from './regressions.ts'
import { countShortVerdicts, type ShortVerdict } from './short-verdict.ts'

/**
 * The answer of a run, as a person reads it: the verdict, what is broken, what has become worse and because of whom, what
 * else there is, how sure all that is, and the one thing to do next. Text is as it came in: writers escape it.
 */
export type Answer = {
  readonly headline: string
  /** What is broken or missing and has no change to show, worst first. */
  readonly troubles: readonly Attention[]
  readonly regressions: readonly Regression[]
  readonly causes: readonly Cause[]
  /** How the other benchmarks stand, in half-sentences: "139 identical". */
  readonly rest: readonly string[]
  /** How today's numbers of unchanged code compare with the accepted ones, which judges nothing. */
  readonly recorded: string | undefined
  /** The same of what was counted. */
  readonly counted: string | undefined
  /** What the machine was like, where that says something about the numbers. */
  readonly machine: string | undefined
  /** What differs from the environment of recorded numbers, where this run stands beside some. */
  readonly differs: string | undefined
  /** What is weaker than it looks, once each, and of which benchmark. */
  readonly notes: readonly string[]
  readonly sure: string | undefined
  readonly next: { readonly text: string; readonly command?: string } | undefined
}

/** The answer of a run; `items` need attention. */
export function answerOf(run: Run, items: readonly Attention[]): Answer {
  const regressions = regressionsOf(run)
  const grounds = groundsOf(run)
  const isRegressed = ({ kind, tone }: Attention) => kind === 'regressed' && tone === 'bad'
  const broken = items.filter((item) => !isRegressed(item) && troubling.has(item.kind))
  return {
    headline: headline(run, items, grounds),
    troubles: broken,
    regressions,
    causes: grounds.causes,
    rest: isUnchanged(run) ? [] : tellRest(run),
    recorded: tellRecorded(run, grounds.moved),
    counted: tellCounted(run),
    machine: tellMachine(run, grounds.moved),
    differs: tellEnvironment(run.environmentChanges),
    notes: notesOf(run, items, {
      worse: new Set(regressions.map(({ comparison }) => comparison.id)),
      told: new Set([...saidOfMachine(run, grounds.moved), 'environment-differs']),
    }),
    sure: tellCertainty(run, regressions),
    next: nextOf(run, items),
  }
}

const troubling: ReadonlySet<Attention['kind']> = new Set([
  'error',
  'failed',
  'wrong result',
  'over budget',
  'objective lost',
  'grows faster',
  'invalid',
  'missing',
])

/** Whether every benchmark is identical, which the headline says. */
function isUnchanged({ comparisons, benchmarks }: Run): boolean {
  return (
    comparisons.length === benchmarks.length && comparisons.every(({ verdict }) => verdict === 'identical')
  )
}

/** How many benchmarks are what else: better, undecided, the same, identical, new. */
function tellRest(run: Run): string[] {
  const counts = countShortVerdicts(run)
  const size = (...verdicts: ShortVerdict[]) => sum(verdicts.map((one) => counts.get(one) ?? 0))
  const judged = run.comparisons.filter(({ verdict }) => verdict === 'equivalent')
  const better = size('faster', 'lighter', 'better')
  return [
    // The headline of a pass names the largest change, whichever way.
    ...told(better, `better${run.verdict === 'pass' ? '' : largestGain(run)}`),
    ...told(size('undecided'), 'undecided'),
    ...told(size('not judged'), 'not judged'),
    ...told(size('excused'), 'worse and excused'),
    ...told(size('same'), `not worse by ${formatPercent(widestLimits(judged, run.policy).margin)} or more`),
    ...told(size('identical'), 'identical'),
    ...told(size('new'), 'new'),
    ...told(size('skipped'), 'not measured'),
  ]
}

function told(number: number, what: string): string[] {
  return number === 0 ? [] : [`${number} ${what}`]
}

function largestGain(run: Run): string {
  const { free: largest } = largestGains(run)
  return largest ? ` (largest ${shortChange(largest)}, ${labelsOf(run)(largest.id)})` : ''
}

/** How what has become worse was found, and how often such a finding is wrong. */
function tellCertainty(
  { policy, partial, nullControls = [] }: Run,
  regressions: readonly Regression[],
): string | undefined {
  const sampled = regressions.filter(
    ({ comparison: { method } }) => method === 'paired' || method === 'alternated',
  )
  if (sampled.length === 0) return undefined
  if (partial && nullControls.length === 0)
    return 'Confirmed on fresh pairs, but the base was not compared with itself any more.'
  const odds = Math.round(1 / policy.alpha)
  return `Confirmed on fresh pairs; at most 1 in ${odds} such runs raises a false alarm.`
}

/** The one thing to do: about what is worst, else about what is new. */
function nextOf(run: Run, items: readonly Attention[]): Answer['next'] {
  const [worst] = items.filter(({ next, kind }) => next !== '' && kind !== 'warning')
  const late = run.findings.find(({ code }) => code === 'time-over')
  const isCut = run.partial || late !== undefined
  // What was not measured to its end is open because of that.
  if (isCut && !items.some(({ tone }) => tone === 'bad'))
    return { text: late?.advice ?? 'Run it again, and let it come to its end.' }
  if (worst) return { text: worst.next, ...(worst.command !== undefined && { command: worst.command }) }
  if (run.shard) return { text: "Merge it with the other shards: 'assay merge'." }
  const isCompared = run.comparisons.length > 0
  const gap = run.findings.find(({ code }) => code === 'no-base')
  if (!isCompared && gap) return { text: gap.advice }
  const measured = run.benchmarks.some(({ state }) => state === 'measured')
  if (!isCompared && measured && run.request.command === 'run')
    return {
      text: capital(`${askToAccept(run, 'these numbers as the first ones')}:`),
      command: 'npx assay baseline update --why "first numbers"',
    }
  const added = run.comparisons.filter(({ verdict }) => verdict === 'new')
  const [first, second] = added
  if (first) {
    const which = second ? '' : `${shellWord(first.id)} `
    return {
      text: capital(`${askToAccept(run, 'what is new')}:`),
      command: `npx assay baseline update ${which}--why "…"`,
    }
  }
  return undefined
}
