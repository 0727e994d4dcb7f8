import type { Comparison } from '../../model/comparison.ts'
import type { Explanation } from '../../model/explanation.ts'
import type { Run } from '../../model/run.ts'

/** What profiles say about a comparison, where the two revisions were profiled. */
export function explanationFor({ id, base }: Comparison, run: Run): Explanation | undefined {
  const found = run.explanations?.find((one) => one.id === id && one.base.ref === (base.ref ?? base.commit))
  return found && withoutRefutedBytes(found, run)
}

/**
 * An explanation without what is allocated, where the same run has counted that this is no more than in the base: profiles
 * take samples of it.
 */
export function withoutRefutedBytes(explanation: Explanation, { comparisons, anchor }: Run): Explanation {
  const { allocated: _, blamed, ...others } = explanation
  const counted = [...comparisons, ...(anchor?.comparisons ?? [])].find(
    ({ id, metric, base }) =>
      id === explanation.id && metric === 'allocated' && (base.ref ?? base.commit) === explanation.base.ref,
  )
  const isRefuted =
    counted?.verdict === 'equivalent' || (counted?.difference !== undefined && counted.difference <= 0)
  if (!isRefuted) return explanation
  return { ...others, blamed: blamed.map(({ allocated: __, ...one }) => one) }
}
