import type { CpuProfile, ProfileNode } from '../../model/cpu-profile.ts'
import { sum } from '../../stats/sample.ts'

/** A stretch of time on the profile's clock, µs. */
export type Window = { readonly start: number; readonly end: number }

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
