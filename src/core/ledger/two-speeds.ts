import { type Sorted, sorted } from '../../stats/sample.ts'
import { twoGroups } from '../../stats/two-groups.ts'

/**
 * Two groups of forks: at least two in each of at least five, this far apart as a ratio, and by more than a
 * multiple of the range inside either. One gap in five values is easily wide beside the others, so the fewer
 * there are, the larger the multiple is: 1 + forks ÷ count (test/core/kind/function/course-simulation.test.ts).
 */
const groups = { fewest: 5, each: 2, ratio: 0.1, forks: 15 } as const

/** The forks of either speed, in ascending order, and by how much those of one differ at most, as a ratio minus one. */
export type TwoSpeeds = {
  readonly fast: readonly number[]
  readonly slow: readonly number[]
  readonly inside: number
}

/** The two speeds that forks settle on, if there are two: one value of each fork, all in one unit. */
export function twoSpeeds(values: readonly number[]): TwoSpeeds | undefined {
  const counted = values.filter((value) => value > 0)
  if (counted.length < groups.fewest) return undefined
  const { low, high } = twoGroups(counted.map(Math.log))
  if (Math.min(low.length, high.length) < groups.each) return undefined
  const inside = Math.max(range(low), range(high))
  const gap = high[0]! - low.at(-1)!
  if (gap < Math.max(Math.log1p(groups.ratio), (1 + groups.forks / counted.length) * inside)) return undefined
  const ordered = sorted(counted)
  return { fast: ordered.slice(0, low.length), slow: ordered.slice(low.length), inside: Math.expm1(inside) }
}

function range(ascending: Sorted): number {
  return ascending.at(-1)! - ascending[0]!
}
