import type { Comparison } from '../../model/comparison.ts'
import type { Finding } from '../../model/finding.ts'
import { metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatPercent, formatQuantity } from '../../model/unit.ts'
import { lastWords, tellFailure } from './failure-words.ts'
import { findingsOf, groupFindings } from './findings.ts'
import { shellWord } from './shell-word.ts'
import {
  basePhrase,
  changePhrase,
  changeWithInterval,
  decidedBy,
  isUnsuspected,
  type Tone,
  weightOf,
} from './words.ts'

/** Worst first. */
export const attentionKinds = [
  'error',
  'failed',
  'wrong result',
  'over budget',
  'regressed',
  'invalid',
  'missing',
  'inconclusive',
  'warning',
] as const
export type AttentionKind = (typeof attentionKinds)[number]

/** Something that a person should look at. All text is as it came in: renderers escape it. */
export type Attention = {
  readonly kind: AttentionKind
  readonly tone: Tone
  /** Ids of benchmarks, files, or `run`. */
  readonly subjects: readonly [string, ...string[]]
  /** Continues the subject: "is 48.2 % slower than the baseline". */
  readonly what: string
  readonly cause?: string
  /** What the process printed before it failed, in lines. */
  readonly output?: string
  readonly next: string
  readonly command?: string
}

/** What needs attention, worst first, each with its cause where it is known and the next action. */
export function attention(run: Run): Attention[] {
  const found = [...failures(run), ...brokenBudgets(run), ...judged(run), ...beyondAnchor(run)]
  const { items, rest } = explained(found, run)
  return merged([...items, ...warnings(rest)]).sort(
    (a, b) => attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind),
  )
}

function failures(run: Run): Attention[] {
  return run.benchmarks
    .filter(({ state }) => state === 'failed')
    .map(({ id, error }) => {
      const wrong = error?.reason === 'wrong-result' || error?.reason === 'disagrees'
      const output = error && lastWords(error)
      return {
        kind: wrong ? 'wrong result' : 'failed',
        tone: 'bad',
        subjects: [id],
        ...tellFailure(error),
        ...optionalCause(error?.message.trim() ?? ''),
        ...(output !== undefined && { output }),
      }
    })
}

function brokenBudgets({ benchmarks, configFile }: Run): Attention[] {
  return benchmarks.flatMap(({ id, file, line, budget = [] }) =>
    budget
      .filter(({ kept }) => !kept)
      .sort((a, b) => b.observed / b.limit - a.observed / a.limit)
      .map((result): Attention => {
        const { unit, title } = metric(result.metric)
        const observed = formatQuantity(result.observed, unit)
        return {
          kind: 'over budget',
          tone: 'bad',
          subjects: [id],
          what: `may need ${observed} (${title}), over its budget of ${formatQuantity(result.limit, unit)}`,
          next: `Make it cheaper, or change its budget in ${file}${line ? `:${line}` : ''}${configFile ? ` or ${configFile}` : ''}.`,
        }
      }),
  )
}

/** What the comparisons say, the largest change first. */
function judged(run: Run): Attention[] {
  return run.comparisons
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .flatMap((comparison): Attention[] => {
      const { id, metric: name, verdict, findings } = comparison
      const base = basePhrase(comparison)
      const messages = findings.map(({ message }) => message)
      const advice = findings.find((finding) => finding.advice !== '')?.advice
      const accept = `npx assay baseline update ${shellWord(id)} --why "…"`
      const subjects = [id] as const
      if (verdict === 'regressed') {
        return [
          {
            kind: 'regressed',
            tone: 'bad',
            subjects,
            what: `${changePhrase(comparison)} than ${base}`,
            ...optionalCause(...messages, decidedBy(comparison), alsoWorse(comparison, run)),
            ...(isAsked(comparison)
              ? { next: 'Find what changed it.' }
              : { next: 'Find what changed it; if the cost is wanted, accept it:', command: accept }),
          },
        ]
      }
      if (verdict === 'invalid') {
        return [
          {
            kind: 'invalid',
            tone: 'bad',
            subjects,
            what: `could not be compared with ${base} in ${metric(name).title}`,
            ...optionalCause(...messages),
            next: advice ?? 'Mend what made the numbers unusable and measure again.',
          },
        ]
      }
      if (verdict === 'missing') {
        return [
          {
            kind: 'missing',
            tone: 'warn',
            subjects,
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
            what: undecided(comparison, run),
            ...optionalCause(...messages, decidedBy(comparison), alsoWorse(comparison, run)),
            next: advice ?? 'Measure it again, with more forks:',
            ...(advice === undefined && { command: `npx assay gate ${shellWord(id)}` }),
          },
        ]
      }
      return []
    })
}

/** What many accepted steps have come to. */
function beyondAnchor({ anchor }: Run): Attention[] {
  return (anchor?.comparisons ?? [])
    .filter(({ verdict }) => verdict === 'regressed')
    .toSorted((a, b) => weightOf(b) - weightOf(a))
    .map((comparison) => ({
      kind: 'regressed',
      tone: 'bad',
      subjects: [comparison.id],
      what: `${changePhrase(comparison)} than the anchor, ${basePhrase(comparison)}`,
      ...optionalCause(...comparison.findings.map(({ message }) => message), decidedBy(comparison)),
      next: 'Each step since then was accepted, all of them together are not. Win it back; or, if this is the new normal, move gate.anchor.',
    }))
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
  return (change.low !== null && change.low > policy.tolerance) || change.estimate > policy.margin
}

function undecided(comparison: Comparison, { policy }: Run): string {
  const { change, method, metric: name, findings, minimumDetectable } = comparison
  const base = basePhrase(comparison)
  if (!change) return `could not be compared with ${base} in ${metric(name).title}`
  const drift = method === 'recorded' && findings.length === 0
  const reasons = [
    drift && `a recorded baseline may drift by ${formatPercent(policy.drift)}`,
    minimumDetectable !== null &&
      `these forks could have proven a change of ${formatPercent(minimumDetectable)}`,
  ].filter((reason) => reason !== false)
  const changed =
    change.estimate > 0
      ? `${changePhrase(comparison, 'perhaps')} than ${base}`
      : `has changed by ${changeWithInterval(comparison)} against ${base}`
  return [changed, reasons.join(', ')].filter((part) => part !== '').join('; ')
}

/** More memory used by the same benchmark often says why it takes more time. */
function alsoWorse(comparison: Comparison, { comparisons }: Run): string {
  if (metric(comparison.metric).from !== 'time') return ''
  return comparisons
    .filter(({ id, metric: name, verdict }) => {
      return id === comparison.id && metric(name).from === 'memory' && verdict === 'regressed'
    })
    .map((other) => `It also ${changePhrase(other)}.`)
    .join(' ')
}

/** Gives each finding about a benchmark to that benchmark's first item as its cause; returns what is left. */
function explained(found: readonly Attention[], run: Run): { items: Attention[]; rest: Finding[] } {
  const items = [...found]
  const rest = findingsOf(run).filter((finding) => {
    if (finding.severity === 'info') return false
    if (
      items.some(({ subjects, cause }) => subjects[0] === finding.subject && cause?.includes(finding.message))
    )
      return false
    const index = items.findIndex(({ subjects }) => subjects[0] === finding.subject)
    const item = items[index]
    if (!item) return true
    items[index] = { ...item, ...optionalCause(item.cause ?? '', finding.message) }
    return false
  })
  return { items, rest }
}

function warnings(findings: readonly Finding[]): Attention[] {
  return groupFindings(findings).map(({ severity, subject, subjects, likewise, message, advice }) => ({
    kind: severity === 'error' ? 'error' : 'warning',
    tone: severity === 'error' ? 'bad' : 'warn',
    subjects: [subject, ...subjects.slice(1), ...likewise],
    what: likewise.length === 0 ? message : `${message} (the first; the others likewise)`,
    next: advice,
  }))
}

/** One item for what can be said, and done, in the same words: a renamed file is one thing, not twenty. */
function merged(items: readonly Attention[]): Attention[] {
  const byWords = new Map<string, Attention>()
  for (const item of items) {
    const key = JSON.stringify({ ...item, subjects: [] })
    const same = byWords.get(key)
    const subjects = item.subjects.filter((subject) => !same?.subjects.includes(subject))
    byWords.set(key, same ? { ...same, subjects: [...same.subjects, ...subjects] } : item)
  }
  return [...byWords.values()]
}

function optionalCause(...parts: string[]): { cause?: string } {
  const sentences = parts.filter((part) => part !== '')
  const cause = sentences.map((part) => (/[.:!?…]$/u.test(part) ? part : `${part}.`)).join(' ')
  return cause === '' ? {} : { cause }
}
