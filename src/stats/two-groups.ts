import { absoluteDeviations } from './deviation.ts'
import { median } from './quantile.ts'
import { type Sorted, sorted } from './sample.ts'

/** Two groups of values, every one of `low` below every one of `high` or equal to it. */
export interface TwoGroups {
  readonly low: Sorted
  readonly high: Sorted
  /** Difference of their medians, in the unit of the values. */
  readonly distance: number
  /** Mean absolute deviation from the median of the own group, in the unit of the values. */
  readonly inside: number
}

/**
 * The values in two groups such that the sum of absolute deviations from the groups' medians is smallest: the
 * exact 2-medians of a line (Fisher 1958, J. Am. Stat. Assoc. 53, 789). It always finds two, whether or not
 * there are: whoever asks compares `distance` with `inside`.
 * Throws RangeError when there are fewer than two values or one is NaN.
 */
export function twoGroups(values: readonly number[]): TwoGroups {
  if (values.length < 2) throw new RangeError(`two groups need two values, there are ${values.length}`)
  const ordered = sorted(values)
  let cut = 1
  let least = Number.POSITIVE_INFINITY
  for (let size = 1; size < ordered.length; size++) {
    const inside = absoluteDeviations(ordered, 0, size) + absoluteDeviations(ordered, size)
    if (inside < least) [least, cut] = [inside, size]
  }
  const [low, high] = [sorted(ordered.slice(0, cut)), sorted(ordered.slice(cut))]
  return { low, high, distance: median(high) - median(low), inside: least / ordered.length }
}
