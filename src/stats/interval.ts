import type { OrderedPairs } from './hodges-lehmann.ts'

/** P(statistic ≥ value) under the null hypothesis, in [0, 1]; never rises with the value. */
export type Tail = (value: number) => number

/** Two one-sided confidence bounds, each at its own level; infinite where the data cannot say. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** The smallest whole number in 0 … `largest` with a tail of at most alpha, or undefined without one. */
export function criticalValue(tail: Tail, largest: number, alpha: number): number | undefined {
  if (tail(largest) > alpha) return undefined
  let below = -1
  let reached = largest
  while (reached - below > 1) {
    const middle = Math.floor((below + reached) / 2)
    if (tail(middle) <= alpha) reached = middle
    else below = middle
  }
  return reached
}

/**
 * Bounds by inversion: when the test of a shift θ counts how many of the `ordered` quantities exceed θ and
 * rejects at `critical` or more, the shifts that it leaves end at order statistics (Hollander, Wolfe &
 * Chicken 2014, Nonparametric Statistical Methods, §3.3 and §4.3). Without a critical value nothing is ever
 * rejected.
 */
export function invert(ordered: OrderedPairs, critical: number | undefined): Bounds {
  if (critical === undefined) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  return { low: ordered.at(ordered.length - critical), high: ordered.at(critical - 1) }
}

/** Throws RangeError unless alpha is the level of a test: above 0 and below 1. */
export function assertLevel(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie between 0 and 1, not ${alpha}`)
}

/** Throws RangeError unless alpha is above 0 and at most 0.5: beyond, a bound may leave the estimate out. */
export function assertBoundLevel(alpha: number): void {
  if (!(alpha > 0 && alpha <= 0.5)) {
    throw new RangeError(`alpha of a one-sided bound must be above 0 and at most 0.5, not ${alpha}`)
  }
}
