import type { CpuProfile, ProfileNode } from '../../model/cpu-profile.ts'
import type { Script } from '../../model/profile.ts'
import { itselfIn } from './inlined.ts'

/** The profile in places of the sources, where files were made from others and left a map. */
export function addOrigins(profile: CpuProfile, scripts: readonly Script[]): CpuProfile {
  const made = new Map(scripts.filter(({ origins }) => origins).map((script) => [script.url, script]))
  if (made.size === 0) return profile
  return { ...profile, nodes: profile.nodes.map((node) => original(node, made.get(node.callFrame.url))) }
}

function original(node: ProfileNode, script: Script | undefined): ProfileNode {
  if (!script) return node
  const origin = itselfIn(script, node.callFrame)?.origin ?? script.origins?.[node.callFrame.lineNumber]
  if (!origin) return node
  const callFrame = { ...node.callFrame, url: origin.url, lineNumber: origin.line - 1, columnNumber: 0 }
  const positionTicks = (node.positionTicks ?? []).flatMap(({ line, ticks }) => {
    const place = script.origins?.[line - 1]
    // A loader may have put everything on one line: then nobody can tell which it was.
    return place?.url === origin.url ? [{ line: place.line, ticks }] : []
  })
  return { ...node, callFrame, positionTicks }
}
