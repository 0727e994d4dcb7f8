import type { Finding } from '../../model/finding.ts'
import { metric } from '../../model/metric.ts'
import type { Run } from '../../model/run.ts'
import { formatQuantity } from '../../model/unit.ts'
import { lastWords, tellFailure } from '../wording/failure-words.ts'
import { type Attention, attentionKinds, optionalCause } from './attention-item.ts'
import { beyondAnchor, judged } from './comparison-attention.ts'
import { findingsOf, groupFindings } from './findings.ts'

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
        about: 'result',
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
          tone: result.excused ? 'warn' : 'bad',
          subjects: [id],
          about: `budget ${result.metric}`,
          what: `may need ${observed} (${title}), over its budget of ${formatQuantity(result.limit, unit)}`,
          next: `${result.excused ? 'It fails softly. ' : ''}Make it cheaper, or change its budget in ${file}${line ? `:${line}` : ''}${configFile ? ` or ${configFile}` : ''}.`,
        }
      }),
  )
}

/** Gives each finding about a benchmark to that benchmark's first item as its cause; returns what is left. */
function explained(found: readonly Attention[], run: Run): { items: Attention[]; rest: Finding[] } {
  const items = [...found]
  const places = Map.groupBy(items.keys(), (place) => items[place]!.subjects[0])
  const rest = findingsOf(run).filter((finding) => {
    if (finding.severity === 'info') return false
    const about = places.get(finding.subject) ?? []
    if (about.some((place) => items[place]!.cause?.includes(finding.message))) return false
    const [first] = about
    if (first === undefined) return true
    const item = items[first]!
    items[first] = { ...item, ...optionalCause(item.cause ?? '', finding.message) }
    return false
  })
  return { items, rest }
}

function warnings(findings: readonly Finding[]): Attention[] {
  return groupFindings(findings).map(({ severity, code, subject, subjects, likewise, message, advice }) => ({
    kind: severity === 'error' ? 'error' : 'warning',
    tone: severity === 'error' ? 'bad' : 'warn',
    subjects: [subject, ...subjects.slice(1), ...likewise],
    about: code,
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
