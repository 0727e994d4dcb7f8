import type { AllocationNode, Examination, FunctionCalls } from '../../model/profile.ts'
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
    case 'calls': {
      const made = (one: FunctionCalls) => (one.made ? { ...one, made: placed(one.made) } : one)
      return { ...examination, functions: examination.functions.map((one) => placed(made(one))) }
    }
    case 'feedback':
      return { ...examination, functions: examination.functions.map(placed) }
    case 'deoptimizations':
      return { ...examination, deoptimizations: examination.deoptimizations.map(placed) }
    case 'event-loop': {
      const { eventLoop } = examination
      const waits = eventLoop.waits.map((one) => (one.place ? { ...one, place: placed(one.place) } : one))
      return { ...examination, eventLoop: { ...eventLoop, waits } }
    }
    case 'allocations': {
      const { allocations } = examination
      return { kind: 'allocations', allocations: { ...allocations, root: node(allocations.root) } }
    }
  }
}
