import type { AllocationNode, Examination } from '../../model/profile.ts'
import { portableUrl, type Roots } from './frame.ts'

/** What a fork told, with files called by names that hold in every checkout and on every machine. */
export function portable(examination: Examination, roots: Roots): Examination {
  const placed = <T extends { readonly url: string }>(one: T): T => {
    return { ...one, url: portableUrl(one.url, roots) }
  }
  const node = ({ callFrame, bytes, children }: AllocationNode): AllocationNode => {
    return { callFrame: placed(callFrame), bytes, children: children.map(node) }
  }
  switch (examination.kind) {
    case 'profile': {
      const { profiled } = examination
      const nodes = profiled.profile.nodes.map((one) => ({ ...one, callFrame: placed(one.callFrame) }))
      return { kind: 'profile', profiled: { ...profiled, profile: { ...profiled.profile, nodes } } }
    }
    case 'calls':
      return {
        kind: 'calls',
        functions: examination.functions.map((one) => ({
          ...placed(one),
          ...(one.made && { made: placed(one.made) }),
        })),
      }
    case 'feedback':
      return { kind: 'feedback', functions: examination.functions.map(placed) }
    case 'deoptimizations':
      return { kind: 'deoptimizations', deoptimizations: examination.deoptimizations.map(placed) }
    case 'event-loop': {
      const { eventLoop } = examination
      const waits = eventLoop.waits.map((wait) => {
        return wait.place ? { ...wait, place: placed(wait.place) } : wait
      })
      return { kind: 'event-loop', eventLoop: { ...eventLoop, waits } }
    }
    case 'allocations': {
      const { allocations } = examination
      return { kind: 'allocations', allocations: { ...allocations, root: node(allocations.root) } }
    }
  }
}
