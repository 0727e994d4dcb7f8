import { changeWithInterval } from '../../wording/change-words.ts'
import { paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** Benchmarks beside others of the same run, such as one on several runtimes; nothing where there are none. */
export function alternativesSection({ run: { alternatives = [] } }: Pick<View, 'run'>): Section[] {
  if (alternatives.length === 0) return []
  const intro =
    'Measured in pairs with another benchmark of this run. Nothing is held to it: a change tells which is faster, and by how much.'
  const table = tableOf(
    ['Benchmark', 'Against', '>Change', 'Verdict'],
    alternatives.map((one) => [
      [{ subjects: [one.id] }],
      [one.base.ref ?? ''],
      [changeWithInterval(one)],
      [words[one.verdict] ?? one.verdict],
    ]),
  )
  return [{ id: 'alternatives', title: 'Beside each other', blocks: [paragraph(intro), table] }]
}

const words: Readonly<Record<string, string>> = {
  regressed: 'slower',
  improved: 'faster',
  equivalent: 'as fast',
  inconclusive: 'undecided',
}
