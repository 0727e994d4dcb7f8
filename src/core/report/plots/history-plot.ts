import type { Run } from '../../../model/run.ts'
import { formatChange, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { isLeading } from '../../compare/comparison-state.ts'
import { changeWithInterval } from '../../wording/change-words.ts'
import { basePhrase } from '../../wording/commit.ts'
import { count } from '../../wording/count.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, position } from './axis.ts'
import { markKinds } from './change-plot.ts'
import { type CoursePoint, coursesOf, type HistoryCourse, hasLine } from './history-course.ts'
import { frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 20
/** Of a row and of its curve, px. */
const height = { row: 46, curve: 30 }
/** Width of a date on the axis with a gap, px. */
const dateWidth = 82

/** How benchmarks have come along over what was accepted; `undefined` where none has a history. */
export function historyPlot({ run, label }: Pick<View, 'run' | 'label'>): string | undefined {
  const all = coursesOf(run)
  const shown = all.slice(0, mostRows)
  const most = shown[0]
  if (!most) return undefined
  const scale = sessionAxis(shown, layout.left + 8, layout.right - 8)
  const span = spanOf(shown, run)
  const omitted = shown.length < all.length ? ` The ${shown.length} that changed most, of ${all.length}.` : ''
  return frame({
    title: 'History',
    subtitle: `Time of each accepted session and of this run. Up is slower; equal slopes are equal changes.${omitted}`,
    description: `${count(shown.length, 'benchmark')} over ${count(scale.axis.high, 'accepted session')}.${omitted} ${label(most.benchmark.id)} changed most: ${told(most, run)}.`,
    axis: scale.axis,
    rowHeight: height.row,
    rows: shown.map((course) => row(course, label(course.benchmark.id), scale, span, run)),
    legend: (y) => legend(y, span, run, shown),
  })
}

/** What the highest row spans on the log scale: all rows have the same scale. What is within the margin must not look like a cliff. */
export function spanOf(courses: readonly HistoryCourse[], { policy }: Run): number {
  const spans = courses.map(({ points }) => {
    const logarithms = points.map(({ estimate }) => Math.log(estimate))
    return Math.max(...logarithms) - Math.min(...logarithms)
  })
  return Math.max(2 * Math.log1p(policy.margin), ...spans) || 1
}

/** One place for each session that any of the benchmarks has, and the last one for the present run. */
type SessionAxis = { readonly axis: Axis; readonly place: (point: CoursePoint) => number }

export function sessionAxis(courses: readonly HistoryCourse[], left: number, right: number): SessionAxis {
  const all = courses.flatMap(({ points }) => points.flatMap(({ session }) => session ?? []))
  const sessions = [...new Map(all.map((session) => [session.id, session])).values()]
  sessions.sort((a, b) => (a.id < b.id ? -1 : 1))
  const places = new Map(sessions.map(({ id }, place) => [id, place]))
  const last = Math.max(1, sessions.length)
  const every = Math.ceil((dateWidth * last) / (right - left))
  const ticks = [...sessions.keys()].filter((index) => index % every === 0 && index <= last - every)
  return {
    axis: {
      low: 0,
      high: last,
      left,
      right,
      ticks: [...ticks, last],
      label: (tick) => (tick === last ? 'now' : sessions[tick]!.date.slice(0, 10)),
    },
    place: ({ session }) => (session === undefined ? last : places.get(session.id)!),
  }
}

function row(course: HistoryCourse, label: string, scale: SessionAxis, span: number, run: Run): PlotRow {
  const { benchmark, points } = course
  const kind = kindOf(course, run)
  return {
    label,
    tooltip: `${benchmark.id}: ${told(course, run)}`,
    aside: endsOf(points),
    strong: kind === 'worse',
    marks: (y) => courseMarks(course, scale, { span, height: height.curve }, run, y),
  }
}

/** How high a change on the log scale is. `height`: of the span, px. */
type CourseScale = { readonly span: number; readonly height: number }

/**
 * The numbers with their intervals, and the curve through them where they are enough for one; the present one is drawn as its
 * verdict is, those of another machine are hollow. `y`: its middle.
 */
export function courseMarks(
  course: HistoryCourse,
  { axis, place }: SessionAxis,
  { span, height }: CourseScale,
  run: Run,
  y: number,
): string[] {
  const { points } = course
  const logarithms = points.map(({ estimate }) => Math.log(estimate))
  const middle = (Math.min(...logarithms) + Math.max(...logarithms)) / 2
  const at = (value: number) => {
    const share = (Math.log(Math.max(value, Number.MIN_VALUE)) - middle) / span
    return y - Math.min(0.62, Math.max(-0.62, share)) * height
  }
  const x = (point: CoursePoint) => position(axis, place(point))
  const curve = points.map((point) => `${px(x(point))} ${px(at(point.estimate))}`).join('L')
  const bars = points.map((point) => `M${px(x(point))} ${px(at(point.low))}V${px(at(point.high))}`).join('')
  const now = points.find(({ session }) => session === undefined)
  const accepted = points.filter(({ session }) => session !== undefined)
  // Lines of no length with round ends: a circle each would be four times as much text.
  const dots = accepted
    .filter(({ moved }) => !moved)
    .map((point) => `M${px(x(point))} ${px(at(point.estimate))}h0`)
  const circle = (kind: string, point: CoursePoint, r: number) =>
    element('circle', { class: kind, cx: x(point), cy: at(point.estimate), r })
  return [
    ...(hasLine(course) ? [element('path', { class: 'course', d: `M${curve}` })] : []),
    element('path', { class: 'course', d: bars }),
    ...(dots.length === 0 ? [] : [element('path', { class: 'accepted', d: dots.join('') })]),
    ...accepted.filter(({ moved }) => moved).map((point) => circle('open', point, 3)),
    ...(now ? [circle(kindOf(course, run), now, 4)] : []),
  ]
}

function comparedIn({ benchmark: { id } }: HistoryCourse, { comparisons }: Run) {
  return comparisons.find((one) => one.id === id && isLeading(one))
}

function kindOf(course: HistoryCourse, run: Run): string {
  const comparison = comparedIn(course, run)
  return comparison ? markKinds[comparison.verdict] : 'neutral'
}

/** "1.234 ms → 1.301 ms". */
function endsOf(points: HistoryCourse['points']): string {
  return [points[0]!, points.at(-1)!].map(({ estimate }) => formatQuantity(estimate, 'ns')).join(' → ')
}

/** "1.234 ms → 1.301 ms since 2026-11-01 (7 numbers)"; how much has changed is what the comparison says. */
export function told(course: HistoryCourse, run: Run): string {
  const { points } = course
  const comparison = comparedIn(course, run)
  const change = comparison?.change && comparison.method !== 'identical' && changeWithInterval(comparison)
  const against = change ? `; ${change} against ${basePhrase(comparison)}` : ''
  return `${endsOf(points)} since ${points[0]!.date.slice(0, 10)} (${count(points.length, 'number')})${against}`
}

/** Changes that may be the size of the ruler. */
const rulers = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 3, 9, 99]

function legend(y: number, span: number, { policy }: Run, shown: readonly HistoryCourse[]): string[] {
  const x = layout.left - 110
  const heightOf = (change: number) => (Math.log1p(change) / span) * height.curve
  const ruler = rulers.findLast((change) => heightOf(change) <= 16) ?? policy.margin
  const isAnyMoved = shown.some(({ points }) => points.some(({ moved }) => moved))
  return [
    element('path', { class: 'course', d: `M${px(x)} ${px(y + 1)}V${px(y + 1 - heightOf(ruler))}` }),
    caption(x + 8, y, ruler < 1 ? formatChange(ruler) : `+${formatPercent(ruler)}`),
    element('path', { class: 'accepted', d: `M${px(x + 90)} ${px(y - 4)}h0` }),
    caption(x + 100, y, 'an accepted session with its interval'),
    element('circle', { class: 'neutral', cx: x + 350, cy: y - 4, r: 4 }),
    caption(x + 360, y, 'this run'),
    ...(isAnyMoved
      ? [
          element('circle', { class: 'open', cx: x + 440, cy: y - 4, r: 3 }),
          caption(x + 450, y, 'the machine was slower or faster'),
        ]
      : []),
  ]
}
