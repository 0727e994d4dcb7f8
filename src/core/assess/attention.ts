import { type Assessment, attentionKinds, type Item, type Told } from './assessment.ts'
import { type FindingGroup, groupFindings } from './findings.ts'

/** Something that a person should look at: what is told of one item, or of several in the same words. */
export type Attention = Pick<Told, 'kind' | 'tone' | 'what' | 'cause' | 'output' | 'next' | 'command'> & {
  /** Ids of benchmarks, files, or `run`. */
  readonly subjects: readonly [string, ...string[]]
  readonly about: string
}

/** The items that need a look, worst first: a renamed file is one thing, not twenty. */
export function attention(items: Assessment): Attention[] {
  const shown = items.filter(({ look }) => look !== 'none')
  const [worse, others] = [shown.filter(hasSource), shown.filter((item) => !hasSource(item))]
  const findings = shown.flatMap((item) => (item.criterion === 'finding' ? item.finding : []))
  return [...groupBySource(worse), ...groupByWords(others), ...groupFindings(findings).map(tellGroup)].sort(
    (a, b) => attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind),
  )
}

function hasSource({ criterion, told }: Item): boolean {
  return criterion === 'comparison' && told?.source !== undefined
}

/** Whatever comes from one function, or is of one benchmark, is one thing. */
function groupBySource(items: Assessment): Attention[] {
  const told = items.flatMap((item) => bareOf(item) ?? [])
  return [...Map.groupBy(told, ({ source }) => source).values()].map((group) => {
    const [first, ...others] = group
    const subjects = [...new Set(group.map(({ subject }) => subject))] as [string, ...string[]]
    const also = others.filter(({ subject }) => subject === first!.subject).map(({ words }) => words.what)
    const what = [first!.words.what, ...also].join(', and ')
    const shared = subjects.length > 1 ? `is worse because of one function; the first ${what}` : what
    return { ...first!.words, about: first!.about, subjects, what: shared }
  })
}

/** What is told in the same words of the same thing. */
function groupByWords(items: Assessment): Attention[] {
  const told = items.flatMap((item) => (item.criterion === 'finding' ? [] : (bareOf(item) ?? [])))
  const groups = Map.groupBy(told, ({ about, words }) => JSON.stringify([about, words]))
  return [...groups.values()].map((group) => {
    const { words, about } = group[0]!
    const subjects = [...new Set(group.map(({ subject }) => subject))] as [string, ...string[]]
    return { ...words, about, subjects }
  })
}

function bareOf({ subject, about, told }: Item) {
  if (!told) return undefined
  const { why: _, excuse: __, source, ...words } = told
  return { subject, about, source, words }
}

function tellGroup(group: FindingGroup): Attention {
  const { severity, code, subject, subjects, likewise, message, advice } = group
  return {
    kind: severity === 'error' ? 'error' : 'warning',
    tone: severity === 'error' ? 'bad' : 'warn',
    subjects: [subject, ...subjects.slice(1), ...likewise],
    about: code,
    what: likewise.length === 0 ? message : `${message} (the first; the others likewise)`,
    next: advice,
  }
}
