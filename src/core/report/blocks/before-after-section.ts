import { formatQuantity } from '../../../model/unit.ts'
import { rateWords } from '../../wording/rate.ts'
import { type BeforeAfter, speedupWords } from './before-after.ts'
import { paragraph, type Section, table } from './block.ts'
import type { View } from './view.ts'

/** Rows of the table: the others stand in that of all benchmarks. */
const mostRows = 40

/** What was compared, in the numbers of before and after; nothing where nothing was. */
export function beforeAfterSection({ beforeAfter }: View): Section[] {
  if (beforeAfter.length === 0) return []
  const shown = beforeAfter.slice(0, mostRows)
  const omitted = beforeAfter.length - shown.length
  const hasRates = shown.some((one) => rates(one) !== '')
  const blocks = [
    paragraph(
      'Times are per operation. Before is what it would take now without the change; above ×1 it has become faster.',
    ),
    table(
      ['Benchmark', '>Before', '>Now', '>Speed-up', ...(hasRates ? ['>Rate'] : [])],
      shown.map((one) => [
        [{ subjects: [one.benchmark.id] }],
        [time(one.before, one.metric)],
        [time(one.now, one.metric)],
        [speedupWords(one.speedup)],
        ...(hasRates ? [[rates(one)]] : []),
      ]),
    ),
    ...(omitted > 0
      ? [paragraph(`And ${omitted} more, less slowed down than these: see all benchmarks.`)]
      : []),
  ]
  return [{ id: 'before', title: 'Before and after', blocks }]
}

function time(value: number, metric: BeforeAfter['metric']): string {
  return `${formatQuantity(value, 'ns')}${metric === 'cpu' ? ' CPU' : ''}`
}

function rates({ benchmark: { work }, before, now }: BeforeAfter): string {
  const [was, is] = [before, now].map((time) => rateWords(work, time))
  return was === '' ? '' : `${was} → ${is}`
}
