import type { AcceptedSeries, AcceptedSession } from '../../../model/history.ts'
import type { BenchmarkResult, Run } from '../../../model/run.ts'
import { leadOf } from '../../compare/comparison-state.ts'
import { widestLimits } from '../../compare/limits.ts'
import { movesSince } from '../../machine/moved.ts'
import { count } from '../../wording/count.ts'

/** Accepted sessions that make a history, and that make a course of it: two numbers have no course. */
const fewest = { sessions: 2, line: 3 }

/** One benchmark through the sessions that were accepted, up to this run. */
export type HistoryCourse = {
  readonly benchmark: BenchmarkResult
  /** In order; the last one is this run's where it has measured the benchmark. */
  readonly points: readonly CoursePoint[]
}

/** A number of a session that was accepted, or without one of the present run. ns per operation. */
export type CoursePoint = {
  readonly session?: AcceptedSession
  readonly date: string
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** Whether the control kernels took another time in that session than in this run: its machine was another one. */
  readonly moved: boolean
}

/** Benchmarks that were accepted in at least two sessions, those that have changed most first. */
export function coursesOf(run: Run): HistoryCourse[] {
  const byId = new Map(run.benchmarks.map((benchmark) => [benchmark.id, benchmark]))
  const { sessions = [], benchmarks = [] } = run.history ?? {}
  const moved = movedSessions(run)
  return benchmarks
    .flatMap((accepted): HistoryCourse[] => {
      const benchmark = byId.get(accepted.id)
      if (!benchmark) return []
      const lead = leadOf(benchmark)
      const before = pointsOf(accepted, sessions, moved).filter(({ estimate }) => estimate > 0)
      if (before.length < fewest.sessions) return []
      const now = lead && lead.estimate > 0 ? [{ ...lead, date: run.startedAt, moved: false }] : []
      return [{ benchmark, points: [...before, ...now] }]
    })
    .toSorted((a, b) => Math.abs(moveOf(b)) - Math.abs(moveOf(a)))
}

function pointsOf(
  { sessions: places, estimates, lows, highs }: AcceptedSeries,
  sessions: readonly AcceptedSession[],
  moved: ReadonlySet<string>,
): CoursePoint[] {
  return places.map((place, index) => {
    const session = sessions[place]!
    const numbers = { estimate: estimates[index]!, low: lows[index]!, high: highs[index]! }
    return { session, date: session.date, ...numbers, moved: moved.has(session.id) }
  })
}

/** Those in which the control kernels took another time, as far as the run knows. */
function movedSessions({ controls, recordedControls, history, policy }: Run): ReadonlySet<string> {
  if (!controls || !recordedControls) return new Set()
  const movesOf = movesSince(recordedControls, controls, widestLimits([], policy))
  const ids = (history?.sessions ?? []).map(({ id }) => id)
  return new Set(ids.filter((id) => movesOf([id]).length > 0))
}

/** From the first number to the last one, on the log scale. */
function moveOf({ points }: HistoryCourse): number {
  return Math.log(points.at(-1)!.estimate / points[0]!.estimate)
}

/** What is not drawn of a history, and why; '' where there is none, or where everything is. */
export function describeHistory(run: Run): string {
  const known = run.history?.benchmarks.length ?? 0
  const courses = coursesOf(run)
  const single = known - courses.length
  const short = courses.filter((course) => !hasLine(course)).length
  const sentences = [
    ...(single > 0
      ? [`Of ${count(known, 'benchmark')} ${single} ${was(single)} accepted in one session only.`]
      : []),
    ...(short > 0
      ? [`${count(short, 'benchmark')} ${was(short)} accepted in two: that is not enough for a line.`]
      : []),
  ]
  return sentences.join(' ')
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were'
}

/** Whether it was accepted often enough for a line. */
export function hasLine({ points }: HistoryCourse): boolean {
  return points.filter(({ session }) => session !== undefined).length >= fewest.line
}
