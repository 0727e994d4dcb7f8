import { absoluteDeviations } from './deviation.ts'
import { median } from './quantile.ts'
import { assertFinite } from './sample.ts'

/** A stretch of a series at one level. */
export interface Segment {
  /** Index of its first value, and of the first one after it. */
  readonly start: number
  readonly end: number
  /** Its median, in the unit of the values. */
  readonly level: number
}

/**
 * Cuts a series into stretches at one level each: of all partitions into stretches of at least `least` values,
 * the one with the smallest sum of absolute deviations from the stretches' medians plus `penalty` (in the unit
 * of the values) for every stretch. Exact, by dynamic programming (Jackson et al. 2005, IEEE Signal Process.
 * Lett. 12, 105; Killick, Fearnhead & Eckley 2012, J. Am. Stat. Assoc. 107, 1590, prune it for long series);
 * absolute deviations, so that a value far off weighs no more than its distance (Fearnhead & Rigaill 2019,
 * J. Am. Stat. Assoc. 114, 169). Time grows with n³: it is for short series. Of equally good partitions it is
 * the one with the latest cuts.
 * Throws RangeError when there is no value, one is not finite, or `least` is not a whole number above 0.
 */
export function segments(
  values: readonly number[],
  { least, penalty }: { readonly least: number; readonly penalty: number },
): Segment[] {
  assertFinite(values, 'the values of a series')
  if (!(Number.isSafeInteger(least) && least >= 1)) {
    throw new RangeError(`a stretch has a whole number of values, at least 1, not ${least}`)
  }
  // best[end]: the cheapest partition of the first `end` values, and where its last stretch starts.
  const best: { cost: number; start: number }[] = [{ cost: 0, start: 0 }]
  for (let end = 1; end <= values.length; end++) {
    let cheapest = { cost: Number.POSITIVE_INFINITY, start: 0 }
    const ascending: number[] = []
    for (let start = end - 1; start >= 0; start--) {
      insert(ascending, values[start]!)
      if (start > 0 && (start < least || end - start < least)) continue
      const cost = best[start]!.cost + absoluteDeviations(ascending) + penalty
      if (cost < cheapest.cost) cheapest = { cost, start }
    }
    best.push(cheapest)
  }
  const found: Segment[] = []
  for (let end = values.length; end > 0; end = best[end]!.start) {
    const { start } = best[end]!
    found.unshift({ start, end, level: median(values.slice(start, end)) })
  }
  return found
}

/** Puts a value into its place among ascending ones. */
function insert(ascending: number[], value: number): void {
  let place = ascending.length
  // Moved one by one: of so few values, `splice` takes longer.
  for (; place > 0 && ascending[place - 1]! > value; place--) ascending[place] = ascending[place - 1]!
  ascending[place] = value
}
