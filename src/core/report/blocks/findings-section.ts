import { type FindingGroup, findingsOf, groupFindings } from '../../assess/findings.ts'
import { sentence } from '../../wording/sentence.ts'
import { type Line, type ListItem, listOf, paragraph, type Section } from './block.ts'
import type { View } from './view.ts'

/** What changes nothing, but is worth knowing. */
export function findingsSection(view: View): Section[] {
  const items = notedIn(view).map((group) => findingItem(group))
  return items.length === 0 ? [] : [{ id: 'findings', title: 'Findings', blocks: [listOf(items)] }]
}

export function notedIn({ run }: View): FindingGroup[] {
  return groupFindings(findingsOf(run).filter(({ severity }) => severity === 'info'))
}

/** `brief`: what it says, and of what; no advice. */
export function findingItem(group: FindingGroup, { brief = false } = {}): ListItem {
  const { code, subjects, likewise, message, advice } = group
  const named = brief ? [...subjects, ...likewise] : subjects
  const about: Line = subjects[0] === 'run' ? [] : [{ subjects: named }, ': ']
  const others: Line = brief || likewise.length === 0 ? [] : [' Likewise ', { subjects: likewise }, '.']
  const then = brief || advice === '' ? [] : [` ${sentence(advice)}`]
  return [paragraph({ code }, ': ', ...about, sentence(message), ...others, ...then)]
}
