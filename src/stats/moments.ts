import { sampleStandardDeviation, mean as sumOverCount } from 'simple-statistics'
import { assertFinite } from './sample.ts'

/**
 * The arithmetic mean, summed with Kahan & Babuška's correction. Throws RangeError on none, NaN or infinity.
 */
export function mean(values: readonly number[]): number {
  assertFinite(values, 'the values of a mean')
  return sumOverCount([...values])
}

/**
 * The sample standard deviation (divisor n − 1), in the unit of the values.
 * Throws RangeError on fewer than two values, NaN or infinity.
 */
export function standardDeviation(values: readonly number[]): number {
  assertFinite(values, 'the values of a standard deviation')
  if (values.length < 2) throw new RangeError('a standard deviation needs at least two values, there is one')
  return sampleStandardDeviation([...values])
}
