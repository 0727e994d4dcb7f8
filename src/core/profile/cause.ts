import type { Both } from '../../model/explanation.ts'
import type { Sides } from '../../model/message.ts'
import type { FunctionCalls } from '../../model/profile.ts'
import { mean } from '../../stats/moments.ts'
import type { Difference } from './difference.ts'
import { type Frame, frameKey, functionKey } from './frame.ts'
import type { Union } from './union.ts'

/** A function is called more often from here on. */
const moreOften = 1.05
/** Of its change, the part that more calls at the old price must explain for the caller to be the cause. */
const mostOfIt = 0.5

/** Whether somebody wrote it and can change it. */
export function isCode({ owner }: Frame): boolean {
  return owner === 'project' || owner === 'dependency'
}

/** How often a function runs in one operation of either revision, the busiest of its blocks, and whether its text has changed. */
type Counted = Both & {
  readonly busiest: Both & { readonly line: number }
  readonly edited: boolean
}
export type CallsByKey = ReadonlyMap<string, Counted>

export function callsByKey({ base, head }: Sides<readonly FunctionCalls[]>): CallsByKey {
  const [before, after] = [onceByKey(base), onceByKey(head)]
  return new Map(
    [...after].map(([key, now]) => {
      const then = before.get(key)
      const busiest = { line: now.busiest.line, base: then?.busiest.runs ?? 0, head: now.busiest.runs }
      return [key, { base: then?.calls ?? 0, head: now.calls, busiest, edited: now.text !== then?.text }]
    }),
  )
}

/** Whether any function has another text, or it or its busiest block runs another number of times. */
export function isAnyChanged(calls: CallsByKey): boolean {
  const differs = (both: Both) => {
    const ratio = ratioOf(both) ?? Number.POSITIVE_INFINITY
    return ratio >= moreOften || ratio * moreOften <= 1
  }
  return [...calls.values()].some((one) => one.edited || differs(one) || differs(one.busiest))
}

/** Functions by key: of those that no name tells apart, all calls, the busiest block of any, and all texts. */
export function onceByKey(functions: readonly FunctionCalls[]): Map<string, FunctionCalls> {
  const known = new Map<string, FunctionCalls>()
  for (const one of functions) {
    const key = functionKey(one)
    const other = known.get(key)
    known.set(key, other ? together(other, one) : one)
  }
  return known
}

function together(one: FunctionCalls, other: FunctionCalls): FunctionCalls {
  return {
    ...one,
    text: [one.text, other.text].toSorted().join(' '),
    calls: one.calls + other.calls,
    busiest: other.busiest.runs > one.busiest.runs ? other.busiest : one.busiest,
  }
}

/**
 * Where a function's change goes that nobody has edited and nobody calls more often: to those below it, as they have changed;
 * where none of them costs more, to those below that somebody has edited, as they cost. `isItsOwn`: whether something is
 * known of it that explains its change.
 */
export function passOnChange(
  { frame, change }: Difference,
  worse: ReadonlyMap<string, Difference>,
  tree: Union,
  calls: CallsByKey,
  isItsOwn: (key: string) => boolean,
): [Frame, number][] {
  const key = frameKey(frame)
  const counted = calls.get(key)
  if (frame.owner !== 'harness' && (!counted || counted.edited)) return []
  if ((ratioOf(counted) ?? 1) >= moreOften) return []
  const changed = changedBelow(tree, key, worse).map((one) => ({ frame: one.frame, weight: one.change }))
  const goesRoundMore = (ratioOf(counted?.busiest) ?? 1) >= moreOften
  const below = changed.length > 0 || goesRoundMore || isItsOwn(key) ? changed : editedBelow(tree, key, calls)
  const all = below.reduce((sum, { weight }) => sum + weight, 0)
  return below.map((one) => [one.frame, (change * one.weight) / all])
}

type Weighed = { readonly frame: Frame; weight: number }

function add(found: Map<string, Weighed>, frame: Frame, weight: number): void {
  const one = found.get(frameKey(frame)) ?? { frame, weight: 0 }
  one.weight += weight
  found.set(frameKey(frame), one)
}

/** Of what it was seen to call, directly or not, what somebody has edited, and what that costs with all that it calls. */
function editedBelow(tree: Union, key: string, calls: CallsByKey): Weighed[] {
  const found = new Map<string, Weighed>()
  const visit = (node: Union, isBelow: boolean) => {
    const own = frameKey(node.frame)
    if (isBelow && own !== key && isCode(node.frame) && calls.get(own)?.edited)
      add(found, node.frame, mean(node.head.total))
    for (const child of node.children) visit(child, isBelow || own === key)
  }
  visit(tree, false)
  return [...found.values()].filter(({ weight }) => weight > 0)
}

/** Of what it was seen to call, what costs more; where that does not, what it calls in turn. */
function changedBelow(tree: Union, key: string, worse: ReadonlyMap<string, Difference>): Difference[] {
  const found = new Set<Difference>()
  const gather = (node: Union) => {
    for (const child of node.children) {
      const difference = frameKey(child.frame) === key ? undefined : worse.get(frameKey(child.frame))
      if (difference && isCode(child.frame)) found.add(difference)
      else gather(child)
    }
  }
  const visit = (node: Union) => {
    if (frameKey(node.frame) === key) gather(node)
    else for (const child of node.children) visit(child)
  }
  visit(tree)
  return [...found]
}

/**
 * The function itself, or whoever calls it more often, or whoever calls that one more often. Where the calls cost more, too,
 * that is whoever was edited: it may have been given more to do.
 */
export function causeOf({ frame, base, change }: Difference, union: Union, calls: CallsByKey): Frame {
  const counted = calls.get(frameKey(frame))
  const own = ratioOf(counted)
  if (own === undefined || own < moreOften) return frame
  const isByPrice = base * (own - 1) >= mostOfIt * change
  const isCause = (caller: Frame) =>
    isByPrice || (!counted!.edited && calls.get(frameKey(caller))?.edited === true)
  const seen = new Set([frameKey(frame)])
  for (let at = frame; ; ) {
    const caller = growingCaller(union, frameKey(at))
    if (!caller || seen.has(frameKey(caller))) return frame
    const ratio = ratioOf(calls.get(frameKey(caller)))
    if (ratio === undefined || ratio * moreOften <= own) return isCause(caller) ? caller : frame
    seen.add(frameKey(caller))
    at = caller
  }
}

function ratioOf(calls: Both | undefined): number | undefined {
  return calls && calls.base > 0 ? calls.head / calls.base : undefined
}

/** Of those that call a function, the one below which it has grown most. */
function growingCaller(union: Union, key: string): Frame | undefined {
  const grown = new Map<string, Weighed>()
  const visit = (node: Union, caller: Frame | undefined) => {
    if (frameKey(node.frame) === key && caller)
      add(grown, caller, mean(node.head.total) - mean(node.base.total))
    const next = isCode(node.frame) ? node.frame : caller
    // A function that calls itself is not its own cause.
    for (const child of node.children) visit(child, frameKey(node.frame) === key ? caller : next)
  }
  visit(union, undefined)
  return [...grown.values()].sort((a, b) => b.weight - a.weight)[0]?.frame
}
