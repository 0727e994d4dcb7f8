import type { Run } from '../../../model/run.ts'
import { formatQuantity } from '../../../model/unit.ts'
import { labelsOf } from '../../wording/label.ts'
import { rateWords } from '../../wording/rate.ts'
import { type BeforeAfter, beforeAndAfter, speedupWords } from '../blocks/before-after.ts'
import { type Column, nameCell, table } from './syntax.ts'

/** Rows of the table: the others stand in that of all benchmarks. */
const mostRows = 40

/** What was compared, in the numbers of before and after; nothing where nothing was. */
export function beforeAfterSection(run: Run): string[] {
  const all = beforeAndAfter(run)
  if (all.length === 0) return []
  const label = labelsOf(run)
  const shown = all.slice(0, mostRows)
  const filled = columns.filter(({ cell }) => shown.some((one) => cell(one) !== ''))
  const omitted = all.length - shown.length
  return [
    '## Before and after',
    'Times are per operation. Before is what it would take now without the change; above ×1 it has become faster.',
    table(
      [{ title: 'Benchmark', side: 'left' }, ...filled],
      shown.map((one) => [nameCell(label(one.benchmark.id)), ...filled.map(({ cell }) => cell(one))]),
    ),
    ...(omitted > 0 ? [`And ${omitted} more, less slowed down than these: see all benchmarks.`] : []),
  ]
}

const columns: readonly (Column & { readonly cell: (one: BeforeAfter) => string })[] = [
  { title: 'Before', side: 'right', cell: ({ before, metric }) => time(before, metric) },
  { title: 'Now', side: 'right', cell: ({ now, metric }) => time(now, metric) },
  { title: 'Speed-up', side: 'right', cell: ({ speedup }) => speedupWords(speedup) },
  { title: 'Rate', side: 'right', cell: rates },
]

function time(value: number, metric: BeforeAfter['metric']): string {
  return `${formatQuantity(value, 'ns')}${metric === 'cpu' ? ' CPU' : ''}`
}

function rates({ benchmark: { work }, before, now }: BeforeAfter): string {
  const [was, is] = [before, now].map((time) => rateWords(work, time))
  return was === '' ? '' : `${was} → ${is}`
}
