import { midranks } from './ranks.ts'
import { assertFinite, sum } from './sample.ts'

/** Two-sided 5 % point of the normal distribution: an autocorrelation of independent values lies within this ÷ √n. */
const SIGNIFICANT = 1.96
/** Nearer to 1, a series so short says nothing at all. */
const MOST_CORRELATED = 0.99

/**
 * How many times larger the variance of Mann and Kendall's S is than that of independent values, at least 1: Hamed & Rao 1998
 * (J. Hydrol. 204, 182), by the autocorrelations of the ranks of what a trend leaves.
 *
 * - Their sum over all lags that are significant adds up chance. Here it ends with the first one that is not (Geyer 1992,
 *   Stat. Sci. 7, 473), so nothing negative, as of a sawtooth, is taken off.
 * - Autocorrelations of few values are too small (Kendall 1954, Biometrika 41, 403). So the factor is never below that of a
 *   first-order process whose first one is corrected, which beside a line is (n·r + 2) ÷ (n − 4).
 *
 * Note: as published, S of 120 values that keep 0.8 of the one before is significant at 1 % in 7 series of 100 without a trend;
 * like this in 1.3.
 * Throws RangeError when there is no value or one is not finite.
 *
 * @param residuals what the trend leaves of a series with even distances
 */
export function trendCorrelation(residuals: readonly number[]): number {
  assertFinite(residuals, 'residuals')
  const count = residuals.length
  if (count <= 4) return 1
  const own = autocorrelations(midranks(residuals).ranks)
  const end = own.findIndex((value) => value <= SIGNIFICANT / Math.sqrt(count))
  const first = Math.min(MOST_CORRELATED, Math.max(0, (count * own[1]! + 2) / (count - 4)))
  // The rank correlation of normal values whose correlation is r: 6 ÷ π · asin(r ÷ 2).
  const process = own.map((_, lag) => (6 / Math.PI) * Math.asin(first ** lag / 2))
  return Math.max(1, inflation(end < 0 ? own : own.slice(0, end), count), inflation(process, count))
}

/** 1 + 2 ÷ n(n − 1)(n − 2) · Σ (n − i)(n − i − 1)(n − i − 2) ρᵢ, of Hamed & Rao. */
function inflation(correlations: readonly number[], count: number): number {
  const weighted = correlations.map((value, lag) =>
    lag === 0 ? 0 : (count - lag) * (count - lag - 1) * (count - lag - 2) * value,
  )
  return 1 + (2 * sum(weighted)) / (count * (count - 1) * (count - 2))
}

/** From lag 0, which is 1; all 0 beyond where the values are equal. */
function autocorrelations(values: readonly number[]): number[] {
  const middle = sum(values) / values.length
  const deviations = values.map((value) => value - middle)
  const all = sum(deviations.map((one) => one ** 2))
  return deviations.map((_, lag) => {
    if (lag === 0) return 1
    if (all === 0) return 0
    let product = 0
    for (let at = lag; at < deviations.length; at++) product += deviations[at]! * deviations[at - lag]!
    return product / all
  })
}
