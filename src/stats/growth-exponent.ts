import { contrastOf, groupMean, reachOf } from './contrast.ts'
import { type GrowthForm, logCost, logGrowth, type SizedValues } from './growth.ts'
import { sum } from './sample.ts'

/** A power of n, with an interval. */
export interface Exponent {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/**
 * The exponent of n that a cost has over these sizes: the slope of log cost on log n by least squares over all replicates, so
 * that a size weighs as many as it has. It is a contrast of the sizes' means, and its interval is as wide as their replicates
 * scatter: where the true curve is no line, it is that of the mean slope over these sizes.
 * Throws RangeError on fewer than two sizes, on fewer than two replicates of one, or on a value that is not above 0.
 */
export function growthExponent(sizes: readonly SizedValues[], confidence: number): Exponent {
  if (sizes.length < 2) throw new RangeError('an exponent needs at least two sizes')
  const groups = sizes.map(({ values }) => groupMean(values.map(logCost)))
  const slope = contrastOf(groups, slopeCoefficients(sizes))
  const reach = reachOf(slope, (1 - confidence) / 2)
  return { estimate: slope.estimate, low: slope.estimate - reach, high: slope.estimate + reach }
}

/** The same of a form, which has no noise: n log n is about n^1.2 between 100 and 1,600. */
export function exponentOfForm(form: GrowthForm, sizes: readonly SizedValues[]): number {
  const coefficients = slopeCoefficients(sizes)
  return sum(sizes.map(({ size }, place) => coefficients[place]! * logGrowth(form, size)))
}

function slopeCoefficients(sizes: readonly SizedValues[]): number[] {
  const weights = sizes.map(({ values }) => values.length)
  const logs = sizes.map(({ size }) => Math.log(size))
  const centre = sum(logs.map((log, place) => log * weights[place]!)) / sum(weights)
  const moment = sum(logs.map((log, place) => weights[place]! * (log - centre) ** 2))
  return logs.map((log, place) => (weights[place]! * (log - centre)) / moment)
}

/** What a cost may be said to grow like, where that is near enough. */
const common: readonly GrowthForm[] = [
  { power: 0, log: false },
  { power: 0, log: true },
  { power: 1, log: false },
  { power: 1, log: true },
  { power: 2, log: false },
  { power: 2, log: true },
  { power: 3, log: false },
]
/** Exponents that are no further apart are said to be the same. */
const near = 0.15

/**
 * The form that comes nearest to an exponent over these sizes: the expected one where the exponent does not speak against it,
 * else a common one, else a power with one decimal. Over few sizes n and n log n are the same. `isBeyond`: it is known not to be
 * the expected one.
 */
export function nearestForm(
  { estimate, low, high }: Exponent,
  sizes: readonly SizedValues[],
  expected: GrowthForm,
  isBeyond: boolean,
): GrowthForm {
  const distance = (form: GrowthForm) => Math.abs(exponentOfForm(form, sizes) - estimate)
  const reach = Math.max(near, estimate - low, high - estimate)
  if (!isBeyond && distance(expected) <= reach) return expected
  const [nearest] = common
    .filter(({ power, log }) => power !== expected.power || log !== expected.log)
    .filter(({ log }) => !log || sizes.every(({ size }) => size > 1))
    .toSorted((a, b) => distance(a) - distance(b))
  return distance(nearest!) <= near ? nearest! : { power: Math.round(estimate * 10) / 10, log: false }
}
