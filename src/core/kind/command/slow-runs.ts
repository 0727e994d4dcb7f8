import type { CommandRun, SlowCause } from '../../../model/command.ts'
import { policy } from '../../../model/config.ts'
import { median } from '../../../stats/quantile.ts'

/** What a usual run of a command is like: medians of its runs. */
export type UsualRun = Readonly<Record<'wall' | 'cpu' | 'waiting' | 'asleep' | 'major' | 'read', number>>

/** CPU time of all its processes, ns; nothing where the system does not tell. */
export function cpuOf({ user, system }: CommandRun): number | undefined {
  return user === undefined || system === undefined ? undefined : user + system
}

/** Share of the CPU time that others than its first thread used; 1 where nothing is told of that. */
export function shareOfOthers(run: CommandRun): number {
  const cpu = cpuOf(run)
  return cpu === undefined || run.oncpu === undefined ? 1 : 1 - Math.min(1, run.oncpu / Math.max(1, cpu))
}

/** Whether several of its threads or processes compute, maybe at the same time: then no CPU time stands for its wall time. */
export function usesSeveral(run: CommandRun): boolean {
  return shareOfOthers(run) > policy.commands.oneCpu.helped
}

/**
 * ns that it was ready to run without a CPU. A control group tells that of all its processes together. Otherwise the system tells that of its first thread. Of others it tells how often they had
 * to make room for somebody, which takes as long as that one's turn. Those that compute at the same time make room for each
 * other.
 */
export function waitingOf(run: CommandRun): number {
  const { wall, waiting = 0, involuntary = 0, slices, stalled } = run
  if (stalled !== undefined) return Math.min(wall, stalled)
  const cpu = cpuOf(run) ?? 0
  if (cpu > wall * (1 + policy.commands.oneCpu.helped)) return Math.min(wall, waiting)
  // Who is stopped after a slice makes room, too: each thread that runs just then.
  const stops = (slices - 1) * Math.max(1, cpu / Math.max(1, wall))
  const guessed = Math.max(0, involuntary - stops) * policy.commands.turn * shareOfOthers(run)
  // While one of them computes, what others wait for costs nothing: a process makes room for the one that it starts.
  return Math.min(wall, Math.max(waiting, Math.min(guessed, wall - cpu)))
}

/** ns of a run that no thread of it could have computed in. */
export function asleepOf(run: CommandRun): number {
  return Math.max(0, run.wall - (cpuOf(run) ?? 0) - waitingOf(run))
}

export function usualOf(runs: readonly CommandRun[]): UsualRun {
  const typical = (of: (run: CommandRun) => number) => median(runs.map(of))
  return {
    wall: typical(({ wall }) => wall),
    cpu: typical((run) => cpuOf(run) ?? 0),
    waiting: typical(waitingOf),
    asleep: typical(asleepOf),
    major: typical(({ major = 0 }) => major),
    read: typical(({ read = 0 }) => read),
  }
}

/**
 * What disturbed a run, whatever time it took: a run is set aside for a cause, never for being slow. Waiting for a CPU, being
 * stopped by a quota, and reading from a disk what other runs found in memory.
 */
export function disturbanceOf(run: CommandRun, usual: UsualRun): SlowCause | undefined {
  const { share } = policy.commands
  const enough = share * run.wall
  if ((run.throttled ?? 0) > enough) return 'throttled'
  if (readsMore(run, usual)) return 'disk'
  return waitingOf(run) > enough + waitingForHelpers(run) ? 'waiting' : undefined
}

/**
 * ns that a command's first thread waits for its own helpers, which is its own time: Node's collector and compiler wake beside its first thread.
 * On an idle machine that waited up to 0.46 of what they computed.
 */
function waitingForHelpers(run: CommandRun): number {
  return run.stalled !== undefined || usesSeveral(run)
    ? 0
    : policy.commands.besideHelpers * shareOfOthers(run) * (cpuOf(run) ?? 0)
}

/** Whether it read from a disk what others found in memory. */
export function readsMore({ major = 0, read = 0 }: CommandRun, usual: UsualRun): boolean {
  const { faults, bytes } = policy.commands.disk
  return major - usual.major >= faults || read - usual.read >= bytes
}

/**
 * Why a run took longer than usual: what takes up most of the excess. `undefined`: it did not. `processor`: it computed
 * longer, so the machine was slower, or it had more to do.
 */
export function slowCauseOf(run: CommandRun, usual: UsualRun): SlowCause | undefined {
  const excess = run.wall - usual.wall
  if (excess <= policy.commands.slow * usual.wall) return undefined
  const throttled = Math.min(run.throttled ?? 0, excess)
  const parts: Record<SlowCause, number> = {
    throttled,
    // A thread that a quota stops waits, too.
    waiting: waitingOf(run) - usual.waiting - throttled,
    ...asleepParts(run, usual),
    processor: (cpuOf(run) ?? usual.cpu) - usual.cpu,
  }
  const [cause] = Object.entries(parts).reduce((most, part) => (part[1] > most[1] ? part : most))
  return cause as SlowCause
}

function asleepParts(run: CommandRun, usual: UsualRun): { disk: number; asleep: number } {
  const asleep = asleepOf(run) - usual.asleep
  return readsMore(run, usual) ? { disk: asleep, asleep: 0 } : { disk: 0, asleep }
}

/** How many of each. */
export function countCauses(causes: readonly (SlowCause | undefined)[]): Partial<Record<SlowCause, number>> {
  const counts: Partial<Record<SlowCause, number>> = {}
  for (const cause of causes) if (cause) counts[cause] = (counts[cause] ?? 0) + 1
  return counts
}
