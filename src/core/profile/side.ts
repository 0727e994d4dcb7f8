import type { CpuProfile, ProfileNode } from '../../model/cpu-profile.ts'
import type { Lane, Profiled } from '../../model/profile.ts'
import { sum } from '../../stats/sample.ts'
import { type CallTree, callTree } from './call-tree.ts'

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

/** A stretch of time on the profile's clock, µs. */
type Window = { readonly start: number; readonly end: number }

/**
 * The part of a profile that was taken in these windows, which must be in order: its samples, and the nodes that they
 * hit or pass through, with the hits counted anew. Ticks of lines cannot be told apart by time: they are kept as they
 * are, of the whole profile.
 */
export function cutProfile(profile: CpuProfile, windows: readonly Window[]): CpuProfile {
  const samples: number[] = []
  const timeDeltas: number[] = []
  const hits = new Map<number, number>()
  let time = profile.startTime
  let last = windows[0]?.start ?? profile.startTime
  let place = 0
  profile.samples.forEach((id, index) => {
    time += profile.timeDeltas[index] ?? 0
    while (place < windows.length && time > windows[place]!.end) place++
    const window = windows[place]
    if (!window || time < window.start) return
    samples.push(id)
    timeDeltas.push(Math.max(0, time - Math.max(last, window.start)))
    last = time
    hits.set(id, (hits.get(id) ?? 0) + 1)
  })
  const startTime = windows[0]?.start ?? profile.startTime
  const endTime = startTime + sum(timeDeltas)
  return { nodes: keepNodes(profile.nodes, hits), startTime, endTime, samples, timeDeltas }
}

/** Nodes with hits, and those above them; the root in any case. */
function keepNodes(nodes: readonly ProfileNode[], hits: ReadonlyMap<number, number>): ProfileNode[] {
  const parents = new Map<number, number>()
  for (const { id, children = [] } of nodes) for (const child of children) parents.set(child, id)
  const wanted = new Set<number>([nodes[0]!.id])
  for (const id of hits.keys()) {
    for (let at: number | undefined = id; at !== undefined && !wanted.has(at); at = parents.get(at)) {
      wanted.add(at)
    }
  }
  return nodes
    .filter(({ id }) => wanted.has(id))
    .map((node) => ({
      ...node,
      hitCount: hits.get(node.id) ?? 0,
      ...(node.children ? { children: node.children.filter((child) => wanted.has(child)) } : {}),
    }))
}
