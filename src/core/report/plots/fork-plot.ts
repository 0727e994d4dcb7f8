import { metric } from '../../../model/metric.ts'
import type { BenchmarkResult } from '../../../model/run.ts'
import { formatInterval, formatMagnitude, formatQuantity } from '../../../model/unit.ts'
import { quantile } from '../../../stats/quantile.ts'
import { sorted, sum } from '../../../stats/sample.ts'
import { count } from '../../wording/count.ts'
import { underFiles, withoutFile } from '../../wording/label.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { axis, decades, durationAxis, position } from './axis.ts'
import { bend, changeAxis } from './change-axis.ts'
import {
  type Distribution,
  distributionMarks,
  distributionOf,
  referenceOf,
  type ValueScale,
  whisker,
} from './distribution.ts'
import { frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

type Forked = { readonly benchmark: BenchmarkResult; readonly forks: Distribution }

const mostRows = 40
const rowHeight = 36

/** How the forks of each benchmark are distributed, over those of its base; `undefined` where nothing was timed. */
export function forkPlot(view: Pick<View, 'rows'>): string | undefined {
  const all = view.rows.flatMap(({ benchmark, comparisons }): Forked[] => {
    const forks = distributionOf(benchmark, comparisons)
    return forks ? [{ benchmark, forks }] : []
  })
  if (all.length === 0) return undefined
  const widest = all.toSorted((a, b) => half(b.forks) - half(a.forks)).slice(0, mostRows)
  const shown = all.filter((candidate) => widest.includes(candidate))
  const scale = forkAxis(
    shown.map(({ forks }) => forks),
    layout.left,
    layout.right,
  )
  const omitted =
    shown.length < all.length ? ` The ${shown.length} with the widest intervals, of ${all.length}.` : ''
  const noisiest = widest[0]!
  const name = withoutFile(noisiest.benchmark.id, noisiest.benchmark.file)
  const isAnyPaired = shown.some(({ forks }) => forks.base.length > 0)
  const against = isAnyPaired ? 'the median of its base' : 'the median of its benchmark'
  const total = sum(shown.map(({ forks }) => forks.head.values.length))
  return frame({
    title: isAnyPaired ? 'Forks before and now' : 'How much the forks differ',
    subtitle: `Each fork against ${against}. Left is less.${omitted}`,
    description: `${count(total, 'fork')} of ${count(shown.length, 'benchmark')}.${omitted} The widest interval is ± ${formatMagnitude(half(noisiest.forks))}, of ${name}.`,
    axis: scale.axis,
    rowHeight,
    rows: underFiles(shown).map((entry) => ('heading' in entry ? entry : row(entry, scale))),
    legend: (y) => legend(y, isAnyPaired),
  })
}

/**
 * An axis of logarithms of ratios to the reference, which holds all forks of these benchmarks and of their bases. It is
 * linear as far as a typical fork lies from its reference: one wild fork does not press the others together.
 */
export function forkAxis(all: readonly Distribution[], left: number, right: number): ValueScale {
  const logs = all.flatMap((one) => {
    const reference = referenceOf(one)
    const { low, high, values } = one.head
    return [...values, low, high, ...one.base]
      .filter((value) => value > 0)
      .map((value) => Math.log(value) - Math.log(reference))
  })
  const reach = quantile(sorted(logs.map(Math.abs)), 0.75)
  const linear = Math.min(0.2, Math.max(0.005, reach))
  const axis = changeAxis(Math.min(-linear, ...logs), Math.max(linear, ...logs), linear, left, right)
  return { axis, at: (log) => position(axis, bend(log, linear)) }
}

function row({ benchmark, forks }: Forked, { axis, at }: ValueScale): PlotRow {
  const { estimate, low, high, unit, values } = forks.head
  const { short } = metric(forks.metric)
  const spread = `${count(values.length, 'fork')}, ± ${formatMagnitude(half(forks))}`
  const before =
    forks.base.length === 0
      ? ''
      : `, before ${formatQuantity(referenceOf(forks), unit)} (${count(forks.base.length, 'fork')})`
  const reference = Math.log(referenceOf(forks))
  return {
    label: withoutFile(benchmark.id, benchmark.file),
    tooltip: `${benchmark.id}: ${short === undefined ? '' : `${short} `}${formatQuantity(estimate, unit)} ${formatInterval(estimate, low, high, unit)}, ${spread}${before}`,
    aside: spread,
    marks: (y) =>
      distributionMarks(forks, { axis, at: (value) => at(Math.log(Math.max(value, 0)) - reference) }, y + 6),
  }
}

/** The wider half of the interval, relative. */
function half({ head: { estimate, low, high } }: Distribution): number {
  return Math.max(high - estimate, estimate - low) / estimate
}

function legend(y: number, isAnyPaired: boolean): string[] {
  const key = (kind: string, x: number, words: string) => [
    element('path', {
      class: `curve ${kind}`,
      d: `M${px(x)} ${px(y)}Q${px(x + 9)} ${px(y - 24)} ${px(x + 18)} ${px(y)}Z`,
    }),
    caption(x + 26, y, words),
  ]
  const x = layout.left - 60
  return [
    ...(isAnyPaired ? key('base', x, 'before') : []),
    ...key('head', x + 90, 'now'),
    element('path', { class: 'dots head', d: `M${px(x + 166)} ${px(y - 4)}h0` }),
    caption(x + 176, y, 'a fork'),
    ...whisker(x + 236, x + 260, y - 4),
    caption(x + 268, y, 'interval of the median'),
  ]
}

/** Where values lie in their own unit, on an axis that fits them: what people know from other tools. */
export function valueScale({ head, base }: Distribution, left: number, right: number): ValueScale {
  const all = [...head.values, head.low, head.high, ...base].filter((value) => value > 0)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  if (most > least * 8 && head.unit === 'ns') {
    const scale = durationAxis(least, most, left, right)
    return { axis: scale, at: (value) => position(scale, decades(value)) }
  }
  const room = Math.max((most - least) * 0.08, most * 0.01)
  const { origin: _, ...plain } = axis(least - room, most + room, left, right)
  const ticks = plain.ticks.filter((_, place) => plain.ticks.length < 6 || place % 2 === 0)
  const scale = { ...plain, ticks, label: (tick: number) => formatQuantity(tick, head.unit) }
  return { axis: scale, at: (value) => position(scale, value) }
}
