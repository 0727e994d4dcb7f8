import { policy } from '../../model/config.ts'
import type { Both } from '../../model/explanation.ts'
import type { Failure } from '../../model/failure.ts'
import type { Sides } from '../../model/message.ts'
import type {
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
import { allocationTree, type CallTree } from './call-tree.ts'
import { type Difference, differences } from './difference.ts'
import { nameAnonymous } from './names.ts'
import { ownCosts } from './own-cost.ts'
import { type Side, sideOf } from './side.ts'
import { type Union, union } from './union.ts'

/** What profiling forks of a benchmark have shown. */
export type ProfileData = {
  /** By replicate. */
  readonly profiles: ReadonlyMap<number, Partial<Sides<Side>>>
  readonly calls: BySide<readonly FunctionCalls[]>
  /** In bytes per operation. */
  readonly allocations: BySide<CallTree>
  /** By revision, one list per fork. */
  readonly deoptimizations: Sides<Deoptimization[][]>
  readonly feedback: BySide<readonly FunctionFeedback[]>
  readonly eventLoops: BySide<EventLoop>
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

type BySide<T> = Partial<Record<keyof Sides<unknown>, T>>

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
  const bySide = <T>(all: readonly { readonly side: Trial['side']; readonly value: T }[]): BySide<T> =>
    Object.fromEntries(all.map(({ side, value }) => [side === 'pair' ? 'head' : side, value]))
  const calls = bySide(of('calls').map(({ side, seen }) => ({ side, value: seen.functions })))
  const profiled = of('profile').map(({ seen, ...rest }) => ({ ...rest, profiled: seen.profiled }))
  const deoptimizations = (side: keyof Sides<unknown>) =>
    of('deoptimizations').flatMap((one) => (one.side === side ? [one.seen.deoptimizations] : []))
  return {
    profiles: profilesOf(profiled),
    calls,
    allocations: bySide(
      of('allocations').map(({ side, seen }) => ({
        side,
        value: allocationTree(nameAnonymous(seen.allocations, calls[side === 'pair' ? 'head' : side] ?? [])),
      })),
    ),
    deoptimizations: { base: deoptimizations('base'), head: deoptimizations('head') },
    feedback: bySide(of('feedback').map(({ side, seen }) => ({ side, value: seen.functions }))),
    eventLoops: bySide(of('event-loop').map(({ side, seen }) => ({ side, value: seen.eventLoop }))),
    spent: profiled.flatMap(({ side, profiled: { cpu, elsewhere } }) =>
      side === 'base' ? [] : [{ cpu, elsewhere }],
    ),
    asynchronous: profiled.some((one) => one.profiled.asynchronous),
    ambiguousLines: profiled.some((one) => one.profiled.scripts.some(hasAmbiguousLines)),
    prefix: observed.flatMap(({ prefix }) => prefix ?? []).at(-1) ?? '',
    failures: trials.flatMap(({ end }) => (end.state === 'failed' ? [end.failure] : [])),
  }
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
  readonly union: Union
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
    union: trees,
    differences: differences(costs, policy.profile.limits),
    operation: { base: mean(trees.base.total), head: mean(trees.head.total) },
  }
}

/**
 * Whether most of what an operation costs more is told of no function that could be blamed for it: of copies that V8 could
 * not tell apart. Then functions have to be kept from being copied to see who it is.
 */
export function isUntold({ differences, operation }: ProfileComparison): boolean {
  const more = operation.head - operation.base
  const told = differences
    .filter(({ significant, change, frame }) => significant && change > 0 && frame.owner !== 'harness')
    .reduce((sum, { change }) => sum + change, 0)
  return more >= policy.profile.limits.floor * operation.base && told < more / 2
}
