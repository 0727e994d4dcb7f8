import { assertLevel } from './interval.ts'
import { normalDensity, normalTail } from './normal.ts'

/**
 * How much of alpha may be spent up to a share of the data, in [0, 1]: 0 at 0, alpha at 1, never falling. Of Pocock's
 * type: nearly equal levels at every look, for early decisions (Lan & DeMets 1983, Biometrika 70, 659).
 */
export function pocockSpending(alpha: number, share: number): number {
  return alpha * Math.log1p((Math.E - 1) * share)
}

/** Steps of an integral (even), and how far out it begins, in standard deviations. */
const grid = { steps: 400, out: 8.5 }

/**
 * One-sided levels for the p-values of several looks at growing data, such that under the null hypothesis the
 * probability of falling below any of them is alpha. `shares` are the shares of all data that the looks see, the
 * last one 1. The boundaries are those of a normal statistic with independent increments (Armitage, McPherson &
 * Rowe 1969, J. R. Stat. Soc. A 132, 235), solved look by look; the levels hold for the p-values of rank tests,
 * whose increments are asymptotically so, and test/stats simulates how well for small samples.
 * Throws RangeError when alpha is no level or the shares do not rise to 1.
 */
export function nominalLevels(alpha: number, shares: readonly number[]): number[] {
  assertLevel(alpha)
  if (shares.at(-1) !== 1 || shares.some((share, look) => !(share > (shares[look - 1] ?? 0)))) {
    throw new RangeError(`the looks must see growing shares up to 1, not ${shares.join(', ')}`)
  }
  const levels: number[] = []
  let walk: Walk = { points: [0], weights: [1], time: 0 }
  for (const [look, share] of shares.entries()) {
    const spent = pocockSpending(alpha, share) - pocockSpending(alpha, shares[look - 1] ?? 0)
    const limit = boundary(walk, share, spent)
    levels.push(look === 0 ? spent : normalTail(limit / Math.sqrt(share)))
    walk = survivors(walk, share, limit)
  }
  return levels
}

/** Where a Brownian motion is that has crossed no boundary yet: points of an integral and their weighted density. */
type Walk = { readonly points: readonly number[]; readonly weights: readonly number[]; readonly time: number }

/** The position that is exceeded at this time, and never before, with this probability. */
function boundary(walk: Walk, time: number, probability: number): number {
  const deviation = Math.sqrt(time - walk.time)
  const beyond = (limit: number) =>
    walk.points.reduce((sum, at, i) => sum + walk.weights[i]! * normalTail((limit - at) / deviation), 0)
  let [low, high] = [-grid.out, grid.out]
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2
    if (beyond(middle) > probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The same walk at a later time, less what has crossed the limit by then: Simpson's rule. */
function survivors(walk: Walk, time: number, limit: number): Walk {
  const deviation = Math.sqrt(time - walk.time)
  const from = Math.min(limit, 0) - grid.out * Math.sqrt(time)
  const step = (limit - from) / grid.steps
  const points = Array.from({ length: grid.steps + 1 }, (_, index) => from + index * step)
  const weights = points.map((at, index) => {
    const density = walk.points.reduce(
      (sum, before, i) => sum + (walk.weights[i]! * normalDensity((at - before) / deviation)) / deviation,
      0,
    )
    const simpson = index === 0 || index === grid.steps ? 1 : index % 2 === 1 ? 4 : 2
    return (density * simpson * step) / 3
  })
  return { points, weights, time }
}
