import type { CallFrame, CpuProfile } from '../../model/cpu-profile.ts'
import type { AllocationNode, Allocations } from '../../model/profile.ts'
import { anonymous, anonymousIn, type Frame, type FrameOwner, frameKey, frameOf } from './frame.ts'

/** Who called whom, and what each cost by itself. */
export type CallTree = {
  readonly frame: Frame
  /** Of this frame on this path, without what it calls. */
  readonly self: number
  /** Cost by line of the file, of this frame by itself. */
  readonly lines: ReadonlyMap<number, number>
  readonly children: readonly CallTree[]
}

/** What a benchmark's calls begin in. */
export const top: Frame = { name: '(benchmark)', file: '', line: 0, owner: 'harness' }

/**
 * The tree of a CPU profile, in units of cost per sample. Frames of the harness fall out: what they call is called by
 * the root, and what they cost is the root's own. `(program)`, `(garbage collector)` and the like are what V8 calls them.
 */
export function callTree({ nodes }: CpuProfile, perSample: number): CallTree {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const found = (id: number): Node | undefined => {
    const node = byId.get(id)
    if (!node) return undefined
    const { callFrame, hitCount = 0, positionTicks = [], children = [] } = node
    const ticks = positionTicks.reduce((sum, one) => sum + one.ticks, 0)
    // Ticks may be of a longer time than the hits: what counts is how they are divided.
    const lines = positionTicks.map((one) => [one.line, (one.ticks / ticks) * hitCount * perSample] as const)
    return {
      callFrame,
      cost: hitCount * perSample,
      lines,
      children: () => children.flatMap((one) => found(one) ?? []),
    }
  }
  return treeOf(found(nodes[0]!.id)!)
}

/** The tree of what was allocated, in bytes per operation. */
export function allocationTree({ root, operations }: Allocations): CallTree {
  const nodeOf = ({ callFrame, bytes, children }: AllocationNode): Node => {
    return { callFrame, cost: bytes / operations, lines: [], children: () => children.map(nodeOf) }
  }
  return treeOf(nodeOf(root))
}

/** Of a frame and everything that it calls. */
export function totalOf({ self, children }: CallTree): number {
  return children.reduce((sum, child) => sum + totalOf(child), self)
}

type Node = {
  readonly callFrame: CallFrame
  readonly cost: number
  readonly lines: readonly (readonly [line: number, cost: number])[]
  readonly children: () => Node[]
}

function treeOf(root: Node): CallTree {
  const tree = plantTree(top)
  const visit = (node: Node, parent: GrowingTree, caller: FrameOwner) => {
    const frame = nameFrame(frameOf(node.callFrame), parent)
    const isHidden = frame.owner === 'harness' || isLoop(frame, caller) || isAbove(node, frame, parent)
    const at = isHidden ? parent : childOf(parent, frame)
    at.self += node.cost
    for (const [line, cost] of isHidden ? [] : node.lines)
      at.lines.set(line, (at.lines.get(line) ?? 0) + cost)
    for (const child of node.children()) visit(child, at, frame.owner)
  }
  // Which is `(root)`.
  tree.self += root.cost
  for (const child of root.children()) visit(child, tree, 'engine')
  return doneTree(tree)
}

/** The measuring loop is made from text: it has no file. Nothing else that the harness calls is like that. */
function isLoop({ name, owner }: Frame, caller: FrameOwner): boolean {
  return owner === 'engine' && caller === 'harness' && (name === 'anonymous' || name === anonymous)
}

/** What the harness itself is called by: Node's queue of promises. */
function isAbove(node: Node, { owner }: Frame, parent: GrowingTree): boolean {
  return parent.frame === top && (owner === 'node' || owner === 'engine') && leadsToHarness(node)
}

function leadsToHarness({ callFrame, children }: Node): boolean {
  return frameOf(callFrame).owner === 'harness' || children().some(leadsToHarness)
}

/** Functions without a name are told apart by the one with a name that they are called in, of the same file. */
function nameFrame(frame: Frame, parent: GrowingTree): Frame {
  if (frame.name !== anonymous || frame.file === '') return frame
  for (let at: GrowingTree | undefined = parent; at; at = at.parent) {
    const { name, file } = at.frame
    if (file === frame.file && !name.startsWith('(')) return { ...frame, name: anonymousIn(name) }
  }
  return frame
}

type GrowingTree = {
  readonly frame: Frame
  readonly parent: GrowingTree | undefined
  self: number
  readonly lines: Map<number, number>
  readonly children: Map<string, GrowingTree>
}

export function plantTree(frame: Frame, parent?: GrowingTree): GrowingTree {
  return { frame, parent, self: 0, lines: new Map(), children: new Map() }
}

export function childOf(parent: GrowingTree, frame: Frame): GrowingTree {
  const key = frameKey(frame)
  const known = parent.children.get(key)
  if (known) return known
  const child = plantTree(frame, parent)
  parent.children.set(key, child)
  return child
}

export function doneTree({ frame, self, lines, children }: GrowingTree): CallTree {
  return { frame, self, lines, children: [...children.values()].map(doneTree) }
}

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
