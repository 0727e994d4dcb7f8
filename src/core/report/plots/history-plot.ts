import type { AcceptedSeries, AcceptedSession } from '../../../model/history.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { formatChange, formatPercent, formatQuantity } from '../../../model/unit.ts'
import { isLeading, leadOf } from '../../compare/comparison-state.ts'
import { count } from '../../wording/count.ts'
import { element } from '../../wording/xml.ts'
import type { View } from '../blocks/view.ts'
import { type Axis, position } from './axis.ts'
import { markKinds } from './change-plot.ts'
import { frame, layout, type PlotRow, px } from './plot-frame.ts'
import { caption } from './svg.ts'

const mostRows = 20
/** Of a row and of its curve, px. */
const height = { row: 46, curve: 30 }
/** Width of a date on the axis with a gap, px. */
const dateWidth = 82

/** One benchmark through the sessions that were accepted, up to this run. */
export type HistoryCourse = {
  readonly benchmark: BenchmarkResult
  /** In order; the last one is this run's where it has measured the benchmark. */
  readonly points: readonly CoursePoint[]
  /** Last number against the first one, as ratio − 1. */
  readonly change: number
}

/** A number of a session that was accepted, or without one of the present run. ns per operation. */
type CoursePoint = {
  readonly session?: AcceptedSession
  readonly date: string
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Benchmarks with at least two numbers, those that have changed most first. */
export function coursesOf(run: Run): HistoryCourse[] {
  const byId = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  const { sessions = [], benchmarks = [] } = run.history ?? {}
  return benchmarks
    .flatMap((accepted) => {
      const benchmark = byId.get(accepted.id)
      if (!benchmark) return []
      const lead = leadOf(benchmark)
      const points = [...pointsOf(accepted, sessions), ...(lead ? [{ ...lead, date: run.startedAt }] : [])]
      const drawable = points.filter(({ estimate }) => estimate > 0)
      const [first, last] = [drawable[0], drawable.at(-1)]
      if (!first || !last || drawable.length < 2) return []
      return [{ benchmark, points: drawable, change: last.estimate / first.estimate - 1 }]
    })
    .toSorted((a, b) => Math.abs(Math.log1p(b.change)) - Math.abs(Math.log1p(a.change)))
}

function pointsOf(
  { sessions: places, estimates, lows, highs }: AcceptedSeries,
  sessions: readonly AcceptedSession[],
): CoursePoint[] {
  return places.map((place, index) => {
    const session = sessions[place]!
    const numbers = { estimate: estimates[index]!, low: lows[index]!, high: highs[index]! }
    return { session, date: session.date, ...numbers }
  })
}

/** How benchmarks have come along over what was accepted; `undefined` where none has two numbers. */
export function historyPlot({ run, label }: Pick<View, 'run' | 'label'>): string | undefined {
  const all = coursesOf(run)
  const shown = all.slice(0, mostRows)
  const most = shown[0]
  if (!most) return undefined
  const scale = sessionAxis(shown, layout.left + 8, layout.right - 8)
  const omitted = shown.length < all.length ? ` The ${shown.length} that changed most, of ${all.length}.` : ''
  return frame({
    title: 'How it came to be',
    subtitle: `Time of each accepted session and of this run. Up is slower; a row spans ${formatPercent(2 * run.policy.margin)} at least.${omitted}`,
    description: `${count(shown.length, 'benchmark')} over ${count(scale.axis.high, 'accepted session')}.${omitted} ${label(most.benchmark.id)} changed most: ${told(most)}.`,
    axis: scale.axis,
    rowHeight: height.row,
    rows: shown.map((course) => row(course, label(course.benchmark.id), scale, run)),
    legend,
  })
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

function row(course: HistoryCourse, label: string, scale: SessionAxis, run: Run): PlotRow {
  const { benchmark, change } = course
  const kind = kindOf(course, run)
  return {
    label,
    tooltip: `${benchmark.id}: ${told(course)}`,
    aside: `${formatChange(change)} since ${course.points[0]!.date.slice(0, 10)}`,
    strong: kind === 'worse',
    marks: (y) => courseMarks(course, scale, run, y, height.curve),
  }
}

/** The curve, with the interval of each number; the present one is drawn as its verdict is. `y`: its middle. */
export function courseMarks(
  course: HistoryCourse,
  { axis, place }: SessionAxis,
  run: Run,
  y: number,
  height: number,
): string[] {
  const { points } = course
  const logarithms = points.map(({ estimate }) => Math.log(estimate))
  const [lowest, highest] = [Math.min(...logarithms), Math.max(...logarithms)]
  // What is within the margin must not look like a cliff.
  const span = Math.max(highest - lowest, 2 * Math.log1p(run.policy.margin)) || 1
  const at = (value: number) => {
    const share = (Math.log(Math.max(value, Number.MIN_VALUE)) - (lowest + highest) / 2) / span
    return y - Math.min(0.62, Math.max(-0.62, share)) * height
  }
  const x = (point: CoursePoint) => position(axis, place(point))
  const curve = points.map((point) => `${px(x(point))} ${px(at(point.estimate))}`).join('L')
  const bars = points.map((point) => `M${px(x(point))} ${px(at(point.low))}V${px(at(point.high))}`).join('')
  const last = points.at(-1)!
  const isNow = last.session === undefined
  const accepted = isNow ? points.slice(0, -1) : points
  // Lines of no length with round ends: a circle each would be four times as much text.
  const dots = accepted.map((point) => `M${px(x(point))} ${px(at(point.estimate))}h0`)
  return [
    element('path', { class: 'course', d: `M${curve}` }),
    element('path', { class: 'course', d: bars }),
    element('path', { class: 'accepted', d: dots.join('') }),
    ...(isNow
      ? [element('circle', { class: kindOf(course, run), cx: x(last), cy: at(last.estimate), r: 4 })]
      : []),
  ]
}

function kindOf({ benchmark: { id } }: HistoryCourse, { comparisons }: Run): string {
  const comparison = comparisons.find((one) => one.id === id && isLeading(one))
  return comparison ? markKinds[comparison.verdict] : 'neutral'
}

/** "1.234 ms → 1.301 ms, +5.43 % since 2026-11-01 (7 numbers)". */
export function told({ points, change }: HistoryCourse): string {
  const [first, last] = [points[0]!, points.at(-1)!]
  const values = [first, last].map(({ estimate }) => formatQuantity(estimate, 'ns')).join(' → ')
  return `${values}, ${formatChange(change)} since ${first.date.slice(0, 10)} (${count(points.length, 'number')})`
}

function legend(y: number): string[] {
  const x = layout.left + 8
  return [
    element('path', { class: 'accepted', d: `M${px(x)} ${px(y - 4)}h0` }),
    caption(x + 10, y, 'an accepted session with its interval'),
    element('circle', { class: 'neutral', cx: x + 262, cy: y - 4, r: 4 }),
    caption(x + 272, y, 'this run'),
  ]
}
