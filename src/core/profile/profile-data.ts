import { policy } from '../../model/config.ts'
import type { Both, LoopTimes } from '../../model/explanation.ts'
import type { Failure } from '../../model/failure.ts'
import type { Revision, Sides } from '../../model/message.ts'
import type {
  AllocationNode,
  Allocations,
  Deoptimization,
  EventLoop,
  Examination,
  FunctionCalls,
  FunctionFeedback,
  Profiled,
  Script,
} from '../../model/profile.ts'
import type { Ledger, Trial } from '../../model/trial.ts'
import { mean } from '../../stats/moments.ts'
import type { Spent } from '../kind/function/elsewhere.ts'
import { detailOf } from '../kind/function/trials.ts'
import { allocationTree, type CallTree, ownCosts } from './call-tree.ts'
import { type Difference, differences, type Replicate } from './difference.ts'
import { anonymous } from './frame.ts'
import { type Side, sideOf } from './side.ts'
import { type Union, union } from './union.ts'

/** What profiling forks of a benchmark have shown. */
export type ProfileData = {
  /** By replicate. */
  readonly profiles: ReadonlyMap<number, Partial<Sides<Side>>>
  /** Per operation. */
  readonly calls: Sides<readonly FunctionCalls[]>
  /** In bytes per operation. */
  readonly allocations: BySide<CallTree>
  /** By revision, one list per fork. */
  readonly deoptimizations: Sides<Deoptimization[][]>
  readonly feedback: Sides<readonly FunctionFeedback[]>
  readonly eventLoops: BySide<LoopTimes>
  /** CPU time of each fork of the head that was profiled. */
  readonly spent: readonly Spent[]
  /** Whether it returns promises. */
  readonly asynchronous: boolean
  /** Whether lines do not tell its functions apart. */
  readonly ambiguousLines: boolean
  /** The way from the top of the repository to the project. */
  readonly prefix: string
  /** Why forks did not deliver. */
  readonly failures: readonly Failure[]
}

type BySide<T> = Partial<Sides<T>>

export function readProfileData(trials: Ledger): ProfileData {
  const observed = trials.flatMap((trial) => {
    const { observed } = detailOf(trial)
    return observed ? [{ ...observed, side: trial.side }] : []
  })
  /** What forks of one task have shown, with the side that they are of. */
  const of = <K extends Examination['kind']>(kind: K) =>
    observed.flatMap(({ examination, side, replicate }) =>
      examination.kind === kind
        ? [{ seen: examination as Extract<Examination, { kind: K }>, side, replicate }]
        : [],
    )
  const bySide = <K extends Examination['kind'], T>(
    kind: K,
    read: (seen: Extract<Examination, { kind: K }>, side: Revision) => T,
  ): BySide<T> => {
    const rows = of(kind).map(({ seen, ...one }) => {
      const side = one.side === 'pair' ? 'head' : one.side
      return [side, read(seen, side)] as const
    })
    return Object.fromEntries(rows) as BySide<T>
  }
  const calls = { base: [], head: [], ...bySide('calls', ({ functions }) => functions) }
  const profiled = of('profile').map(({ seen, ...rest }) => ({ ...rest, profiled: seen.profiled }))
  const deoptimizations = (side: Revision) =>
    of('deoptimizations').flatMap((one) => (one.side === side ? [one.seen.deoptimizations] : []))
  return {
    profiles: profilesOf(profiled),
    calls,
    allocations: bySide('allocations', ({ allocations }, side) =>
      allocationTree(nameAnonymous(allocations, calls[side])),
    ),
    deoptimizations: { base: deoptimizations('base'), head: deoptimizations('head') },
    feedback: { base: [], head: [], ...bySide('feedback', ({ functions }) => functions) },
    eventLoops: bySide('event-loop', ({ eventLoop }) => loopTimes(eventLoop)),
    spent: profiled.flatMap(({ side, profiled: { cpu, elsewhere } }) =>
      side === 'base' ? [] : [{ cpu, elsewhere }],
    ),
    asynchronous: profiled.some((one) => one.profiled.asynchronous),
    ambiguousLines: profiled.some((one) => one.profiled.scripts.some(hasAmbiguousLines)),
    prefix: observed.flatMap(({ prefix }) => prefix ?? []).at(-1) ?? '',
    failures: trials.flatMap(({ end }) => (end.state === 'failed' ? [end.failure] : [])),
  }
}

/**
 * Functions without a name under those that they are counted by, which tell where they stand: the heap's profile tells who
 * called them. Of several that begin in one line nobody knows which it was.
 */
export function nameAnonymous(
  { root, operations }: Allocations,
  functions: readonly FunctionCalls[],
): Allocations {
  const places = Map.groupBy(
    functions.filter(({ name }) => name.startsWith('(anonymous in ')),
    ({ url, line }) => placeOf(url, line),
  )
  const named = ({ callFrame, bytes, children }: AllocationNode): AllocationNode => {
    const here =
      callFrame.functionName === '' ? places.get(placeOf(callFrame.url, callFrame.lineNumber + 1)) : []
    const names = new Set(here?.map(({ name }) => name))
    const [functionName = ''] = names
    return {
      callFrame: names.size === 1 ? { ...callFrame, functionName } : callFrame,
      bytes,
      children: children.map(named),
    }
  }
  return { operations, root: named(root) }
}

function placeOf(url: string, line: number): string {
  return `${url}:${line}`
}

/** Waits that are kept. */
const mostWaits = 30

/** What the event loop did, per operation: what that waits for longest comes first. */
function loopTimes({ operations, time, utilization, delay, waits }: EventLoop): LoopTimes {
  const told = waits.map(({ type, place, count, time: waited }) => ({
    type,
    ...(place && {
      place: { name: place.name === '' ? anonymous : place.name, file: place.url, line: place.line },
    }),
    count: count / operations,
    time: waited / operations,
  }))
  const longest = told.sort((a, b) => b.time - a.time).slice(0, mostWaits)
  return { time: time / operations, utilization, delay, waits: longest }
}

function profilesOf(
  all: readonly { readonly side: Trial['side']; readonly replicate: number; readonly profiled: Profiled }[],
): ProfileData['profiles'] {
  const profiles = new Map<number, Partial<Sides<Side>>>()
  for (const { side, replicate, profiled } of all) {
    for (const lane of profiled.lanes) {
      // A fork of the base alone does not know that it is one.
      const revision = side === 'pair' ? lane.revision : side
      profiles.set(replicate, { ...profiles.get(replicate), [revision]: sideOf(profiled, lane) })
    }
  }
  return profiles
}

/** Of a file of one's own that could not be moved, or that was made from another and has more functions than lines. */
function hasAmbiguousLines({ url, by, lines, functions, origins }: Script): boolean {
  if (url.includes('/node_modules/') || functions.length === 0) return false
  return by === 0 || (origins !== undefined && lines < functions.length)
}

/** What replicates of both revisions say. */
export type ProfileComparison = {
  readonly replicates: readonly Sides<Side>[]
  /** What every function costs by itself, replicate by replicate. */
  readonly costs: readonly Replicate[]
  readonly union: Union
  /** In ns of CPU time per operation. */
  readonly differences: readonly Difference[]
  /** ns of CPU time per operation. */
  readonly operation: Both
}

/** `undefined` when there are too few replicates for any difference to be beyond chance. */
export function compareProfiles({ profiles }: Pick<ProfileData, 'profiles'>): ProfileComparison | undefined {
  const replicates = [...profiles.values()].flatMap(({ base, head }) =>
    base && head ? [{ base, head }] : [],
  )
  if (replicates.length < policy.profile.fewest) return undefined
  const costs = replicates.map(({ base, head }) => ({ base: ownCosts(base.tree), head: ownCosts(head.tree) }))
  const trees = union(replicates.map(({ base, head }) => ({ base: base.tree, head: head.tree })))
  return {
    replicates,
    costs,
    union: trees,
    differences: differences(costs, policy.profile.limits),
    operation: { base: mean(trees.base.total), head: mean(trees.head.total) },
  }
}

/**
 * Whether most of what an operation costs more is told of no function that could be blamed for it: of copies that V8 could
 * not tell apart. Then functions have to be kept from being copied to see who it is.
 */
export function leavesMostUnexplained({ differences, operation }: ProfileComparison): boolean {
  const more = operation.head - operation.base
  const told = differences
    .filter(({ significant, change, frame }) => significant && change > 0 && frame.owner !== 'harness')
    .reduce((sum, { change }) => sum + change, 0)
  return more >= policy.profile.limits.floor * operation.base && told < more / 2
}
