import { readsMore, usualOf } from '../../core/kind/command/slow-runs.ts'
import type { RunBlock } from '../../core/kind/command/trials.ts'
import type { CommandDetail, CommandRun } from '../../model/command.ts'
import type { Revision, Sides } from '../../model/message.ts'
import { CommandFailed } from './command-failed.ts'
import { bothSides, type CommandOrder } from './command-order.ts'
import type { CommandRuns } from './command-runs.ts'
import { type CommandSubject, subjectKeyOf } from './command-subject.ts'
import type { FollowedRun } from './supervisor.ts'

/**
 * What a run that is followed call by call tells, and which files it opens; it may end otherwise than one that is not, which is
 * no fault of the command.
 */
async function followCalls(
  { runs, opened }: CommandOrder,
  subject: CommandSubject,
): Promise<FollowedRun | Unfollowed> {
  const followed = await tryToFollow(runs, subject)
  const isKept = (path: string) => !/^\/(?:proc|sys|dev)\//u.test(path)
  const files = 'unfollowed' in followed ? followed : { files: followed.files.filter(isKept) }
  opened.set(subjectKeyOf(subject), files)
  return followed
}

type Unfollowed = { readonly unfollowed: string }

async function tryToFollow(runs: CommandRuns, subject: CommandSubject): Promise<FollowedRun | Unfollowed> {
  try {
    const followed = await runs.followOnce(subject)
    return 'refused' in followed.end ? { unfollowed: followed.end.refused } : followed
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    return { unfollowed: `in a run whose system calls are followed, ${error.failure.message}` }
  }
}

/** What it calls, where that is asked for, once in every trial. */
export async function countSystemCalls(
  order: CommandOrder,
  subject: CommandSubject,
): Promise<Pick<CommandDetail, 'calls' | 'unfollowed'>> {
  if (!subject.spec.calls) return {}
  const followed = await followCalls(order, subject)
  if ('unfollowed' in followed) return followed
  return { calls: { count: followed.calls, written: followed.written } }
}

type Uncached = Pick<CommandDetail, 'uncached' | 'unfollowed'>

/** Two runs of each side, in the order A B B A, that do not find the files in memory which it opens. `turn` hears whose comes next. */
export async function runUncached(
  order: CommandOrder,
  subjects: Partial<Sides<CommandSubject>>,
  blocks: readonly RunBlock[],
  turn: (side: Revision) => void,
): Promise<Sides<Uncached>> {
  const asked = bothSides.filter((side) => subjects[side]?.spec.evict)
  const files: Partial<Record<Revision, readonly string[]>> = {}
  const told: Record<Revision, Uncached> = { base: {}, head: {} }
  for (const side of asked) {
    turn(side)
    const found = await filesOf(order, subjects[side]!)
    if ('unfollowed' in found) told[side] = found
    else files[side] = found.files
  }
  const runs: Record<Revision, CommandRun[]> = { base: [], head: [] }
  const able = asked.filter((side) => files[side])
  const first = order.step.randomization?.runs ?? 'base'
  const inOrder = able.length === 2 && first === 'head' ? [...able].reverse() : able
  for (const side of [...inOrder, ...[...inOrder].reverse()]) {
    turn(side)
    runs[side].push(await order.runs.runOnce(subjects[side]!, files[side]))
  }
  for (const side of able) {
    const usual = usualOf(blocks.flatMap((block) => block.runs[side] ?? []))
    const walls = runs[side].map(({ wall }) => wall)
    told[side] = { uncached: { walls, fromDisk: runs[side].some((run) => readsMore(run, usual)) } }
  }
  return told
}

/** The files that it opens, known from one run in each folder. */
async function filesOf(
  order: CommandOrder,
  subject: CommandSubject,
): Promise<{ readonly files: readonly string[] } | Unfollowed> {
  const key = subjectKeyOf(subject)
  if (!order.opened.has(key)) await followCalls(order, subject)
  return order.opened.get(key)!
}
