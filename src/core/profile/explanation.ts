import type { Config } from '../../model/config.ts'
import type { Explanation, Place } from '../../model/explanation.ts'
import type { Revision } from '../../model/message.ts'
import { ownerInRepository } from '../identity/owner.ts'
import { findAllocationIncrease } from './allocated.ts'
import { type BlamedFunction, blame } from './blame.ts'
import { type CallTree, type OwnCost, ownCosts } from './call-tree.ts'
import type { Difference } from './difference.ts'
import { type Frame, frameKey } from './frame.ts'
import type { ProfileComparison, ProfileData } from './profile-data.ts'
import { hottestLine } from './result.ts'

/** Which functions are to blame, with everything that was seen of them. */
export function listBlamed(compared: ProfileComparison, counts: ProfileData): BlamedFunction[] {
  const { base, head } = counts.allocations
  return blame({ ...compared, ...counts, allocations: { base: bytesOf(base), head: bytesOf(head) } })
}

function bytesOf(tree: CallTree | undefined): ReadonlyMap<string, OwnCost> {
  return tree ? ownCosts(tree) : new Map()
}

/** The explanation as it is kept. */
export function explanationOf(
  about: Pick<Explanation, 'id' | 'base' | 'together' | 'withoutInlining' | 'artifacts'>,
  compared: ProfileComparison,
  { eventLoops, prefix, allocations, calls }: ProfileData,
  blamed: readonly BlamedFunction[],
  owners: Config['owners'],
): Explanation {
  const placed = (frame: Frame) => {
    const owner = ownerInRepository(frame.file, prefix, owners)
    return { ...placeOf(frame), ...(owner !== undefined && { owner }) }
  }
  const { base, head } = allocations
  const allocated = base && head && findAllocationIncrease({ base, head }, calls)
  return {
    ...about,
    replicates: compared.replicates.length,
    operation: compared.operation,
    ...(eventLoops.base &&
      eventLoops.head && { eventLoop: { base: eventLoops.base, head: eventLoops.head } }),
    ...(allocated && {
      allocated: {
        ...allocated,
        functions: allocated.functions.map(({ frame, ...one }) => ({ ...placed(frame), ...one })),
      },
    }),
    blamed: blamed.map((one) => ({ ...explainBlamed(one, compared), ...placed(one.frame) })),
    functions: compared.differences.map(({ frame }) => ({ ...placeOf(frame), ...valuesOf(frame, compared) })),
  }
}

function explainBlamed(
  { frame, own, callees, deoptimizations, ...rest }: BlamedFunction,
  compared: ProfileComparison,
): Explanation['blamed'][number] {
  const hottest = hottestLine(
    compared.costs.map(({ head }) => head),
    frameKey(frame),
  )
  return {
    ...placeOf(frame),
    ...rest,
    ...(own && { own: numbersOf(own) }),
    ...(deoptimizations && {
      deoptimizations: { ...deoptimizations, reasons: [...deoptimizations.reasons] },
    }),
    ...(hottest !== undefined && { hottest }),
    callees: callees.map((callee) => ({ ...placeOf(callee.frame), cost: callee.cost, calls: callee.calls })),
  }
}

function numbersOf({ frame: _, significant: __, ...numbers }: Difference) {
  return numbers
}

function placeOf({ name, file, line }: Frame): Place {
  return { name, file, line }
}

function valuesOf(frame: Frame, { costs }: ProfileComparison) {
  const key = frameKey(frame)
  const values = (side: Revision) => costs.map((replicate) => replicate[side].get(key)?.cost ?? 0)
  return { base: values('base'), head: values('head') }
}
