import { assertFinite, type Sorted, sorted } from './sample.ts'

/**
 * The Walsh averages (vᵢ + vⱼ) / 2 for all i ≤ j, n(n + 1) / 2 of them, in ascending order (Walsh 1949,
 * Ann. Math. Stat. 20, 64). Throws RangeError when there is no value or one is not finite.
 */
export function walshAverages(values: readonly number[]): Sorted {
  assertFinite(values, 'values')
  const averages = new Float64Array((values.length * (values.length + 1)) / 2)
  let next = 0
  for (let i = 0; i < values.length; i++) {
    for (let j = i; j < values.length; j++) averages[next++] = (values[i]! + values[j]!) / 2
  }
  return sorted(averages)
}

/**
 * All differences headᵢ − baseⱼ in ascending order.
 * Throws RangeError when a side has no value or one that is not finite.
 */
export function pairwiseDifferences(head: readonly number[], base: readonly number[]): Sorted {
  assertFinite(head, 'head values')
  assertFinite(base, 'base values')
  const differences = new Float64Array(head.length * base.length)
  let next = 0
  for (const mine of head) for (const theirs of base) differences[next++] = mine - theirs
  return sorted(differences)
}
