import { z } from 'zod'

/**
 * A CPU profile as V8 writes it and DevTools, editors and speedscope read it (Chrome DevTools Protocol,
 * `Profiler.Profile`). Lines and columns of call frames count from 0, those of ticks from 1; times are µs.
 */

export const callFrameSchema = z.object({
  functionName: z.string(),
  scriptId: z.string(),
  url: z.string(),
  lineNumber: z.int(),
  columnNumber: z.int(),
})
export type CallFrame = z.infer<typeof callFrameSchema>

export const profileNodeSchema = z.object({
  id: z.int(),
  callFrame: callFrameSchema,
  hitCount: z.int().nonnegative().optional(),
  children: z.array(z.int()).optional(),
  /** Hits by line; a line may stand here more than once. */
  positionTicks: z.array(z.object({ line: z.int(), ticks: z.int() })).optional(),
})
export type ProfileNode = z.infer<typeof profileNodeSchema>

export const cpuProfileSchema = z.object({
  /** A tree; the first one is its root. */
  nodes: z.array(profileNodeSchema).min(1).refine(isTree, 'nodes are no tree'),
  startTime: z.number(),
  endTime: z.number(),
  /** Ids of nodes, and the µs from each sample's predecessor (of the first one: from `startTime`) to it. */
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
})
export type CpuProfile = z.infer<typeof cpuProfileSchema>

/** A walk down from the root must end. */
function isTree(nodes: readonly ProfileNode[]): boolean {
  const [root] = nodes
  const ids = new Set(nodes.map(({ id }) => id))
  const children = nodes.flatMap((node) => node.children ?? [])
  return (
    root !== undefined &&
    ids.size === nodes.length &&
    new Set(children).size === children.length &&
    !children.includes(root.id) &&
    children.every((id) => ids.has(id))
  )
}
