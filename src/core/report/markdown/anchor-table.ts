import type { Run } from '../../../model/run.ts'
import { formatPercent } from '../../../model/unit.ts'
import { weightOf } from '../../assess/weight.ts'
import { changeWithInterval } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { labelsOf } from '../../wording/label.ts'
import { nameCell, prose, table } from './syntax.ts'

/** How far the benchmarks have come since the anchor, the largest change first; nothing without an anchor. */
export function anchorSection(run: Run): string[] {
  const { anchor } = run
  if (anchor?.comparisons[0] === undefined) return []
  const label = labelsOf(run)
  const rows = anchor.comparisons.toSorted((a, b) => weightOf(b) - weightOf(a))
  const { tolerance, margin } = anchor
  return [
    `## Since ${prose(anchor.ref)}`,
    `Against the anchor, ${prose(basePhrase(anchor.comparisons[0]))}, which stays where it is while baselines move on: tolerance ${formatPercent(tolerance)}, margin ${formatPercent(margin)}.`,
    table(
      [
        { title: 'Benchmark', side: 'left' },
        { title: 'Change', side: 'right' },
        { title: 'Verdict', side: 'left' },
      ],
      rows.map((comparison) => [
        nameCell(label(comparison.id)),
        comparison.method === 'identical' ? '' : changeWithInterval(comparison),
        comparison.verdict,
      ]),
    ),
  ]
}
