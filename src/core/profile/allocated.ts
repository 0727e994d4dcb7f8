import { policy } from '../../model/config.ts'
import type { Sides } from '../../model/message.ts'
import type { FunctionCalls } from '../../model/profile.ts'
import { type CallTree, ownCosts, totalOf } from './call-tree.ts'
import { isCode, onceByKey } from './cause.ts'
import { type Frame, frameKey } from './frame.ts'

/** What one operation allocates in both revisions, and the functions that allocate more. */
export type AllocationIncrease = Sides<number> & {
  readonly functions: readonly {
    readonly frame: Frame
    readonly bytes: Sides<number>
    readonly calls?: Sides<number>
  }[]
}

/** Who allocates more, the most first: those that have a part worth a name in all that is allocated more. */
export function findAllocationIncrease(
  trees: Sides<CallTree>,
  calls: Sides<readonly FunctionCalls[]>,
): AllocationIncrease {
  const costs = { base: ownCosts(trees.base), head: ownCosts(trees.head) }
  const counts = { base: onceByKey(calls.base), head: onceByKey(calls.head) }
  const more = [...costs.head].flatMap(([key, { frame, cost: head }]) => {
    const base = costs.base.get(key)?.cost ?? 0
    return isCode(frame) && head > base ? [{ frame, bytes: { base, head } }] : []
  })
  const all = more.reduce((sum, { bytes }) => sum + bytes.head - bytes.base, 0)
  const { leastShare, most } = policy.profile.allocated
  const functions = more
    .filter(({ bytes }) => bytes.head - bytes.base >= leastShare * all)
    .toSorted((a, b) => b.bytes.head - b.bytes.base - (a.bytes.head - a.bytes.base))
    .slice(0, most)
    .map((one) => {
      const [base, head] = [counts.base.get(frameKey(one.frame)), counts.head.get(frameKey(one.frame))]
      return { ...one, ...(head && { calls: { base: base?.calls ?? 0, head: head.calls } }) }
    })
  return { base: totalOf(trees.base), head: totalOf(trees.head), functions }
}
