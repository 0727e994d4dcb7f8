import { formatQuantity } from '../../../model/unit.ts'
import { bucketCount, decode, type Histogram, histogramQuantile, lowerEnd } from '../../../stats/histogram.ts'
import { sum } from '../../../stats/sample.ts'
import { type LatencyView, longest, quantilesOf } from '../../ledger/latency.ts'
import { count } from '../../wording/count.ts'
import { underFiles, withoutFile } from '../../wording/label.ts'
import { element } from '../../wording/xml.ts'
import { type LatencyRow, latencyRows } from '../blocks/latency-section.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, decades, durationAxis, position } from './axis.ts'
import { frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 60
/** Height of the most frequent duration, and width of what is counted together, px. */
const bar = { height: 15, width: 3 }
/** Height of the marks of the quantiles, px. */
const mark = { p50: 15, other: 8 }

/** How the latencies of each benchmark are distributed; `undefined` where no operation was timed by itself. */
export function latencyPlot(view: Pick<View, 'rows'>): string | undefined {
  const all = latencyRows(view)
  if (all.length === 0) return undefined
  const worst = new Set(all.toSorted((a, b) => tail(b) - tail(a)).slice(0, mostRows))
  const shown = all.filter((candidate) => worst.has(candidate))
  const omitted =
    shown.length < all.length ? ` The ${shown.length} with the longest tails, of ${all.length}.` : ''
  const latencies = shown.map(({ latency }) => latency)
  const scale = latencyAxis(latencies, layout.left, layout.right)
  const operations = sum(latencies.map((latency) => latency.count))
  const slowest = shown.toSorted((a, b) => longest(b.latency) - longest(a.latency))[0]!
  return frame({
    title: 'How long single operations took',
    subtitle: `All operations of all forks, on a logarithmic axis. Left is faster.${omitted}`,
    description: `${count(operations, 'operation')} of ${count(shown.length, 'benchmark')}.${omitted} The longest took ${formatQuantity(longest(slowest.latency), 'ns')}, of ${withoutFile(slowest.benchmark.id, slowest.benchmark.file)}.`,
    axis: scale,
    rows: underFiles(shown).map((entry) => ('heading' in entry ? entry : row(entry, scale))),
    legend,
  })
}

function row({ benchmark, latency }: LatencyRow, scale: Axis): PlotRow {
  const { p50, p99 } = quantilesOf(latency)
  const told = Object.entries({ p50, p99 }).filter(([, value]) => value !== undefined)
  const words = told.map(([name, value]) => `${name} ${formatQuantity(value!, 'ns')}`)
  const max = `max ${formatQuantity(longest(latency), 'ns')}`
  return {
    label: withoutFile(benchmark.id, benchmark.file),
    tooltip: `${benchmark.id}: ${[count(latency.count, 'operation'), ...words, max].join(', ')}`,
    aside: (words.length < 2 ? [...words, max] : words).join(', '),
    marks: (y) => latencyMarks(latency, scale, y + 7),
  }
}

/** The distribution of one benchmark's latencies on its base line, with its quantiles and its longest operation. */
export function latencyMarks(latency: LatencyView, scale: Axis, base: number): string[] {
  const at = (duration: number) => position(scale, decades(duration))
  const { p50, p95, p99, p999 } = quantilesOf(latency)
  const others = [p95, p99, p999].filter((value) => value !== undefined)
  const max = longest(latency)
  const histogram = decode(latency.histogram)
  return [
    element('path', { class: 'fork', d: outline(histogram, scale, base) }),
    element('line', { class: 'interval', x1: at(shortest(histogram)), x2: at(max), y1: base, y2: base }),
    ...(p50 === undefined ? [] : [upright(at(p50), base, mark.p50)]),
    ...others.map((value) => upright(at(value), base, mark.other)),
    element('circle', { class: 'open', cx: at(max), cy: base, r: 3 }),
  ]
}

/** An axis from the shortest to the longest operation of these benchmarks. */
export function latencyAxis(latencies: readonly LatencyView[], left: number, right: number): Axis {
  return durationAxis(
    Math.min(...latencies.map(({ histogram }) => shortest(decode(histogram)))),
    Math.max(...latencies.map(longest)),
    left,
    right,
  )
}

function legend(y: number): string[] {
  const x = layout.left - 40
  return [
    element('path', { class: 'fork', d: `M${px(x)} ${px(y)}l7 -12l5 8l8 4Z` }),
    caption(x + 26, y, 'share of the operations'),
    upright(x + 190, y, mark.p50),
    caption(x + 197, y, 'p50'),
    upright(x + 236, y, mark.other),
    caption(x + 243, y, 'p95, p99, p99.9'),
    element('circle', { class: 'open', cx: x + 356, cy: y - 4, r: 3 }),
    caption(x + 366, y, 'the longest'),
  ]
}

function upright(x: number, base: number, height: number): string {
  return element('line', { class: 'interval', x1: x, x2: x, y1: base - height, y2: base })
}

/** The distribution as a closed path on its base line: how many operations fall into each few pixels of the axis. */
function outline(histogram: Histogram, scale: Axis, base: number): string {
  const columns = columnsOf(histogram, scale)
  const most = Math.max(...columns)
  const first = columns.findIndex((operations) => operations > 0)
  const last = columns.findLastIndex((operations) => operations > 0)
  const edge = (column: number) => px(Math.min(scale.right, scale.left + column * bar.width))
  const tops = columns.slice(first, last + 1).map((operations) => px(base - (operations / most) * bar.height))
  const steps = tops.map((top, index) =>
    top === tops[index + 1] ? '' : `V${top}H${edge(first + index + 1)}`,
  )
  return `M${edge(first)} ${px(base)}${steps.join('')}V${px(base)}Z`
}

/** Operations by column of the axis. A bucket that is wider than a column is spread over several. */
function columnsOf({ counts }: Histogram, scale: Axis): number[] {
  const columns = new Array<number>(Math.ceil((scale.right - scale.left) / bar.width) + 1).fill(0)
  const place = (duration: number) => (position(scale, decades(duration)) - scale.left) / bar.width
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    const operations = counts[bucket]!
    if (operations === 0) continue
    const [from, to] = [place(lowerEnd(bucket)), place(lowerEnd(bucket + 1))]
    for (let column = Math.floor(from); column <= to; column++) {
      const share = to > from ? (Math.min(to, column + 1) - Math.max(from, column)) / (to - from) : 1
      columns[column]! += operations * share
    }
  }
  return columns
}

/** The shortest duration that a histogram holds, as far as its buckets tell. */
function shortest({ counts }: Histogram): number {
  return lowerEnd(counts.findIndex((operations) => operations > 0))
}

/** How many times the median the longest operation took. */
function tail({ latency }: LatencyRow): number {
  return longest(latency) / histogramQuantile(decode(latency.histogram), 0.5)
}
