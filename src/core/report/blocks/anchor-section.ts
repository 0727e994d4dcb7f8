import { formatPercent } from '../../../model/unit.ts'
import { weighChange } from '../../compare/weight.ts'
import { changeWithInterval } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { paragraph, type Section, tableOf } from './block.ts'
import type { View } from './view.ts'

/** How far the benchmarks have come since the anchor, the largest change first; nothing without an anchor. */
export function anchorSection({ run: { anchor } }: View): Section[] {
  if (anchor?.comparisons[0] === undefined) return []
  const { ref, tolerance, margin } = anchor
  const rows = anchor.comparisons.toSorted((a, b) => weighChange(b) - weighChange(a))
  const intro = `Against the anchor, ${basePhrase(anchor.comparisons[0])}, which stays where it is while baselines move on: tolerance ${formatPercent(tolerance)}, margin ${formatPercent(margin)}.`
  const table = tableOf(
    ['Benchmark', '>Change', 'Verdict'],
    rows.map((one) => {
      const change = one.method === 'identical' ? '' : changeWithInterval(one)
      return [[{ subjects: [one.id] }], [change], [one.verdict]]
    }),
  )
  return [{ id: 'anchor', title: `Since ${ref}`, blocks: [paragraph(intro), table] }]
}
