import { assertBoundLevel, type Bounds } from './interval.ts'
import { median, quantile } from './quantile.ts'
import { assertFinite, type Sorted, sorted } from './sample.ts'
import { studentUpper } from './student.ts'

/** A line through a series, by index: `intercept` at the first value, `slope` per value, in the values' unit. */
export interface FittedLine {
  readonly slope: number
  readonly intercept: number
}

/** What was read at a time. */
export interface TimedValue {
  readonly time: number
  readonly value: number
}

/**
 * The trend of a series: the median of the slopes between all pairs of values, through the median of what it
 * leaves (Theil 1950; Sen 1968, J. Am. Stat. Assoc. 63, 1379). 29 % of the values may be anything.
 * Throws RangeError when there are fewer than two values or one is not finite.
 */
export function theilSen(values: readonly number[]): FittedLine {
  const slope = quantile(pairSlopes(values.map((value, time) => ({ time, value }))), 0.5)
  return { slope, intercept: median(values.map((value, index) => value - slope * index)) }
}

/**
 * The slopes between all pairs of readings, per unit of time; their median is the trend.
 * Throws RangeError when there are fewer than two readings, a number is not finite, or times do not rise.
 */
export function pairSlopes(readings: readonly TimedValue[]): Sorted {
  assertInTime(readings)
  if (readings.length < 2) throw new RangeError('a trend needs at least two values, there is one')
  const slopes = new Float64Array((readings.length * (readings.length - 1)) / 2)
  let pair = 0
  for (let late = 1; late < readings.length; late++) {
    const { time, value } = readings[late]!
    for (let early = 0; early < late; early++) {
      slopes[pair++] = (value - readings[early]!.value) / (time - readings[early]!.time)
    }
  }
  return sorted(slopes)
}

/**
 * Bounds of a trend, per unit of time: P(slope < low) ≤ alpha and P(slope > high) ≤ alpha, each on its own. They are slopes
 * between pairs, as far from the middle as Mann and Kendall's S scatters (Sen 1968, section 3), in the normal approximation;
 * infinite where so few readings cannot say.
 * Throws RangeError when alpha is not in (0, 0.5].
 *
 * @param slopes between all pairs
 * @param variance of S without a trend, as `mannKendallTest` has it
 */
export function slopeBounds(slopes: Sorted, variance: number, alpha: number): Bounds {
  assertBoundLevel(alpha)
  const reach = studentUpper(alpha, Number.POSITIVE_INFINITY) * Math.sqrt(variance)
  const outside = Math.floor((slopes.length - reach) / 2)
  if (outside < 1) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  return { low: slopes[outside - 1]!, high: slopes[slopes.length - outside]! }
}

/** Throws RangeError when there is no reading, a number is not finite, or times do not rise. */
export function assertInTime(readings: readonly TimedValue[]): void {
  assertFinite(
    readings.map(({ value }) => value),
    'the values of a series',
  )
  const times = readings.map(({ time }) => time)
  assertFinite(times, 'the times of a series')
  const wrong = times.findIndex((time, index) => index > 0 && !(time > times[index - 1]!))
  if (wrong > 0) throw new RangeError(`reading ${wrong + 1} of ${times.length} is not after the one before`)
}
