import type { CpuProfile } from '../../model/cpu-profile.ts'
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
  const idle = idleNodes(profile)
  const [start, end] = [
    Math.min(...lanes.map((lane) => lane.windows[0]!)),
    lanes.map(lastOf).reduce((a, b) => Math.max(a, b)),
  ]
  const since = cutProfile(profile, [{ start, end }]).samples.filter((id) => !idle.has(id)).length
  const cut = cutProfile(profile, pairsOf(windows))
  const perSample = since === 0 ? 0 : cpu / since / operations
  const samples = cut.samples.filter((id) => !idle.has(id)).length
  return { profile: cut, samples, tree: callTree(withoutHits(cut, idle), perSample) }
}

function lastOf({ windows }: Lane): number {
  return windows.at(-1)!
}

function idleNodes({ nodes }: CpuProfile): ReadonlySet<number> {
  return new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id))
}

function withoutHits(profile: CpuProfile, of: ReadonlySet<number>): CpuProfile {
  return {
    ...profile,
    nodes: profile.nodes.map((node) => (of.has(node.id) ? { ...node, hitCount: 0 } : node)),
  }
}

function pairsOf(windows: readonly number[]): Window[] {
  return Array.from({ length: windows.length >> 1 }, (_, index) => ({
    start: windows[2 * index]!,
    end: windows[2 * index + 1]!,
  }))
}
