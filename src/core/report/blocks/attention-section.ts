import type { Attention } from '../../assess/attention.ts'
import { sentence } from '../../wording/sentence.ts'
import { type Line, type ListItem, listOf, type Paragraph, paragraph, type Section } from './block.ts'
import type { View } from './view.ts'

/**
 * What a person should look at, worst first, with its cause and the next action: the first `most` one by one.
 */
export function attentionSection({ items }: View, most: number): Section[] {
  if (items.length === 0) return []
  const shown = items.slice(0, most).map((item) => attentionItem(item))
  const omitted = items.slice(most)
  const rest = omitted.length === 0 ? [] : [paragraph(others(omitted))]
  const blocks = [listOf(shown, { ordered: true }), ...rest]
  return [{ id: 'attention', title: 'Needs attention', blocks }]
}

/** "And 940 more: 12 regressed, 928 inconclusive." */
function others(items: readonly Attention[]): string {
  const kinds = Map.groupBy(items, ({ kind }) => kind)
  const counts = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ')
  return `And ${items.length} more: ${counts}. See all benchmarks.`
}

export function attentionItem(item: Attention): ListItem {
  const { kind, tone, subjects, what, cause, output, next, command } = item
  const isFinding = kind === 'error' || kind === 'warning'
  const between = isFinding ? ': ' : subjects.length > 1 ? ': each ' : ' '
  const about: Line = isFinding && subjects[0] === 'run' ? [] : [{ subjects }, between]
  const ofCommand: Line = command === undefined ? [] : [' ', { command }]
  return [
    paragraph({ label: kind, tone }, ...about, sentence(what)),
    ...(cause === undefined ? [] : [labelled('cause', cause)]),
    ...(output === undefined ? [] : [{ type: 'code', language: 'text', lines: output.split('\n') } as const]),
    ...(next === '' ? [] : [labelled('next', next, ofCommand)]),
  ]
}

function labelled(label: string, words: string, after: Line = []): Paragraph {
  return paragraph({ label }, sentence(words), ...after)
}
