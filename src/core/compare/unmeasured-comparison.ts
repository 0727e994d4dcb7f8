import type { Comparison, Reference } from '../../model/comparison.ts'

/** Of a benchmark whose code and data are the same in both revisions: nothing is measured. */
export function identicalTo(id: string, base: Reference): Comparison {
  return { id, metric: 'time', method: 'identical', base, ...nothing, verdict: 'identical', findings: [] }
}

/** Of a benchmark that only the base has. */
export function missingFrom(id: string, base: Reference): Comparison {
  return { id, base, metric: 'time', method: 'paired', ...nothing, verdict: 'missing', findings: [] }
}

/** What a comparison states of which nothing was measured. */
export const nothing = { n: { head: 0, base: 0 }, decisive: true, minimumDetectable: null } as const
