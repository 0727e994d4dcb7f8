import type { Comparison } from '../../model/comparison.ts'
import type { Finding } from '../../model/finding.ts'
import { isSampled, metric } from '../../model/metric.ts'
import type { BenchmarkResult, Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import type { Waiver } from '../../model/waiver.ts'
import { isDecided, isLeading, isUnsuspected } from '../compare/comparison-state.ts'
import { limitsFor } from '../compare/limits.ts'
import { explanationFor } from '../compare/told-explanation.ts'
import { weighChange } from '../compare/weight.ts'
import { askToAccept } from '../wording/accept-words.ts'
import { changePhrase, changeWithInterval, decidedBy } from '../wording/change-words.ts'
import { basePhrase } from '../wording/commit.ts'
import { explanationAdvice, explanationSentence } from '../wording/explanation-words.ts'
import { beyondLimit } from '../wording/limit-words.ts'
import { shellWord } from '../wording/shell-word.ts'
import { type Item, type Numbers, optionalCause, type Told } from './assessment.ts'
import { originOf } from './causes.ts'
import { rulesOf, waiverOf } from './excuse.ts'
import { findingsOf } from './findings.ts'

/** That nothing is worse than its base, and than the anchor: what leads before the rest, and the largest change first. */
export function comparisonItems(run: Run): Item[] {
  const benchmarks = new Map(run.benchmarks.map((one) => [one.id, one]))
  const heavier = Map.groupBy(run.comparisons.filter(isHeavier), ({ id }) => id)
  const unexplained = Map.groupBy(
    findingsOf(run).filter(({ code }) => telling.has(code)),
    ({ subject }) => subject,
  )
  const { comparisons, anchor } = run
  const items = (list: readonly Comparison[], against: 'comparison' | 'anchor') =>
    list
      .toSorted((a, b) => Number(isLeading(b)) - Number(isLeading(a)) || weighChange(b) - weighChange(a))
      .map((one) => itemOf(one, against, { run, benchmark: benchmarks.get(one.id), heavier, unexplained }))
  return [...items(comparisons, 'comparison'), ...items(anchor?.comparisons ?? [], 'anchor')]
}

type Context = {
  readonly run: Run
  readonly benchmark: BenchmarkResult | undefined
  /** What is exact and has become worse, by benchmark. */
  readonly heavier: ReadonlyMap<string, readonly Comparison[]>
  /** What says why no profile tells of it, by benchmark. */
  readonly unexplained: ReadonlyMap<string, readonly Finding[]>
}

function itemOf(comparison: Comparison, criterion: 'comparison' | 'anchor', context: Context): Item {
  const { id: subject, metric: name, standsFor = name, verdict, decisive } = comparison
  const { run, benchmark } = context
  const about = criterion === 'anchor' ? `anchor ${standsFor}` : standsFor
  const item = { criterion, comparison, subject, about, benchmark }
  if (verdict === 'regressed') return regression(item, context)
  if (isDecided(comparison)) return { ...item, state: 'met', look: 'none' }
  // What is undecided against the anchor decides nothing: the baseline's word stands.
  const isOpen = criterion === 'anchor' || verdict === 'new' || (verdict === 'inconclusive' && !decisive)
  if (isOpen) return { ...item, state: 'open', look: 'none' }
  const told = undecided(comparison, context)
  const isFailing = run.policy.inconclusive === 'fail' && run.request.command !== 'run'
  const isShown = verdict !== 'inconclusive' || isSuspect(comparison, run)
  const look = verdict === 'invalid' || isFailing ? 'failure' : 'warning'
  const numbers = numbersOf(comparison, limitsFor(comparison, run.policy).margin)
  return { ...item, state: 'undecided', look: isShown ? look : 'none', told, numbers }
}

type Bare = Pick<Item, 'subject' | 'about' | 'benchmark'> & {
  readonly criterion: 'comparison' | 'anchor'
  readonly comparison: Comparison
}

function regression(item: Bare, { run, benchmark, heavier, unexplained }: Context): Item {
  const { criterion, comparison } = item
  const { id, excused, findings, metric: name } = comparison
  const isAnchor = criterion === 'anchor'
  const { tolerance } = limitsFor(comparison, run.policy)
  const explanation = explanationFor(comparison, run)
  const why = explanation
    ? explanationSentence(explanation, name)
    : unexplained.get(id)?.find(({ code }) => code === 'costlier-imports')?.message
  const isWaived = excused === 'waiver' && benchmark
  const waiver = isWaived ? waiverOf(comparison, benchmark, rulesOf(run)) : undefined
  const excuse = excused && (waiver ? waiverWords(waiver) : 'it fails softly')
  const advice = explanation ? explanationAdvice(explanation, name) : adviceUnexplained(unexplained.get(id))
  const next = excuse
    ? { next: `Excused, so it fails nothing: ${excuse}.` }
    : isAnchor
      ? { next: beyondAnchor }
      : isAsked(comparison)
        ? { next: `${advice}.` }
        : {
            next: `${advice}; if the cost is wanted, ${askToAccept(run, 'it')}:`,
            command: `npx assay baseline update ${shellWord(id)} --why "…"`,
          }
  return {
    ...item,
    state: excuse ? 'excused' : 'not-met',
    look: excuse ? 'warning' : 'failure',
    told: {
      source: excuse ? id : (originOf(comparison, run) ?? id),
      kind: 'regressed',
      tone: excuse ? 'warn' : 'bad',
      what: `${changePhrase(comparison)} than ${isAnchor ? 'the anchor, ' : ''}${basePhrase(comparison)}${beyondLimit(comparison)}`,
      ...(why && { why }),
      ...(excuse && { excuse }),
      ...optionalCause(
        why ?? '',
        ...findings.map(({ message }) => message),
        decidedBy(comparison),
        excuse || isAnchor ? '' : alsoWorse(comparison, heavier.get(id)),
      ),
      ...next,
    },
    numbers: numbersOf(comparison, isAnchor && run.anchor ? run.anchor.tolerance : tolerance),
    ...(waiver && { owner: waiver.owner, until: waiver.until }),
  }
}

/** What to do where no profile tells, without a full stop. */
function adviceUnexplained([found]: readonly Finding[] = []): string {
  return found?.advice.replace(/\.$/u, '') ?? 'Find what changed it'
}

const telling: ReadonlySet<string> = new Set(['not-explained', 'calls-counted', 'costlier-imports'])

const beyondAnchor =
  'Each step since then was accepted, all of them together are not. Win it back; or, if this is the new normal, move gate.anchor.'

/** "storage accepts up to 10 % until 2026-12-31: the new index" */
function waiverWords({ owner, limit, until, why }: Waiver): string {
  return `${owner} accepts up to ${formatPercent(limit)} until ${until}: ${why}`
}

/** What is invalid, missing or inconclusive. */
function undecided(comparison: Comparison, { run, heavier }: Context): Told {
  const { id, metric: name, findings, verdict } = comparison
  const base = basePhrase(comparison)
  const messages = findings.map(({ message }) => message)
  const advised = findings.filter(({ advice }) => advice !== '')
  const fix = (advised.find(({ severity }) => severity !== 'info') ?? advised[0])?.advice
  if (verdict === 'invalid')
    return {
      ...{ kind: 'invalid', tone: 'bad' },
      what:
        comparison.reason === 'other-result'
          ? `does not do the same as ${base}, so its speed is not judged`
          : `could not be compared with ${base} in ${metric(name).title}`,
      ...optionalCause(...messages),
      next: fix ?? 'Fix what made the numbers unusable and measure again.',
    }
  if (verdict === 'missing')
    return {
      ...{ kind: 'missing', tone: 'warn' },
      what: `is in ${base} but was not measured`,
      ...optionalCause(...messages),
      next: `Bring it back; if it was removed or renamed on purpose, ${askToAccept(run, 'that')}:`,
      command: 'npx assay baseline update --why "…"',
    }
  return {
    ...{ kind: 'inconclusive', tone: 'warn' },
    what: doubt(comparison, run),
    ...optionalCause(...messages, decidedBy(comparison), alsoWorse(comparison, heavier.get(id))),
    next: fix ?? 'Measure it again, with more forks:',
    ...(fix === undefined && { command: `npx assay gate ${shellWord(id)}` }),
  }
}

/** Whether it is with a revision that somebody named: then there is no baseline that could be replaced. */
function isAsked({ base }: Comparison): boolean {
  const isAccepted = base.baseline !== undefined || base.ref === 'baseline'
  return !isAccepted && base.ref !== undefined && base.commit !== base.ref
}

/**
 * Undecided with a reason to look, or leaning to the bad side; or where the policy lets nothing undecided pass. What one
 * recorded session leaves open by its nature is worth an item each to a gate that fails on it, not to a run that looks.
 */
function isSuspect(comparison: Comparison, { policy, request }: Run): boolean {
  const { change, findings } = comparison
  const expected = isUnsuspected(comparison)
  if (policy.inconclusive === 'fail' && !(expected && request.command === 'run')) return true
  if (findings.length > 0 && !expected) return true
  if (!change) return false
  const { tolerance, margin } = limitsFor(comparison, policy)
  return (change.low !== null && change.low > tolerance) || change.estimate > margin
}

function doubt(comparison: Comparison, { policy }: Run): string {
  const { change, difference, method, metric: name, findings, minimumDetectable } = comparison
  const base = basePhrase(comparison)
  const size = change?.estimate ?? difference
  if (size === undefined) return `could not be compared with ${base} in ${metric(name).title}`
  const drift = method === 'recorded' && findings.length === 0
  const reasons = [
    drift && `a recorded baseline may drift by ${formatPercent(policy.drift)}`,
    minimumDetectable !== null &&
      `these forks could have proven a change of ${formatPercent(minimumDetectable)}`,
  ].filter((reason) => reason !== false)
  const changed =
    size > 0
      ? `${changePhrase(comparison, 'perhaps')} than ${base}`
      : `has changed by ${changeWithInterval(comparison)} against ${base}`
  return [changed, reasons.join(', ')].filter((part) => part !== '').join('; ')
}

/** What is counted exactly, such as bytes, often says why what is sampled, such as time, has become worse. */
function alsoWorse({ metric: name }: Comparison, heavier: readonly Comparison[] = []): string {
  if (!isSampled(name)) return ''
  return heavier.map((other) => `It also ${changePhrase(other)}.`).join(' ')
}

function isHeavier({ metric: name, verdict }: Comparison): boolean {
  return !isSampled(name) && verdict === 'regressed'
}

/** What is sampled fails beyond the tolerance and passes below the margin; what is exact has the limit that was applied. */
function numbersOf(comparison: Comparison, bound: number): Numbers {
  const { method, change, n } = comparison
  if (method === 'exact') return { ...exactNumbers(comparison), samples: n.head }
  const observed = change && { observed: change.estimate, low: change.low, high: change.high }
  return { atMost: bound, ...observed, samples: n.head }
}

/** In base units: of a base of nothing there is no ratio. */
function exactNumbers({ metric: name, limit, difference, values }: Comparison): Omit<Numbers, 'samples'> {
  const [head, base] = [values?.head ?? [], values?.base.flat() ?? []]
  const ends = [Math.min(...head) - Math.max(...base), Math.max(...head) - Math.min(...base)]
  const [low, high] = metric(name).better === 'lower' ? ends : ends.map((end) => -end).toReversed()
  return {
    ...(limit === undefined ? {} : { atMost: limit }),
    ...(difference === undefined ? {} : { observed: difference }),
    ...(head.length > 0 && base.length > 0 ? { low: low!, high: high! } : {}),
  }
}
