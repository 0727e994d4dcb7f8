import { mean } from '../../stats/moments.ts'
import type { FlameNode } from './flame.ts'
import { type Frame, frameKey } from './frame.ts'
import type { Union } from './union.ts'

/** Frames above a function that are kept, and levels of what it calls. */
const most = { above: 5, below: 3 }

/**
 * The part of a tree that is about one function: the path on which its cost has changed most, and what it calls there. Of a
 * path that is longer the frames that are nearest to the function are kept, below the root. `undefined` where it is not seen.
 */
export function wayTo(root: Union, frame: Frame): Union | undefined {
  const wanted = frameKey(frame)
  let furthest: { readonly path: readonly Union[]; readonly change: number } | undefined
  const visit = (node: Union, above: readonly Union[]) => {
    const path = [...above, node]
    if (frameKey(node.frame) === wanted) {
      const change = Math.abs(mean(node.head.total) - mean(node.base.total))
      // Of one that calls itself, the outermost.
      if (!furthest || change > furthest.change) furthest = { path, change }
      return
    }
    for (const child of node.children) visit(child, path)
  }
  visit(root, [])
  if (!furthest) return undefined
  const [top, ...others] = furthest.path
  const near = others.slice(-most.above - 1)
  const path = top === undefined || near.length === others.length ? furthest.path : [top, ...near]
  return path.reduceRight<Union | undefined>(
    (below, node) => ({ ...node, children: below ? [below] : shallow(node.children, most.below) }),
    undefined,
  )
}

function shallow(children: readonly Union[], levels: number): readonly Union[] {
  return levels === 0 ? [] : children.map((one) => ({ ...one, children: shallow(one.children, levels - 1) }))
}

/** As a flame graph shows an opened frame: whatever stands above the first frame of several children is as wide as it. */
export function widen(node: FlameNode): FlameNode {
  const [child, other] = node.children
  if (!child || other) return node
  const below = widen(child)
  return { ...node, weight: below.weight, children: [below] }
}
