import type { CallTree } from './call-tree.ts'
import { type Frame, frameKey } from './frame.ts'

/** What a function costs wherever it is called from. */
export type OwnCost = {
  readonly frame: Frame
  readonly cost: number
  readonly lines: ReadonlyMap<number, number>
}

/**
 * The cost of every function of the project and its dependencies, by key, without what other such functions cost that
 * it calls: of the engine's and Node's functions somebody else's code is the cause, which is whoever called them last.
 * What nobody called, as the garbage collector, stands for itself.
 */
export function ownCosts(tree: CallTree): Map<string, OwnCost> {
  const costs = new Map<string, { frame: Frame; cost: number; lines: Map<number, number> }>()
  const visit = (node: CallTree, cause: CallTree | undefined) => {
    const isCause = node.frame.owner === 'project' || node.frame.owner === 'dependency'
    const blamed = isCause ? node : (cause ?? node)
    const key = frameKey(blamed.frame)
    const known = costs.get(key) ?? { frame: blamed.frame, cost: 0, lines: new Map<number, number>() }
    costs.set(key, known)
    known.cost += node.self
    if (isCause)
      for (const [line, cost] of node.lines) known.lines.set(line, (known.lines.get(line) ?? 0) + cost)
    for (const child of node.children) visit(child, isCause ? node : cause)
  }
  visit(tree, undefined)
  return costs
}
