import type { Comparison } from '../../../model/comparison.ts'
import { type MetricName, metric, metricNames } from '../../../model/metric.ts'
import { digits, formatQuantity } from '../../../model/unit.ts'
import { beforeOf } from '../../assess/before.ts'
import { logOfChange } from '../../compare/change.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { changeAlone } from '../../wording/change-words.ts'
import { type Block, type Line, paragraph, type Section, tableOf } from './block.ts'
import type { Row } from './table.ts'
import type { View } from './view.ts'

/** Rows of the table: the others stand in that of all benchmarks. */
const mostRows = 40

/**
 * What has become worse or better, in the numbers of before and now, with a picture of everything that was compared; nothing
 * where nothing was. `withTable`: where the table of all benchmarks does not say it as well.
 */
export function beforeAfterSection(
  { rows }: Pick<View, 'rows'>,
  pictures: readonly Block[],
  { withTable }: { readonly withTable: boolean },
): Section[] {
  const changed = withTable ? rows.filter((row) => row.comparisons.some(isMoved)) : []
  const blocks = [...pictures, ...(changed.length === 0 ? [] : tableBlocks(changed))]
  return blocks.length === 0 ? [] : [{ id: 'changes', title: 'What changed', blocks }]
}

function isMoved({ verdict }: Comparison): boolean {
  return verdict === 'regressed' || verdict === 'improved'
}

function tableBlocks(changed: readonly Row[]): Block[] {
  const shown = changed.toSorted((a, b) => slowdown(b) - slowdown(a)).slice(0, mostRows)
  const omitted = changed.length - shown.length
  const others = metricNames().filter((name) => !isLead(name) && shown.some((row) => movedIn(row, name)))
  return [
    paragraph('Before is what it would be now without the change. Numbers are per operation.'),
    tableOf(
      ['Benchmark', '>Before', '>Now', '>Change', ...others.map((name) => `>${titleOf(name)}`)],
      shown.map((row) => [
        [{ subjects: [row.id] }],
        ...leadCells(row),
        ...others.map((name) => otherCell(row, movedIn(row, name))),
      ]),
    ),
    ...(omitted > 0 ? [paragraph(`And ${omitted} more, which changed less: see all benchmarks.`)] : []),
  ]
}

function isLead(name: MetricName): boolean {
  return metric(name).leads === true
}

function titleOf(name: MetricName): string {
  return metric(name).column?.title ?? metric(name).title
}

/** On the log scale; of what has no change in what leads 0. */
function slowdown({ comparisons }: Row): number {
  const main = comparisons.find(isLeading)
  return main?.change ? logOfChange(main.change.estimate, metric(main.metric)) : 0
}

function movedIn({ comparisons }: Row, name: MetricName): Comparison | undefined {
  return comparisons.find((one) => one.metric === name && !isLeading(one) && isMoved(one))
}

/** Before, now, and the change with its interval. */
function leadCells({ benchmark, comparisons, lead }: Row): Line[] {
  const main = comparisons.find(isLeading)
  const before = main && beforeOf(benchmark, main)
  if (!main || before === undefined)
    return [[], [lead ? formatQuantity(lead.estimate, lead.unit, digits.brief) : ''], [main?.verdict ?? '']]
  const { metric: name, standsFor } = main
  const { unit, short = name } = metric(name)
  const named = standsFor === undefined ? '' : ` ${short}`
  const amounts = [before, benchmark.metrics[name]!.estimate].map((value) =>
    formatQuantity(value, unit, digits.brief),
  )
  return [...amounts.map((amount) => [amount + named]), [changeAlone(main)]]
}

/** `+16.9 % (664.0 kB → 776.0 kB)`. */
function otherCell({ benchmark }: Row, moved: Comparison | undefined): Line {
  if (!moved) return []
  const { unit } = metric(moved.metric)
  const both = [beforeOf(benchmark, moved), benchmark.metrics[moved.metric]?.estimate]
  const told = both.flatMap((value) => (value === undefined ? [] : formatQuantity(value, unit, digits.brief)))
  return [`${changeAlone(moved)}${told.length === 2 ? ` (${told.join(' → ')})` : ''}`.trim()]
}
