import type { Finding } from '../../model/finding.ts'
import type { Run } from '../../model/run.ts'

/** All findings of a run, each once: those about the run, about a benchmark or how it grows, and about a comparison. */
export function findingsOf(run: Run): Finding[] {
  const all = [
    ...run.findings,
    ...run.benchmarks.flatMap((benchmark) => benchmark.findings),
    ...(run.growth ?? []).flatMap((growth) => growth.findings),
    ...run.comparisons.flatMap((comparison) => comparison.findings),
  ]
  const byText = new Map<string, Finding>()
  for (const finding of all) {
    const key = JSON.stringify([finding.code, finding.subject, finding.message])
    if (!byText.has(key)) byText.set(key, finding)
  }
  return [...byText.values()]
}

/**
 * Findings of one kind told as one: the first one's words, what they hold for, and what the same is true of with other
 * numbers. Two errors are one only when they say the same, and so are two findings about the run.
 */
export type FindingGroup = Finding & {
  readonly subjects: readonly string[]
  readonly likewise: readonly string[]
}

/** Codes whose message names something else each time, and not the same with other numbers. */
const namesOnlyHere: ReadonlySet<Finding['code']> = new Set(['other-library', 'compiled', 'words-ignored'])

export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>()
  for (const finding of findings) {
    const { severity, code, message, subject } = finding
    const isOwn = severity === 'error' || subject === 'run' || namesOnlyHere.has(code)
    const key = JSON.stringify(isOwn ? [severity, code, message] : [severity, code])
    const group = groups.get(key)
    if (!group) groups.set(key, { ...finding, subjects: [subject], likewise: [] })
    else if (!group.subjects.includes(subject) && !group.likewise.includes(subject)) {
      const list = group.message === message ? 'subjects' : 'likewise'
      groups.set(key, { ...group, [list]: [...group[list], subject] })
    }
  }
  return [...groups.values()]
}
