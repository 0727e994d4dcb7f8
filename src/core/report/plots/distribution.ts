import type { Comparison } from '../../../model/comparison.ts'
import type { MetricName } from '../../../model/metric.ts'
import type { BenchmarkResult, Estimate } from '../../../model/run.ts'
import { bandwidthOf, density } from '../../../stats/density.ts'
import { median } from '../../../stats/quantile.ts'
import { isLeading, leadOf } from '../../compare/comparison-state.ts'
import { element } from '../../wording/xml.ts'
import type { Axis } from './axis.ts'
import { px } from './plot-frame.ts'

/** What the forks of a benchmark took, and those of its base where the run has kept them. In base units. */
export type Distribution = {
  readonly metric: MetricName
  readonly head: Estimate
  readonly base: readonly number[]
}

/** Of what a benchmark is compared by: the metric that decided, where the base was measured in it, too. */
export function distributionOf(
  benchmark: Pick<BenchmarkResult, 'metrics'>,
  comparisons: readonly Comparison[],
): Distribution | undefined {
  const main = comparisons.find(isLeading)
  const base = main && main.method !== 'identical' ? baseOf(main).filter((value) => value > 0) : []
  const compared = main && base.length > 0 ? benchmark.metrics[main.metric] : undefined
  if (main && compared && compared.estimate > 0) return { metric: main.metric, head: compared, base }
  const lead = leadOf(benchmark)
  return lead && lead.estimate > 0 && lead.values.length > 0
    ? { metric: lead.name, head: lead, base: [] }
    : undefined
}

/** Of recorded numbers all sessions, of pairs the base's side of each. */
function baseOf({ values, pairs }: Comparison): readonly number[] {
  return values?.base.flat() ?? pairs?.base ?? []
}

/** What the values are seen against: the base's median, or where there is no base that of the forks. */
export function referenceOf({ head, base }: Distribution): number {
  return base.length > 0 ? median(base) : head.estimate
}

/** px: of the curves, and of a lane of dots below them. */
const height = { curve: 17, lane: 4 }
/** The narrowest curve, px: where all values are equal it is still one that can be seen. */
const narrowest = 1.5

/** Where values lie, within the ends of its axis. */
export type ValueScale = { readonly axis: Axis; readonly at: (value: number) => number }

/**
 * Both distributions over each other, each value as a dot below them, and the interval of the head's median. Curves are
 * densities along the axis as it is drawn, equally high at their peaks. `y`: of the base line.
 */
export function distributionMarks(
  { head, base }: Distribution,
  { axis, at }: ValueScale,
  y: number,
): string[] {
  const isPaired = base.length > 0
  const places = { base: base.map(at), head: head.values.filter((value) => value > 0).map(at) }
  return [
    ...(isPaired ? [curve('base', places.base, axis, y)] : []),
    ...(places.head.length > 0 ? [curve('head', places.head, axis, y)] : []),
    ...(isPaired ? [dots('base', places.base, y + height.lane)] : []),
    ...(places.head.length > 0 ? [dots('head', places.head, y + (isPaired ? 2 : 1) * height.lane)] : []),
    ...whisker(at(head.low), at(head.high), y),
  ]
}

/** Steps of a curve. */
const steps = 32

function curve(kind: string, places: readonly number[], { left, right }: Axis, y: number): string {
  const bandwidth = Math.max(narrowest, bandwidthOf(places))
  const from = Math.max(left, Math.min(...places) - 3 * bandwidth)
  const to = Math.min(right, Math.max(...places) + 3 * bandwidth)
  const dense = density(places, bandwidth)
  const along = Array.from({ length: steps + 1 }, (_, index) => from + (index * (to - from)) / steps)
  const heights = along.map(dense)
  const peak = Math.max(...heights)
  const line = along.map((x, index) => `${px(x)} ${px(y - (heights[index]! / peak) * height.curve)}`)
  return element('path', { class: `curve ${kind}`, d: `M${px(from)} ${px(y)}L${line.join('L')}V${px(y)}Z` })
}

/** Lines of no length with round ends: a circle each would be four times as much text. */
function dots(kind: string, places: readonly number[], y: number): string {
  return element('path', { class: `dots ${kind}`, d: places.map((x) => `M${px(x)} ${px(y)}h0`).join('') })
}

export function whisker(from: number, to: number, y: number): string[] {
  return [
    element('line', { class: 'interval', x1: from, x2: to, y1: y, y2: y }),
    ...[from, to].map((x) => element('line', { class: 'interval', x1: x, x2: x, y1: y - 4, y2: y + 4 })),
  ]
}
