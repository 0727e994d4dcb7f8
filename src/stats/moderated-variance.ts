import { digamma, trigamma, trigammaInverse } from './gamma.ts'
import { mean } from './moments.ts'
import { median } from './quantile.ts'
import { sum } from './sample.ts'

/** A variance, in the square of the values' unit, and the degrees of freedom behind it, which need not be whole. */
export interface Variance {
  readonly variance: number
  readonly df: number
}

/** What variances of many things say about that of any: `df` Infinity means that it is the same for all of them. */
export interface VariancePrior extends Variance {
  /** Degrees of freedom of all variances that it was estimated from: nobody knows more than that. */
  readonly pooled: number
}

/** A variance may be zero, its logarithm may not: none counts for less than this share of their median (limma). */
const SMALLEST_SHARE = 1e-5

/**
 * The distribution that these variances come from: true ones scatter as variance · df ÷ χ²(df), and each was estimated
 * with its own degrees of freedom (Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3(1), art. 3, section 6.2: the moments of
 * their logarithms, which are never dominated by the largest ones). Where they differ no more than chance makes them, df
 * is infinite, and the variance the pooled one (as in limma since 2017, where the degrees of freedom are equal).
 * `undefined` when there are fewer than two: one says nothing about others.
 * Throws RangeError on a variance that is negative or not finite, or degrees of freedom that are not above 0.
 */
export function variancePrior(estimates: readonly Variance[]): VariancePrior | undefined {
  for (const { variance, df } of estimates) {
    if (!(variance >= 0 && variance < Number.POSITIVE_INFINITY && df > 0 && df < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`expected a variance with degrees of freedom above 0, not ${variance} with ${df}`)
    }
  }
  if (estimates.length < 2) return undefined
  const pooled = sum(estimates.map(({ df }) => df))
  const same = {
    variance: sum(estimates.map(({ variance, df }) => variance * df)) / pooled,
    df: Number.POSITIVE_INFINITY,
    pooled,
  }
  const positive = estimates.map(({ variance }) => variance).filter((variance) => variance > 0)
  if (positive.length === 0) return same
  const least = SMALLEST_SHARE * (median(estimates.map(({ variance }) => variance)) || median(positive))
  // What ln s² is off by, and by how much it scatters, with so many degrees of freedom, is taken out.
  const logs = estimates.map(
    ({ variance, df }) => Math.log(Math.max(variance, least)) - digamma(df / 2) + Math.log(df / 2),
  )
  const centre = mean(logs)
  const scatter = sum(logs.map((log) => (log - centre) ** 2)) / (logs.length - 1)
  const excess = scatter - mean(estimates.map(({ df }) => trigamma(df / 2)))
  if (excess <= 0) return same
  const df = 2 * trigammaInverse(excess)
  return { variance: Math.exp(centre + digamma(df / 2) - Math.log(df / 2)), df, pooled }
}

/**
 * A variance that borrows from the others: the mean of its own and the prior one, weighted by their degrees of freedom,
 * which add up (Smyth 2004, section 3), but to no more than all of them have (limma). Without its own it is the prior.
 * `undefined` when neither says anything.
 */
export function moderatedVariance(
  own: Variance | undefined,
  prior: VariancePrior | undefined,
): Variance | undefined {
  if (!prior) return own
  const df = Math.min(prior.df + (own?.df ?? 0), prior.pooled)
  if (!own || prior.df === Number.POSITIVE_INFINITY) return { variance: prior.variance, df }
  const variance = (prior.df * prior.variance + own.df * own.variance) / (prior.df + own.df)
  return { variance, df }
}
