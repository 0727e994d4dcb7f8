import type { Comparison } from '../../model/comparison.ts'
import { metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatPercent } from '../../model/unit.ts'
import { isFailure, isUnsuspected } from '../compare/comparison-state.ts'
import { changePhrase, changeWithInterval, decidedBy } from '../wording/change-words.ts'
import { basePhrase } from '../wording/commit.ts'
import { explanationAdvice, explanationFor, explanationSentence } from '../wording/explanation-words.ts'
import { beyondLimit, sampledTolerance } from '../wording/limit-words.ts'
import { shellWord } from '../wording/shell-word.ts'
import { type Attention, optionalCause } from './attention-item.ts'
import { excuseWords } from './excuse-words.ts'
import { weightOf } from './weight.ts'

/** What the comparisons say, the largest change first. */
export function judged(run: Run): Attention[] {
  const heavier = Map.groupBy(run.comparisons.filter(isHeavier), ({ id }) => id)
  return run.comparisons
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .flatMap((comparison): Attention[] => {
      const { id, metric: name, standsFor: about = name, verdict, findings } = comparison
      const base = basePhrase(comparison)
      const messages = findings.map(({ message }) => message)
      const mend = findings.find((finding) => finding.advice !== '')?.advice
      const accept = `npx assay baseline update ${shellWord(id)} --why "…"`
      const subjects = [id] as const
      if (verdict === 'regressed' && comparison.excused) {
        return [
          {
            kind: 'regressed',
            tone: 'warn',
            subjects,
            about,
            what: `${changePhrase(comparison)} than ${base}${beyondLimit(comparison)}`,
            ...optionalCause(...because(comparison, run), ...messages, decidedBy(comparison)),
            next: `Excused, so it fails nothing: ${excuseWords(comparison, run)}.`,
          },
        ]
      }
      if (verdict === 'regressed') {
        return [
          {
            kind: 'regressed',
            tone: 'bad',
            subjects,
            about,
            what: `${changePhrase(comparison)} than ${base}${beyondLimit(comparison)}`,
            ...optionalCause(
              ...because(comparison, run),
              ...messages,
              decidedBy(comparison),
              alsoWorse(comparison, heavier.get(id)),
            ),
            ...(isAsked(comparison)
              ? { next: `${advice(comparison, run)}.` }
              : { next: `${advice(comparison, run)}; if the cost is wanted, accept it:`, command: accept }),
          },
        ]
      }
      if (verdict === 'invalid') {
        return [
          {
            kind: 'invalid',
            tone: 'bad',
            subjects,
            about,
            what: `could not be compared with ${base} in ${metric(name).title}`,
            ...optionalCause(...messages),
            next: mend ?? 'Mend what made the numbers unusable and measure again.',
          },
        ]
      }
      if (verdict === 'missing') {
        return [
          {
            kind: 'missing',
            tone: 'warn',
            subjects,
            about,
            what: `is in ${base} but was not measured`,
            ...optionalCause(...messages),
            next: 'Bring it back; if it was removed or renamed on purpose, accept that:',
            command: 'npx assay baseline update --why "…"',
          },
        ]
      }
      if (verdict === 'inconclusive' && comparison.decisive && isSuspect(comparison, run)) {
        return [
          {
            kind: 'inconclusive',
            tone: 'warn',
            subjects,
            about,
            what: undecided(comparison, run),
            ...optionalCause(...messages, decidedBy(comparison), alsoWorse(comparison, heavier.get(id))),
            next: mend ?? 'Measure it again, with more forks:',
            ...(mend === undefined && { command: `npx assay gate ${shellWord(id)}` }),
          },
        ]
      }
      return []
    })
}

/** What many accepted steps have come to. */
export function beyondAnchor(run: Run): Attention[] {
  return (run.anchor?.comparisons ?? [])
    .filter(isFailure)
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .map((comparison) => ({
      kind: 'regressed',
      tone: 'bad',
      subjects: [comparison.id],
      about: `anchor ${comparison.standsFor ?? comparison.metric}`,
      what: `${changePhrase(comparison)} than the anchor, ${basePhrase(comparison)}${beyondLimit(comparison)}`,
      ...optionalCause(
        ...because(comparison, run),
        ...comparison.findings.map(({ message }) => message),
        decidedBy(comparison),
      ),
      next: 'Each step since then was accepted, all of them together are not. Win it back; or, if this is the new normal, move gate.anchor.',
    }))
}

/** What its profiles say, where it was profiled. */
function because(comparison: Comparison, run: Run): string[] {
  const explanation = explanationFor(comparison, run)
  return explanation ? [explanationSentence(explanation, comparison.metric)] : []
}

function advice(comparison: Comparison, run: Run): string {
  const explanation = explanationFor(comparison, run)
  return explanation ? explanationAdvice(explanation, comparison.metric) : 'Find what changed it'
}

/** Whether it is with a revision that somebody named: then there is no baseline that could be replaced. */
function isAsked({ base }: Comparison): boolean {
  return base.baseline === undefined && base.ref !== undefined && base.commit !== base.ref
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
  return (change.low !== null && change.low > sampledTolerance(policy)) || change.estimate > policy.margin
}

function undecided(comparison: Comparison, { policy }: Run): string {
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

/** More memory used by the same benchmark often says why it takes more time. */
function alsoWorse({ metric: name }: Comparison, heavier: readonly Comparison[] = []): string {
  if (metric(name).from !== 'time') return ''
  return heavier.map((other) => `It also ${changePhrase(other)}.`).join(' ')
}

function isHeavier({ metric: name, verdict }: Comparison): boolean {
  return metric(name).from === 'memory' && verdict === 'regressed'
}
