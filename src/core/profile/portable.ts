import type { CallFrame } from '../../model/cpu-profile.ts'
import type { AllocationNode, Examination } from '../../model/profile.ts'
import { portableUrl, type Roots } from './frame.ts'

/** What a fork told, with files called by names that hold in every checkout and on every machine. */
export function portable(examination: Examination, roots: Roots): Examination {
  const place = (frame: CallFrame): CallFrame => ({ ...frame, url: portableUrl(frame.url, roots) })
  const node = ({ callFrame, bytes, children }: AllocationNode): AllocationNode => {
    return { callFrame: place(callFrame), bytes, children: children.map(node) }
  }
  if (examination.kind === 'profile') {
    const { profiled } = examination
    const nodes = profiled.profile.nodes.map((one) => ({ ...one, callFrame: place(one.callFrame) }))
    return { kind: 'profile', profiled: { ...profiled, profile: { ...profiled.profile, nodes } } }
  }
  if (examination.kind === 'calls') {
    const functions = examination.functions.map((one) => ({ ...one, url: portableUrl(one.url, roots) }))
    return { kind: 'calls', functions }
  }
  if (examination.kind === 'feedback') {
    const functions = examination.functions.map((one) => ({ ...one, url: portableUrl(one.url, roots) }))
    return { kind: 'feedback', functions }
  }
  if (examination.kind === 'deoptimizations') {
    const deoptimizations = examination.deoptimizations.map((one) => {
      return { ...one, url: portableUrl(one.url, roots) }
    })
    return { kind: 'deoptimizations', deoptimizations }
  }
  if (examination.kind === 'event-loop') {
    const { waits, ...rest } = examination.eventLoop
    const placed = waits.map((wait) => {
      return wait.place
        ? { ...wait, place: { ...wait.place, url: portableUrl(wait.place.url, roots) } }
        : wait
    })
    return { kind: 'event-loop', eventLoop: { ...rest, waits: placed } }
  }
  const { allocations } = examination
  return { kind: 'allocations', allocations: { ...allocations, root: node(allocations.root) } }
}
