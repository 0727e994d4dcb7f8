import type { GrowthResult } from '../../../model/growth.ts'
import { logGrowth } from '../../../stats/growth.ts'
import { count } from '../../wording/count.ts'
import { exponentWords, formWords, growsLike } from '../../wording/growth-words.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, position } from './axis.ts'
import { frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 20
/** Of a row, of its curve, and how far what is declared lies below the middle, px. */
const height = { row: 60, curve: 38, below: 16 }

/** What each size costs, divided by what is declared: both axes are logarithmic. */
type Curve = {
  readonly result: GrowthResult
  readonly points: readonly {
    readonly size: number
    readonly log: number
    readonly low: number
    readonly high: number
  }[]
}

/** How benchmarks grow beside what they declare; `undefined` where none can be told. */
export function growthPlot({ run, label }: Pick<View, 'run' | 'label'>): string | undefined {
  const all = (run.growth ?? []).flatMap((result) => curveOf(result, run) ?? [])
  const shown = all.slice(0, mostRows)
  if (shown.length === 0) return undefined
  const scale = sizeAxis(
    shown.flatMap(({ points }) => points.map(({ size }) => size)),
    layout.left + 8,
    layout.right - 8,
  )
  const omitted = shown.length < all.length ? ` The first ${shown.length}, of ${all.length}.` : ''
  const span = Math.max(...shown.map(spanOf))
  const faster = all.filter(({ result }) => result.verdict === 'beyond').length
  return frame({
    title: 'Growth beside what is declared',
    subtitle: `What each size costs, divided by what is declared, on logarithmic axes. Flat is as declared, up is faster.${omitted}`,
    description: `${count(all.length, 'benchmark')} with a parameter that they grow with; ${faster} faster than declared.${omitted}`,
    axis: scale,
    rowHeight: height.row,
    rows: shown.map((curve) => row(curve, label(curve.result.id), scale, span)),
    legend,
  })
}

/** Against the size that the growth is told from. */
function curveOf(result: GrowthResult, { benchmarks }: View['run']): Curve | undefined {
  const { declared, measured, metric, fit } = result
  if (!fit) return undefined
  const points = measured.flatMap(({ size, id }) => {
    const { estimate = 0, low = 0, high = 0 } = benchmarks.find((one) => one.id === id)?.metrics[metric] ?? {}
    if (estimate <= 0) return []
    const over = (value: number) => Math.log(Math.max(value, estimate / 10)) - logGrowth(declared, size)
    return [{ size, log: over(estimate), low: over(low), high: over(high) }]
  })
  const origin = points.find(({ size }) => size === fit.from)?.log
  if (origin === undefined) return undefined
  return {
    result,
    points: points.map(({ size, log, low, high }) => {
      return { size, log: log - origin, low: low - origin, high: high - origin }
    }),
  }
}

/** What lies farthest from the first size, or what is allowed: what is within that must not look like a cliff. */
function spanOf({ points, result: { fit } }: Curve): number {
  return Math.max(2 * Math.log(fit!.excess.limit), ...points.map(({ log }) => log))
}

function row({ result, points }: Curve, label: string, axis: Axis, span: number): PlotRow {
  const { verdict, declared, fit } = result
  const exponent = exponentWords(fit!)
  return {
    label,
    tooltip: `${result.id}: ${growsLike(fit!.nearest)}, exponent ${exponent}, where ${formWords(declared)} is declared`,
    aside: `n^${exponent}`,
    strong: verdict === 'beyond',
    marks: (y) => marks(points, { axis, span, limit: fit!.excess.limit, isFaster: verdict === 'beyond' }, y),
  }
}

type Scale = {
  readonly axis: Axis
  readonly span: number
  readonly limit: number
  readonly isFaster: boolean
}

/** `middle`: of the row. Costs that rise are what there is to see; those that fall have a little room. */
function marks(points: Curve['points'], { axis, span, limit, isFaster }: Scale, middle: number): string[] {
  const y = middle + height.below
  const at = (log: number) => y - Math.min(1.1, Math.max(-0.3, log / span)) * height.curve
  const x = (size: number) => position(axis, Math.log10(size))
  const [first, last] = [points[0]!, points.at(-1)!]
  const curve = points.map(({ size, log }) => `${px(x(size))} ${px(at(log))}`).join('L')
  const bars = points.map(({ size, low, high }) => `M${px(x(size))} ${px(at(low))}V${px(at(high))}`).join('')
  const top = at(Math.log(limit))
  const band = { x: x(first.size), y: top, width: x(last.size) - x(first.size), height: y - top }
  return [
    element('rect', { class: 'margin', ...band }),
    element('line', { class: 'grid', x1: x(first.size), x2: x(last.size), y1: y, y2: y }),
    element('path', { class: 'course', d: `M${curve}` }),
    element('path', { class: 'course', d: bars }),
    ...points.map(({ size, log }) =>
      element('circle', { class: isFaster ? 'worse' : 'neutral', cx: x(size), cy: at(log), r: 3.5 }),
    ),
  ]
}

/** Pixels that the label of a size needs, with a gap. */
const labelWidth = 56

/** A logarithmic axis that holds all sizes; its values are common logarithms. */
export function sizeAxis(sizes: readonly number[], left: number, right: number): Axis {
  const [low, high] = [Math.log10(Math.min(...sizes)), Math.log10(Math.max(...sizes))]
  const decades = Array.from(
    { length: Math.floor(high) - Math.floor(low) + 1 },
    (_, place) => Math.floor(low) + place,
  )
  const inside = (ticks: readonly number[]) =>
    ticks.filter((tick) => tick >= low - 1e-9 && tick <= high + 1e-9)
  const fine = inside(decades.flatMap((decade) => [1, 2, 5].map((factor) => decade + Math.log10(factor))))
  const coarse = inside(decades)
  const hasRoom = (ticks: readonly number[]) => ticks.length * labelWidth <= right - left
  const every = Math.ceil((coarse.length * labelWidth) / (right - left))
  return {
    ...{ low, high, left, right },
    ticks: hasRoom(fine) ? fine : coarse.filter((_, place) => place % every === 0),
    label: (tick) => String(Number((10 ** tick).toPrecision(1))),
  }
}

function legend(y: number): string[] {
  const x = layout.left - 60
  return [
    element('line', { class: 'grid', x1: x, x2: x + 24, y1: y - 4, y2: y - 4 }),
    caption(x + 32, y, 'as declared'),
    element('rect', { class: 'margin', x: x + 120, y: y - 12, width: 24, height: 12 }),
    caption(x + 152, y, 'allowed, but for the steepest step'),
    element('circle', { class: 'neutral', cx: x + 384, cy: y - 4, r: 3.5 }),
    caption(x + 394, y, 'a size with its interval'),
  ]
}
