import { standardDeviation } from './moments.ts'
import { quantile } from './quantile.ts'
import { sorted } from './sample.ts'

/**
 * How dense values lie at a place: the mean of a normal density around each (Silverman 1986, Density Estimation for
 * Statistics and Data Analysis, 2.4). In 1 ÷ the unit of the values; over all places it sums up to 1.
 */
export function density(values: readonly number[], bandwidth: number): (place: number) => number {
  if (!(bandwidth > 0)) throw new RangeError(`a bandwidth is above 0, not ${bandwidth}`)
  const scale = 1 / (values.length * bandwidth * Math.sqrt(2 * Math.PI))
  return (place) => {
    let all = 0
    for (const value of values) all += Math.exp(-0.5 * ((place - value) / bandwidth) ** 2)
    return all * scale
  }
}

/** Silverman's rule of thumb (the same, equation 3.31): 0.9 · min(s, IQR ÷ 1.34) · n^(−1/5). 0 where most values are equal. */
export function bandwidthOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const inOrder = sorted(values)
  const range = (quantile(inOrder, 0.75) - quantile(inOrder, 0.25)) / 1.34
  return 0.9 * Math.min(standardDeviation(values), range) * values.length ** -0.2
}
