import { absoluteDifferences, robustScale } from '../../../stats/deviation.ts'
import { median } from '../../../stats/quantile.ts'
import { type Segment, segments } from '../../../stats/segments.ts'
import { theilSen } from '../../../stats/theil-sen.ts'
import { twoGroups } from '../../../stats/two-groups.ts'

/**
 * How the samples of a fork went on: at one level; ever faster or ever slower; back and forth between two levels;
 * or from one level to another without end.
 */
export type CourseKind = 'flat' | 'warming-up' | 'slowing-down' | 'bimodal' | 'unsteady'

/** The lowest and the highest level that was kept for a while, in the unit of the series. */
export type Steadiness =
  | { readonly kind: 'flat' }
  | { readonly kind: Exclude<CourseKind, 'flat'>; readonly low: number; readonly high: number }

/**
 * The classifier's numbers, chosen so that test/core/kind/function/course-simulation.test.ts holds. Levels are compared on the
 * log scale, so differences are ratios; noise is the standard deviation of a point.
 */
const rules = {
  /** Points without which nothing is said. */
  fewest: 12,
  /** Share of the points that a level must hold to be a state, and not a disturbance. */
  state: 1 / 8,
  /** Cost of one more segment, in noise. */
  penalty: 6,
  /** Levels are different from this ratio on, and from so much noise. */
  change: { ratio: 0.03, noise: 3.5 },
  /** A steady rise or fall over the whole series counts from this ratio on, and from so much noise. */
  trend: { ratio: 0.05, noise: 3.5 },
  /** Two levels: this far apart, so many mean deviations, each with this share of the points, changing so often. */
  alternation: { ratio: 0.05, inside: 6, share: 0.2, changes: 3 },
  /** Noise that is always reckoned with: points that are exactly equal are quantised, not free of it. */
  leastNoise: 0.002,
} as const

/**
 * What became of the speed while samples were taken, after E. Barrett, C. F. Bolz-Tereick, R. Killick, S. Mount,
 * L. Tratt, "Virtual machine warmup blows hot and cold", OOPSLA 2017: change points cut the series into segments;
 * all alike is flat, ever faster is a warm-up that goes on, ever slower a slowdown, anything else has no steady
 * state. One kind is added, which their segments cannot show because it changes faster than these are long:
 * two levels that alternate.
 *
 * Here the segments are exact and robust (`segments`), a level is a state only from an eighth of the points on,
 * and a slope too gentle for a step between neighbours is still seen as a trend.
 *
 * `undefined`: too few points, or times of zero.
 */
export function classifySteadiness(series: readonly number[]): Steadiness | undefined {
  if (series.length < rules.fewest || series.some((value) => !(value > 0))) return undefined
  const points = series.map(Math.log)
  return alternating(points) ?? stepping(points) ?? drifting(points) ?? { kind: 'flat' }
}

/** Two levels with little between them, and a change from one to the other every now and then. */
function alternating(points: readonly number[]): Steadiness | undefined {
  const { ratio, inside, share, changes } = rules.alternation
  const groups = twoGroups(points)
  const { low, high, distance } = groups
  if (Math.min(low.length, high.length) < share * points.length) return undefined
  if (distance < Math.max(Math.log1p(ratio), inside * groups.inside)) return undefined
  const isHigh = points.map((point) => point >= high[0]!)
  const turns = isHigh.filter((here, index) => index > 0 && here !== isHigh[index - 1]).length
  if (turns < changes || misfit(isHigh) < least(points)) return undefined
  return { kind: 'bimodal', low: Math.exp(median(low)), high: Math.exp(median(high)) }
}

/** Points that a single change from one level to the other leaves on the wrong side, at the best place for it. */
function misfit(isHigh: readonly boolean[]): number {
  let fewest = isHigh.length
  for (let change = 0; change <= isHigh.length; change++) {
    const wrong = isHigh.filter((here, index) => here !== index >= change).length
    fewest = Math.min(fewest, wrong, isHigh.length - wrong)
  }
  return fewest
}

/** Levels that follow one another, each long enough to be a state. */
function stepping(points: readonly number[]): Steadiness | undefined {
  // Neighbours differ by the noise alone wherever there is no change between them.
  const noise = Math.max(robustScale(absoluteDifferences(points)) / Math.SQRT2, rules.leastNoise)
  const found = segments(points, { least: least(points), penalty: rules.penalty * noise })
  const levels = alike(states(found, points), points).map(({ level }) => level)
  if (levels.length === 1) return undefined
  const steps = levels.slice(1).map((level, index) => level - levels[index]!)
  const ends = { low: Math.exp(Math.min(...levels)), high: Math.exp(Math.max(...levels)) }
  if (steps.every((step) => step < 0)) return { kind: 'warming-up', ...ends }
  if (steps.every((step) => step > 0)) return { kind: 'slowing-down', ...ends }
  return { kind: 'unsteady', ...ends }
}

/** A slope over the whole series. */
function drifting(points: readonly number[]): Steadiness | undefined {
  const { slope, intercept } = theilSen(points)
  const total = slope * (points.length - 1)
  const noise = robustScale(points.map((point, index) => point - intercept - slope * index))
  if (Math.abs(total) < Math.max(Math.log1p(rules.trend.ratio), rules.trend.noise * noise)) return undefined
  return {
    kind: total < 0 ? 'warming-up' : 'slowing-down',
    low: Math.exp(intercept + Math.min(0, total)),
    high: Math.exp(intercept + Math.max(0, total)),
  }
}

/** Joins what is too short to be a state, however far off, to the neighbour that is nearer to it. */
function states(found: readonly Segment[], points: readonly number[]): readonly Segment[] {
  const index = found.findIndex((segment, at) => {
    const neighbours = [found[at - 1], found[at + 1]].filter((one) => one !== undefined)
    const own = points
      .slice(segment.start, segment.end)
      .filter((point) =>
        neighbours.every(({ level }) => Math.abs(point - segment.level) < Math.abs(point - level)),
      )
    return neighbours.length > 0 && own.length < least(points)
  })
  if (index < 0) return found
  const step = (at: number) => Math.abs((found[at]?.level ?? Number.POSITIVE_INFINITY) - found[index]!.level)
  return states(joined(found, step(index - 1) < step(index + 1) ? index : index + 1, points), points)
}

/** Joins neighbours whose levels cannot be told apart, the most alike first. */
function alike(found: readonly Segment[], points: readonly number[]): readonly Segment[] {
  if (found.length === 1) return found
  const residuals = found.flatMap(({ start, end, level }) =>
    points.slice(start, end).map((point) => point - level),
  )
  const { ratio, noise } = rules.change
  const different = Math.max(Math.log1p(ratio), noise * robustScale(residuals))
  const steps = found.slice(1).map(({ level }, index) => Math.abs(level - found[index]!.level))
  const smallest = Math.min(...steps)
  if (smallest >= different) return found
  return alike(joined(found, steps.indexOf(smallest) + 1, points), points)
}

/** The segments with this one and the one before it as one. */
function joined(found: readonly Segment[], second: number, points: readonly number[]): Segment[] {
  const [start, end] = [found[second - 1]!.start, found[second]!.end]
  const one = { start, end, level: median(points.slice(start, end)) }
  return [...found.slice(0, second - 1), one, ...found.slice(second + 1)]
}

/** Points that make a state. */
function least(points: readonly number[]): number {
  return Math.max(3, Math.ceil(points.length * rules.state))
}
