/** p-values times their number, capped at 1, in input order: the family-wise error under any dependence. */
export function bonferroni(p: readonly number[]): number[] {
  assertProbabilities(p)
  return p.map((value) => Math.min(1, value * p.length))
}

/**
 * Adjusted p-values in input order: rejecting those ≤ alpha keeps the probability of any false rejection at
 * alpha, under any dependence, and never rejects fewer than Bonferroni (Holm 1979, Scand. J. Stat. 6, 65).
 * Throws RangeError when one is not in [0, 1].
 */
export function holm(p: readonly number[]): number[] {
  assertProbabilities(p)
  const adjusted = new Array<number>(p.length)
  let largest = 0
  ascending(p).forEach((index, smaller) => {
    largest = Math.max(largest, Math.min(1, p[index]! * (p.length - smaller)))
    adjusted[index] = largest
  })
  return adjusted
}

/**
 * Adjusted p-values in input order: rejecting those ≤ q keeps the expected share of false ones among the
 * rejections at q, for independent or positively dependent tests (Benjamini & Hochberg 1995, J. R. Stat. Soc.
 * B 57, 289).
 * Throws RangeError when one is not in [0, 1].
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  assertProbabilities(p)
  const adjusted = new Array<number>(p.length)
  let smallest = 1
  ascending(p)
    .toReversed()
    .forEach((index, larger) => {
      smallest = Math.min(smallest, (p[index]! * p.length) / (p.length - larger))
      adjusted[index] = smallest
    })
  return adjusted
}

/** Input positions, smallest p first. */
function ascending(p: readonly number[]): number[] {
  return p.map((_, index) => index).sort((a, b) => p[a]! - p[b]!)
}

function assertProbabilities(p: readonly number[]): void {
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1))
  if (wrong >= 0)
    throw new RangeError(`p-values lie in [0, 1]: value ${wrong + 1} of ${p.length} is ${p[wrong]}`)
}
