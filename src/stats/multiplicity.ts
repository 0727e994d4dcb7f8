/**
 * Adjusted p-values in input order: rejecting those ≤ q keeps the expected share of false ones among the
 * rejections at q, for independent or positively dependent tests (Benjamini & Hochberg 1995, J. R. Stat. Soc.
 * B 57, 289).
 * Throws RangeError when one is not in [0, 1].
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1))
  if (wrong >= 0)
    throw new RangeError(`p-values lie in [0, 1]: value ${wrong + 1} of ${p.length} is ${p[wrong]}`)
  const adjusted = new Array<number>(p.length)
  let smallest = 1
  const descending = p.map((_, index) => index).sort((a, b) => p[b]! - p[a]!)
  descending.forEach((index, larger) => {
    smallest = Math.min(smallest, (p[index]! * p.length) / (p.length - larger))
    adjusted[index] = smallest
  })
  return adjusted
}
