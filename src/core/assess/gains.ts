import type { Comparison } from '../../model/comparison.ts'
import type { Run } from '../../model/run.ts'
import { weighChange } from '../compare/weight.ts'
import { isRegression } from './regressions.ts'

/** The largest proven gain of what has become better and in nothing worse, and of what pays for it elsewhere. */
export type Gains = { readonly free: Comparison | undefined; readonly paid: Comparison | undefined }

export function largestGains({ comparisons }: Run): Gains {
  const worse = new Set(comparisons.filter(isRegression).map(({ id }) => id))
  const gains = comparisons
    .filter(({ verdict, method }) => verdict === 'improved' && method !== 'identical')
    .toSorted((a, b) => sizeOfChange(b) - sizeOfChange(a))
  return {
    free: gains.find(({ id }) => !worse.has(id)),
    paid: gains.find(({ id }) => worse.has(id)),
  }
}

/** How large a change is, whichever way: half of the time is as much as twice of it. */
export function sizeOfChange(comparison: Comparison): number {
  return Math.abs(Math.log1p(Math.max(-1, weighChange(comparison))))
}
