import type { BenchmarkResult, Estimate } from '../../../model/run.ts'
import { formatInterval, formatMagnitude, formatQuantity } from '../../../model/unit.ts'
import { sum } from '../../../stats/sample.ts'
import { count } from '../../wording/count.ts'
import { underFiles, withoutFile } from '../../wording/label.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, axis, position } from './axis.ts'
import { arrow, frame, layout, type PlotRow } from './plot-frame.ts'
import { caption } from './svg.ts'

type Timed = { readonly benchmark: BenchmarkResult; readonly time: Estimate }

const mostRows = 60

/** How far the forks of each benchmark lie from their median; `undefined` where nothing was timed. */
export function forkPlot(view: Pick<View, 'rows'>): string | undefined {
  const all = view.rows.flatMap(({ benchmark, lead: time }): Timed[] =>
    time && time.estimate > 0 && time.values.length > 0 ? [{ benchmark, time }] : [],
  )
  if (all.length === 0) return undefined
  const widest = all.toSorted((a, b) => half(b.time) - half(a.time)).slice(0, mostRows)
  const shown = all.filter((candidate) => widest.includes(candidate))
  const times = shown.map(({ time }) => time)
  const scale = forkAxis(times, layout.left, layout.right)
  const forks = sum(times.map((time) => time.values.length))
  const omitted =
    shown.length < all.length ? ` The ${shown.length} with the widest intervals, of ${all.length}.` : ''
  const noisiest = widest[0]!
  const name = withoutFile(noisiest.benchmark.id, noisiest.benchmark.file)
  return frame({
    title: 'How much the forks differ',
    subtitle: `Each fork's time against the median of its benchmark. Left is faster.${omitted}`,
    description: `${count(forks, 'fork')} of ${count(shown.length, 'benchmark')}.${omitted} The widest interval is ± ${formatMagnitude(half(noisiest.time))}, of ${name}.`,
    axis: scale,
    rows: underFiles(shown).map((entry) => ('heading' in entry ? entry : row(entry, scale))),
    legend: (y) => [
      element('circle', { class: 'fork', cx: layout.left + 4, cy: y - 4, r: 3.5 }),
      caption(layout.left + 14, y, 'a fork'),
      ...whisker(layout.left + 68, layout.left + 92, y - 4),
      caption(layout.left + 100, y, 'interval of the median'),
      arrow(layout.left + 246, y - 4, 1, 'fork'),
      caption(layout.left + 260, y, 'beyond the axis'),
    ],
  })

  function row({ benchmark, time }: Timed, scale: Axis): PlotRow {
    const { estimate, low, high, unit, values: forks } = time
    const spread = `${count(forks.length, 'fork')}, ± ${formatMagnitude(half(time))}`
    return {
      label: withoutFile(benchmark.id, benchmark.file),
      tooltip: `${benchmark.id}: ${formatQuantity(estimate, unit)} ${formatInterval(estimate, low, high, unit)}, ${spread}`,
      aside: spread,
      marks: (y) => forkMarks(time, scale, y),
    }
  }
}

/** The forks of one benchmark around their median, and its interval. */
export function forkMarks(
  { estimate, low, high, values: forks }: Estimate,
  scale: Axis,
  y: number,
): string[] {
  return [
    ...forks.map((fork, index) => {
      const deviation = fork / estimate - 1
      const x = position(scale, deviation)
      // Three lanes, so that forks of equal value can be counted.
      const lane = y + ((index % 3) - 1) * 3.5
      if (deviation < scale.low || deviation > scale.high)
        return arrow(x, lane, deviation > 0 ? 1 : -1, 'fork')
      return element('circle', { class: 'fork', cx: x, cy: lane, r: 3 })
    }),
    ...whisker(position(scale, low / estimate - 1), position(scale, high / estimate - 1), y),
  ]
}

/** An axis that holds nearly all forks of these benchmarks: one wild fork does not press the others together. */
export function forkAxis(times: readonly Estimate[], left: number, right: number): Axis {
  const deviations = times
    .flatMap(({ estimate, values: forks }) => forks.map((fork) => Math.abs(fork / estimate - 1)))
    .sort((a, b) => a - b)
  const most = deviations[Math.floor((deviations.length - 1) * 0.97)] ?? 0
  const reach = Math.max(0.02, Math.min((deviations.at(-1) ?? 0) * 1.05, most * 1.5))
  return axis(-reach, reach, left, right)
}

/** The wider half of the interval, relative. */
function half({ estimate, low, high }: Estimate): number {
  return Math.max(high - estimate, estimate - low) / estimate
}

function whisker(from: number, to: number, y: number): string[] {
  return [
    element('line', { class: 'interval', x1: from, x2: to, y1: y, y2: y }),
    ...[from, to].map((x) => element('line', { class: 'interval', x1: x, x2: x, y1: y - 4, y2: y + 4 })),
  ]
}
