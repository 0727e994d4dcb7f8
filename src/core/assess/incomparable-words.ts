import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { count } from '../wording/count.ts'

/** Nothing that is recorded was measured as this run was: there are no two numbers to compare. */
export function isIncomparable({ reason }: Comparison): boolean {
  return reason === 'incomparable'
}

/**
 * That a comparison is switched off, and what has switched it off: most often another time per benchmark. `undefined` where
 * none is.
 */
export function incomparableWords({ comparisons, benchmarks }: Run): string | undefined {
  const off = comparisons.filter((one) => isIncomparable(one) && one.decisive)
  const [first] = off
  if (!first) return undefined
  const { size } = new Set(off.map(({ id }) => id))
  const what = `${size} of ${count(benchmarks.length, 'benchmark')} ${size === 1 ? 'is' : 'are'} not compared`
  const why = first.findings[0]?.message
  return why === undefined ? what : `${what}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`
}
