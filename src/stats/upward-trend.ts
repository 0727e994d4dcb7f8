import { robustScale } from './deviation.ts'
import { mannKendallTest } from './mann-kendall.ts'
import { median, quantile } from './quantile.ts'
import { assertInTime, pairSlopes, slopeBounds, type TimedValue } from './theil-sen.ts'
import { trendCorrelation } from './trend-correlation.ts'

/** What counts as a rise that does not end. */
export interface UpwardTrendRules {
  /** Error of calling a series without a trend one that rises; also that of each bound of the slope. */
  readonly alpha: number
  /** What may be added within `horizon`, in the unit of the readings; the horizon in that of their times. */
  readonly budget: number
  readonly horizon: number
}

/**
 * `rising`: it is one. Else the first thing that speaks against it: there are too few readings; no trend is proven; the last
 * ones lie no further above the first ones than single ones scatter; the second half is not proven to rise; or what is proven
 * of it stays within the budget.
 */
export type UpwardTrendReason =
  | 'rising'
  | 'too-few'
  | 'no-trend'
  | 'within-noise'
  | 'levels-off'
  | 'within-budget'

export interface UpwardTrend {
  readonly isRising: boolean
  readonly reason: UpwardTrendReason
  /** Of the second half, per unit of time, with a bound at alpha on either side; infinite where so few cannot say. */
  readonly slope: number
  readonly low: number
  readonly high: number
  /** P of so much of a rise of all readings without a trend. */
  readonly p: number
  /** The median of the last tenth less that of the first one, and how far a reading may lie from the trend by itself. */
  readonly rise: number
  readonly noise: number
}

/** Fewer readings say nothing. */
const FEWEST = 20
/** More readings are judged as so many medians of neighbours, as time grows with their square. */
const MOST = 400
/** Standard deviations from the trend that a reading hardly ever lies. */
const FAR = 3

/**
 * Whether readings keep rising, as memory does that leaks: Mann and Kendall's test says so, corrected for readings that depend
 * on the ones before; the rise is larger than the noise; and the lower bound of Sen's slope breaks the budget within the
 * horizon. Each alone is wrong too often: a test finds the slightest trend, two ends may differ by chance, and a slope is found
 * in any noise.
 *
 * The caller leaves out the warm-up. As some of it is often left, the slope is that of the second half alone. A rise that would
 * end after the last reading cannot be told from one that would not.
 * Throws RangeError when there are fewer than four readings, a number is not finite, times do not rise, or alpha is not in
 * (0, 0.5].
 */
export function findUpwardTrend(readings: readonly TimedValue[], rules: UpwardTrendRules): UpwardTrend {
  assertInTime(readings)
  if (readings.length < 4)
    throw new RangeError(`a trend needs at least four readings, not ${readings.length}`)
  const all = condense(readings)
  const whole = trendOf(all, rules.alpha)
  const { slope, low, high } = trendOf(all.slice(Math.floor(all.length / 2)), rules.alpha)
  const tenth = Math.ceil(all.length / 10)
  const trend = {
    ...{ slope, low, high, p: whole.p, noise: FAR * whole.scatter },
    rise: middleOf(all.slice(-tenth)) - middleOf(all.slice(0, tenth)),
  }
  const reason = all.length < FEWEST ? 'too-few' : reasonOf(trend, rules)
  return { isRising: reason === 'rising', reason, ...trend }
}

function reasonOf(
  { p, rise, noise, low }: Omit<UpwardTrend, 'isRising' | 'reason'>,
  { alpha, budget, horizon }: UpwardTrendRules,
): UpwardTrendReason {
  if (!(p < alpha)) return 'no-trend'
  if (!(rise > noise)) return 'within-noise'
  if (!(low > 0)) return 'levels-off'
  return low * horizon > budget ? 'rising' : 'within-budget'
}

function trendOf(readings: readonly TimedValue[], alpha: number) {
  const slopes = pairSlopes(readings)
  const slope = quantile(slopes, 0.5)
  const rest = readings.map(({ time, value }) => value - slope * time)
  const centre = median(rest)
  const { variance, rising } = mannKendallTest(
    readings.map(({ value }) => value),
    { correction: trendCorrelation(rest) },
  )
  return {
    slope,
    ...slopeBounds(slopes, variance, alpha),
    p: rising,
    scatter: robustScale(rest.map((value) => value - centre)),
  }
}

function middleOf(readings: readonly TimedValue[]): number {
  return median(readings.map(({ value }) => value))
}

/** Medians of as many neighbours each, so that no more than MOST are left. */
function condense(readings: readonly TimedValue[]): readonly TimedValue[] {
  if (readings.length <= MOST) return readings
  const size = Math.ceil(readings.length / MOST)
  return Array.from({ length: Math.floor(readings.length / size) }, (_, block) => {
    const some = readings.slice(block * size, (block + 1) * size)
    return { time: median(some.map(({ time }) => time)), value: middleOf(some) }
  })
}
