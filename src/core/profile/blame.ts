import { policy } from '../../model/config.ts'
import type { Both } from '../../model/explanation.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type { FunctionCalls, Tier } from '../../model/profile.ts'
import type { OwnCost } from './call-tree.ts'
import { type CallsByKey, callsByKey, causeOf, isAnyChanged, isCode, passOnChange } from './cause.ts'
import { deoptimizationsOf } from './deoptimizations.ts'
import type { Difference } from './difference.ts'
import { type Frame, frameKey, functionKey } from './frame.ts'
import { findFeedback } from './jit.ts'
import type { ProfileComparison, ProfileData } from './profile-data.ts'

/** What is known of two revisions of a benchmark. */
export type ProfileEvidence = Pick<ProfileComparison, 'differences' | 'union'> &
  Pick<ProfileData, 'calls' | 'deoptimizations' | 'feedback'> & {
    /** Bytes per operation, by key. */
    readonly allocations: Sides<ReadonlyMap<string, OwnCost>>
  }

/** A function that the operation costs more because of, and what tells why. */
export type BlamedFunction = {
  readonly frame: Frame
  /** ns per operation: of the function itself, of what it calls more often, and of the collector for what it allocates. */
  readonly cost: number
  /** Of the function itself, where that has changed beyond chance. */
  readonly own?: Difference
  readonly calls?: Both
  /** Of its blocks the one that runs most often in the head; and how often the busiest one of the base did. */
  readonly busiest?: Both & { readonly line: number }
  readonly allocated?: Both
  /** How often its optimised code was thrown away: the median of forks; and why in the head. */
  readonly deoptimizations?: Both & { readonly reasons: readonly string[] }
  /** Places in it that have seen objects of several shapes, and of too many; and its own code. */
  readonly shapes?: { readonly polymorphic: Both; readonly megamorphic: Both }
  readonly tiers?: Sides<Tier>
  /** ns of the collector, in proportion to what it allocates more. */
  readonly collector: number
  /** What it calls more often than before, at the old price. */
  readonly callees: readonly Callee[]
  /** ns of V8's own functions that it calls, which a profile has told of those that call it. */
  readonly builtins: number
  /** Whether its own text is another than in the base. */
  readonly edited?: boolean
}
export type Callee = { readonly frame: Frame; readonly cost: number; readonly calls: Both }

/**
 * The functions that a change of cost comes from, the worst first. A function that is called more often at the price
 * that it had is not the cause: whoever calls it more often is. What the collector costs more is caused by those that
 * allocate more. And of V8's own functions, such as those that look for a property among many shapes, some leave no
 * frame, and the one that called them is then skipped: what they cost stands with its caller (V8's src/profiler/tick-sample.cc).
 * So what a function costs more that nobody has edited is passed on to the next ones below it that cost more, too, or
 * else to those below it that somebody has edited.
 */
export function blame(seen: ProfileEvidence): BlamedFunction[] {
  const growing = new Map<string, Growing>()
  const of = (frame: Frame): Growing => {
    const key = frameKey(frame)
    const one = growing.get(key) ?? { frame, own: undefined, callees: [], collector: 0, builtins: 0 }
    growing.set(key, one)
    return one
  }
  const calls = callsByKey(seen.calls)
  // Of the same code, chance is what is left: it takes more to name somebody.
  const isSame = calls.size > 0 && !isAnyChanged(calls)
  const falseShare = isSame ? policy.profile.falseShareUnchanged : 1
  const worse = new Map(
    seen.differences
      .filter(({ significant, change, q }) => significant && change > 0 && q <= falseShare)
      .map((one) => [frameKey(one.frame), one]),
  )
  const isItsOwn = (key: string) => {
    const { shapes } = feedbackOf(key, seen)
    return shapes !== undefined && shapes.megamorphic.head > shapes.megamorphic.base
  }
  /** What is passed on to one that passes on itself goes further. */
  const pass = (difference: Difference, cost: number, before: readonly string[]): boolean => {
    const way = [...before, frameKey(difference.frame)]
    const passed = passOnChange(difference, worse, seen.union, calls, isItsOwn)
    for (const [frame, part] of passed) {
      const share = (cost * part) / difference.change
      const next = worse.get(frameKey(frame))
      if (!next || way.includes(frameKey(frame)) || !pass(next, share, way)) of(frame).builtins += share
    }
    return passed.length > 0
  }
  for (const difference of worse.values()) {
    if (pass(difference, difference.change, []) || !isCode(difference.frame)) continue
    const cause = causeOf(difference, seen.union, calls)
    if (frameKey(cause) === frameKey(difference.frame)) of(cause).own = difference
    else {
      const { frame, change } = difference
      const { base, head } = calls.get(frameKey(frame))!
      of(cause).callees.push({ frame, cost: change, calls: { base, head } })
    }
  }
  const collector = worse.get('(garbage collector)')
  for (const [frame, cost] of collector ? sharesOf(collector, seen) : []) of(frame).collector = cost
  return [...growing.values()].map((one) => blamed(one, seen, calls)).sort((a, b) => b.cost - a.cost)
}

type Growing = {
  readonly frame: Frame
  own: Difference | undefined
  callees: Callee[]
  collector: number
  builtins: number
}

function blamed(
  { frame, own, callees, collector, builtins }: Growing,
  seen: ProfileEvidence,
  calls: CallsByKey,
): BlamedFunction {
  const key = frameKey(frame)
  const counted = calls.get(key)
  const allocated = { base: bytesOf(seen, 'base', key), head: bytesOf(seen, 'head', key) }
  return {
    frame,
    cost: (own?.change ?? 0) + collector + builtins + callees.reduce((sum, one) => sum + one.cost, 0),
    ...(own && { own }),
    ...(counted && {
      calls: { base: counted.base, head: counted.head },
      busiest: counted.busiest,
      edited: counted.edited,
    }),
    ...(allocated.base + allocated.head > 0 && { allocated }),
    ...thrownAway(key, seen),
    ...feedbackOf(key, seen),
    collector,
    builtins,
    callees: callees.toSorted((a, b) => b.cost - a.cost),
  }
}

/** Where both revisions have told. */
function thrownAway(
  key: string,
  { calls, deoptimizations }: ProfileEvidence,
): Pick<BlamedFunction, 'deoptimizations'> {
  const isMeant = (one: FunctionCalls) => functionKey(one) === key
  const of = (side: Revision) => deoptimizationsOf(isMeant, calls[side], deoptimizations[side])
  const [base, head] = [of('base'), of('head')]
  if (!base || !head) return {}
  const reasons = [...new Set(head.rows.map(({ reason }) => reason))]
  return { deoptimizations: { base: base.count, head: head.count, reasons } }
}

/** Where both revisions have told. Functions of one name in one file cannot be told apart: then it is not reported. */
function feedbackOf(
  key: string,
  { calls, feedback }: ProfileEvidence,
): Pick<BlamedFunction, 'shapes' | 'tiers'> {
  const of = (side: Revision) => {
    const own = feedback[side].filter((one) => functionKey(one) === key)
    if (own.length > 0) return own.length === 1 ? own[0] : undefined
    const [one, ...others] = calls[side].filter((counted) => functionKey(counted) === key)
    return one && others.length === 0
      ? findFeedback({ name: one.name, file: one.url, line: one.line }, feedback[side])
      : undefined
  }
  const [base, head] = [of('base'), of('head')]
  if (!base || !head) return {}
  const both = (count: 'polymorphic' | 'megamorphic') => ({ base: base[count], head: head[count] })
  return {
    shapes: { polymorphic: both('polymorphic'), megamorphic: both('megamorphic') },
    tiers: { base: base.tier, head: head.tier },
  }
}

/** What the collector costs more, by those that allocate more, in proportion to how much. */
function sharesOf(collector: Difference, seen: ProfileEvidence): [Frame, number][] {
  const more = [...seen.allocations.head.values()]
    .filter(({ frame }) => isCode(frame))
    .map(({ frame, cost }) => ({ frame, bytes: cost - bytesOf(seen, 'base', frameKey(frame)) }))
    .filter(({ bytes }) => bytes > 0)
  const all = more.reduce((sum, { bytes }) => sum + bytes, 0)
  return more
    .filter(({ bytes }) => bytes >= all * leastShare)
    .map(({ frame, bytes }) => [frame, (collector.change * bytes) / all])
}

/** Of what is allocated more, the part that is worth a name. */
const leastShare = 0.1

function bytesOf({ allocations }: ProfileEvidence, side: Revision, key: string): number {
  return allocations[side].get(key)?.cost ?? 0
}
