import { median } from './quantile.ts'
import { assertFinite } from './sample.ts'

/** A line through a series, by index: `intercept` at the first value, `slope` per value, in the values' unit. */
export interface FittedLine {
  readonly slope: number
  readonly intercept: number
}

/**
 * The trend of a series: the median of the slopes between all pairs of values, through the median of what it
 * leaves (Theil 1950; Sen 1968, J. Am. Stat. Assoc. 63, 1379). 29 % of the values may be anything.
 * Throws RangeError when there are fewer than two values or one is not finite.
 */
export function theilSen(values: readonly number[]): FittedLine {
  assertFinite(values, 'the values of a series')
  if (values.length < 2) throw new RangeError('a trend needs at least two values, there is one')
  const slopes: number[] = []
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (j - i))
  }
  const slope = median(slopes)
  return { slope, intercept: median(values.map((value, index) => value - slope * index)) }
}
