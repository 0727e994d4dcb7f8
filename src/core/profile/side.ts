import type { CpuProfile, ProfileNode } from '../../model/cpu-profile.ts'
import type { Lane, Profiled } from '../../model/profile.ts'
import { type CallTree, callTree } from './call-tree.ts'
import { cutProfile, type Window } from './cut.ts'

/** One revision's part of a fork that was profiled. */
export type Side = {
  /** Of the time within its batches. */
  readonly profile: CpuProfile
  /** Taken while the thread ran. */
  readonly samples: number
  /** In ns of CPU time per operation. */
  readonly tree: CallTree
}

/**
 * What belongs to one revision. The sampler interrupts a thread that runs: samples count CPU time, whatever the wall
 * clock says. So each is worth the CPU time since the warm-up over all samples since then; those of a thread that waits
 * for events are worth nothing.
 */
export function sideOf({ profile, cpu, lanes }: Profiled, { windows, operations }: Lane): Side {
  const isIdle = ({ callFrame }: ProfileNode) => callFrame.functionName === '(idle)'
  const idle = new Set(profile.nodes.filter(isIdle).map(({ id }) => id))
  const start = Math.min(...lanes.map((lane) => lane.windows[0]!))
  const end = Math.max(...lanes.map((lane) => lane.windows.at(-1)!))
  const since = cutProfile(profile, [{ start, end }]).samples.filter((id) => !idle.has(id)).length
  const cut = cutProfile(profile, pairsOf(windows))
  const perSample = since === 0 ? 0 : cpu / since / operations
  const samples = cut.samples.filter((id) => !idle.has(id)).length
  const nodes = cut.nodes.map((node) => (isIdle(node) ? { ...node, hitCount: 0 } : node))
  return { profile: cut, samples, tree: callTree({ ...cut, nodes }, perSample) }
}

function pairsOf(windows: readonly number[]): Window[] {
  return Array.from({ length: windows.length >> 1 }, (_, index) => ({
    start: windows[2 * index]!,
    end: windows[2 * index + 1]!,
  }))
}
