import { flipMaxima } from './flip-maxima.ts'
import { assertLevel } from './interval.ts'
import { mean, standardDeviation } from './moments.ts'
import type { Random } from './random.ts'
import { assertFinite, sorted, sum } from './sample.ts'

/** A pair of trials, each as its quantiles, above 0 and in any unit: as many as there are probabilities. */
export interface ShapePair {
  readonly base: readonly number[]
  readonly head: readonly number[]
}

export interface ShapeRules {
  /** Of the quantiles, ascending in (0, 1); one half is among them. */
  readonly probabilities: readonly number[]
  /** Error of calling equal shapes different; the intervals hold all quantiles at once with 1 − alpha. */
  readonly alpha: number
  /** For more than 14 pairs. */
  readonly random: Random
}

/** How much more one quantile has changed than the median has: 1.2 is 20 % more. */
export interface QuantileChange {
  readonly probability: number
  readonly factor: number
  readonly low: number
  readonly high: number
  /** P of so large a change of any quantile where both sides have one shape. */
  readonly p: number
}

/** Neighbouring quantiles that have all changed in one direction. */
export interface ShapeRange {
  readonly from: number
  readonly to: number
  /** The one of them that has changed most. */
  readonly largest: QuantileChange
}

export interface ShapeChange {
  /** P of so large a difference of shapes where there is none, in (0, 1]. */
  readonly p: number
  readonly isDifferent: boolean
  /** Where the shapes differ; none where that is not proven. */
  readonly ranges: readonly ShapeRange[]
  readonly quantiles: readonly QuantileChange[]
}

/** Twentieths, and a tail of which a thousand values tell something. */
export const shapeProbabilities: readonly number[] = [
  ...Array.from({ length: 19 }, (_, index) => (index + 1) / 20),
  0.99,
]

/** Sums of the same values in another order differ in their last digits. */
const ROUNDING = 1e-9

/**
 * Whether two sides differ in the shape of their distributions, beside a factor that they may differ by as a whole: one third of
 * requests on a slow path changes the mean, but not the median. Each quantile is compared on a logarithmic scale, less what the
 * median has changed. Trials are what counts, not their values: where nothing differs, the sides of any pair could be swapped,
 * so the largest change of any quantile, each by its own scatter, is held against that of all ways of swapping sides (Fisher
 * 1935; Westfall & Young 1993). The error is exact, however much pairs drift or scatter. Two sides of 8 pairs are the fewest
 * that can differ at 0.01.
 *
 * Intervals hold all quantiles at once, by the same signs on what the pairs differ from their mean (Wu 1986); infinite where so
 * few pairs cannot say.
 * Throws RangeError when there are fewer than two pairs, a quantile is not finite and above 0 or is missing, the median is, or
 * alpha is no level.
 */
export function compareShapes(pairs: readonly ShapePair[], rules: ShapeRules): ShapeChange {
  const { probabilities, alpha, random } = rules
  assertLevel(alpha)
  if (pairs.length < 2)
    throw new RangeError(`shapes are compared over two pairs or more, not ${pairs.length}`)
  const changes = pairs.map((pair) => relativeChanges(pair, probabilities))
  const centres = probabilities.map((_, column) => mean(changes.map((row) => row[column]!)))
  const sizes = sizesOf(changes)
  const swapped = flipMaxima(scaled(changes, sizes), random)
  const residuals = changes.map((row) => row.map((value, column) => value - centres[column]!))
  const reach = reachOf(flipMaxima(scaled(residuals, sizesOf(residuals)), random), alpha, pairs.length)
  const quantiles = probabilities.map((probability, column): QuantileChange => {
    const values = changes.map((row) => row[column]!)
    const [centre, scatter] = [centres[column]!, standardDeviation(values)]
    const half = scatter === 0 ? 0 : (reach * scatter) / Math.sqrt(pairs.length)
    const strength = sizes[column] === 0 ? 0 : Math.abs(sum(values)) / sizes[column]!
    return {
      probability,
      factor: Math.exp(centre),
      low: Math.exp(centre - half),
      high: Math.exp(centre + half),
      p: swapped.filter((one) => one >= strength * (1 - ROUNDING)).length / swapped.length,
    }
  })
  const p = Math.min(...quantiles.map((one) => one.p))
  return { p, isDifferent: p <= alpha, ranges: rangesOf(quantiles, alpha), quantiles }
}

/** ln of head over base, less that of the medians. */
function relativeChanges({ base, head }: ShapePair, probabilities: readonly number[]): number[] {
  const median = probabilities.indexOf(0.5)
  if (median < 0)
    throw new RangeError('shapes are compared around the median, which is not among the quantiles')
  if (base.length !== probabilities.length || head.length !== probabilities.length) {
    throw new RangeError(
      `a side has ${probabilities.length} quantiles, not ${base.length} and ${head.length}`,
    )
  }
  const logs = probabilities.map((_, column) => Math.log(head[column]! / base[column]!))
  assertFinite(logs, 'logarithms of quantiles')
  return logs.map((log) => log - logs[median]!)
}

/** The root of the sum of squares of each column, which no sign changes. */
function sizesOf(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, column) => Math.sqrt(sum(rows.map((row) => row[column]! ** 2))))
}

function scaled(rows: readonly (readonly number[])[], sizes: readonly number[]): number[][] {
  return rows.map((row) => row.map((value, column) => (sizes[column] === 0 ? 0 : value / sizes[column]!)))
}

/**
 * Standard errors to either side that hold all quantiles at once: Student's t of the sums, which grows with them. Infinite where
 * there are too few ways to swap sides for any to be as improbable as alpha.
 */
function reachOf(maxima: Float64Array, alpha: number, count: number): number {
  if (maxima.length * alpha < 1) return Number.POSITIVE_INFINITY
  const most = sorted(maxima)[Math.ceil((1 - alpha) * maxima.length) - 1]!
  return most * Math.sqrt((count - 1) / Math.max(0, count - most ** 2))
}

function rangesOf(quantiles: readonly QuantileChange[], alpha: number): ShapeRange[] {
  const ranges: ShapeRange[] = []
  let isNext = false
  for (const one of quantiles) {
    const last = ranges.at(-1)
    const isFound = one.p <= alpha
    if (isFound && isNext && last && last.largest.factor > 1 === one.factor > 1) {
      const largest = sizeOf(one) > sizeOf(last.largest) ? one : last.largest
      ranges[ranges.length - 1] = { ...last, to: one.probability, largest }
    } else if (isFound) ranges.push({ from: one.probability, to: one.probability, largest: one })
    isNext = isFound
  }
  return ranges
}

function sizeOf({ factor }: QuantileChange): number {
  return Math.abs(Math.log(factor))
}
