import { policy } from '../../model/config.ts'
import type { Both } from '../../model/explanation.ts'
import type { Sides } from '../../model/message.ts'
import type { Failure, Outcome } from '../../model/outcome.ts'
import type {
  Deoptimization,
  EventLoop,
  FunctionCalls,
  FunctionFeedback,
  Profiled,
  Script,
} from '../../model/profile.ts'
import { mean } from '../../stats/moments.ts'
import type { Spent } from '../kind/function/elsewhere.ts'
import { allocationTree, type CallTree } from './call-tree.ts'
import { type Difference, differences } from './difference.ts'
import type { Look } from './look.ts'
import { nameAnonymous } from './names.ts'
import { ownCosts } from './own-cost.ts'
import { type Side, sideOf } from './side.ts'
import { type Union, union } from './union.ts'

/** What was seen of a benchmark so far. */
export type Gathered = {
  /** By replicate. */
  readonly profiles: Map<number, Partial<Sides<Side>>>
  readonly calls: Partial<Record<keyof Sides<unknown>, readonly FunctionCalls[]>>
  /** In bytes per operation. */
  readonly allocations: Partial<Record<keyof Sides<unknown>, CallTree>>
  /** By revision, one list per fork. */
  readonly deoptimizations: Sides<Deoptimization[][]>
  readonly feedback: Partial<Record<keyof Sides<unknown>, readonly FunctionFeedback[]>>
  readonly eventLoops: Partial<Record<keyof Sides<unknown>, EventLoop>>
  /** CPU time of each fork of the head that was profiled. */
  readonly spent: Spent[]
  /** Whether it returns promises. */
  asynchronous: boolean
  /** Whether lines do not tell its functions apart. */
  crowded: boolean
  /** The way from the top of the repository to the project. */
  prefix: string
  /** Why forks did not tell what they were asked for. */
  readonly failures: Failure[]
}

export function nothingGathered(): Gathered {
  return {
    profiles: new Map(),
    calls: {},
    allocations: {},
    deoptimizations: { base: [], head: [] },
    feedback: {},
    eventLoops: {},
    spent: [],
    asynchronous: false,
    crowded: false,
    prefix: '',
    failures: [],
  }
}

/** Files what a fork told. */
export function addExamined(gathered: Gathered, look: Look, outcome: Outcome): void {
  if (outcome.state === 'failed') gathered.failures.push(outcome.failure)
  if (outcome.state !== 'examined') return
  const { examination, prefix } = outcome
  gathered.prefix = prefix ?? gathered.prefix
  const revision = look.revision === 'both' ? 'head' : look.revision
  switch (examination.kind) {
    case 'calls':
      gathered.calls[revision] = examination.functions
      break
    case 'allocations':
      gathered.allocations[revision] = allocationTree(
        nameAnonymous(examination.allocations, gathered.calls[revision] ?? []),
      )
      break
    case 'deoptimizations':
      gathered.deoptimizations[revision].push(examination.deoptimizations)
      break
    case 'feedback':
      gathered.feedback[revision] = examination.functions
      break
    case 'event-loop':
      gathered.eventLoops[revision] = examination.eventLoop
      break
    case 'profile':
      addProfiled(gathered, look, examination.profiled)
  }
}

function addProfiled(gathered: Gathered, { revision, replicate }: Look, profiled: Profiled): void {
  for (const lane of profiled.lanes) {
    // A fork of the base alone does not know that it is one.
    const side = revision === 'both' ? lane.revision : revision
    const known = gathered.profiles.get(replicate)
    gathered.profiles.set(replicate, { ...known, [side]: sideOf(profiled, lane) })
  }
  if (revision !== 'base') gathered.spent.push({ cpu: profiled.cpu, elsewhere: profiled.elsewhere })
  if (profiled.asynchronous) gathered.asynchronous = true
  if (profiled.scripts.some(isCrowded)) gathered.crowded = true
}

/** Of a file of one's own that could not be moved, or that was made from another and has more functions than lines. */
function isCrowded({ url, by, lines, functions, origins }: Script): boolean {
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
export function compareProfiles({ profiles }: Gathered): ProfileComparison | undefined {
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
