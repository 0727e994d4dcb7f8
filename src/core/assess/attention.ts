import { type Assessment, attentionKinds, type Told } from './assessment.ts'
import { groupFindings } from './findings.ts'

/** Something that a person should look at: what is told of one item, or of several in the same words. */
export type Attention = Pick<Told, 'kind' | 'tone' | 'what' | 'cause' | 'output' | 'next' | 'command'> & {
  /** Ids of benchmarks, files, or `run`. */
  readonly subjects: readonly [string, ...string[]]
  readonly about: string
}

/** The items that need a look, worst first: a renamed file is one thing, not twenty. */
export function attention(items: Assessment): Attention[] {
  const shown = items.filter(({ look }) => look !== 'none')
  const findings = shown.flatMap((item) => (item.criterion === 'finding' ? item.finding : []))
  const byWords = new Map<string, Attention>()
  for (const { criterion, subject, about, told } of shown) {
    if (criterion === 'finding' || !told) continue
    const { why: _, excuse: __, source, ...words } = told
    // Whatever comes from one function is one thing, too.
    const isGrouped = source !== undefined && criterion === 'comparison'
    const key = isGrouped ? source : JSON.stringify([about, words])
    const same = byWords.get(key)
    if (!same) byWords.set(key, { ...words, about, subjects: [subject] })
    else if (isGrouped && same.subjects[0] === subject)
      byWords.set(key, { ...same, what: `${same.what}, and ${words.what}` })
    else if (isGrouped && !same.subjects.includes(subject)) {
      const what =
        same.subjects.length > 1 ? same.what : `is worse because of one function; the first ${same.what}`
      byWords.set(key, { ...same, what, subjects: [...same.subjects, subject] })
    } else if (!same.subjects.includes(subject))
      byWords.set(key, { ...same, subjects: [...same.subjects, subject] })
  }
  const grouped = groupFindings(findings).map(
    ({ severity, code, subject, subjects, likewise, message, advice }): Attention => ({
      kind: severity === 'error' ? 'error' : 'warning',
      tone: severity === 'error' ? 'bad' : 'warn',
      subjects: [subject, ...subjects.slice(1), ...likewise],
      about: code,
      what: likewise.length === 0 ? message : `${message} (the first; the others likewise)`,
      next: advice,
    }),
  )
  return [...byWords.values(), ...grouped].sort(
    (a, b) => attentionKinds.indexOf(a.kind) - attentionKinds.indexOf(b.kind),
  )
}
