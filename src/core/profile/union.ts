import type { CallTree } from './call-tree.ts'
import { type Frame, frameKey } from './frame.ts'

/** One fork of either revision, or, where only one was profiled or has been here, of that. */
type Here = { readonly base?: CallTree; readonly head?: CallTree }

/** A frame on one path in every fork of both revisions: one value per fork, 0 where it was not seen. */
export type Union = {
  readonly frame: Frame
  readonly base: Costs
  readonly head: Costs
  readonly children: readonly Union[]
}

/** By itself, and with everything that it calls. */
export type Costs = { readonly self: readonly number[]; readonly total: readonly number[] }

/** All paths that were seen in any fork of either revision: what one of them lacks is there, with nothing. */
export function union(here: readonly Here[]): Union {
  const children = new Map<string, Here[]>()
  for (const [fork, sides] of here.entries()) {
    for (const side of ['base', 'head'] as const) {
      for (const child of sides[side]?.children ?? []) {
        const key = frameKey(child.frame)
        const known = children.get(key) ?? here.map((): Here => ({}))
        known[fork] = { ...known[fork]!, [side]: child }
        children.set(key, known)
      }
    }
  }
  const below = [...children.values()].map(union)
  const costs = (side: 'base' | 'head'): Costs => {
    const self = here.map((sides) => sides[side]?.self ?? 0)
    return {
      self,
      total: self.map((own, fork) => below.reduce((sum, one) => sum + one[side].total[fork]!, own)),
    }
  }
  const { frame } = here.flatMap(({ head, base }) => head ?? base ?? [])[0]!
  return { frame, base: costs('base'), head: costs('head'), children: below }
}
