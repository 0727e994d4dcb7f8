import type { CpuProfile, ProfileNode } from '../../../src/model/cpu-profile.ts'

/** A name, or a list of a name and what it calls. `name@file:line` has a file; others are the engine's. */
export type Calls = string | readonly Calls[]

/** A profile of these calls, with samples by name, in order, at equal distances in µs. */
export function profileOf(
  calls: Calls,
  samples: readonly string[],
  { startTime = 0, every = 100 } = {},
): CpuProfile {
  const nodes: ProfileNode[] = []
  const ids = new Map<string, number>()
  const visit = (one: Calls): number => {
    const [called, ...callees] = typeof one === 'string' ? [one] : (one as [string, ...Calls[]])
    const id = nodes.length + 1
    const [, name = '', url = '', line = '0'] = /^([^@]*)(?:@(.*):([0-9]+))?$/u.exec(called) ?? []
    const hitCount = samples.filter((sample) => sample === name).length
    ids.set(name, id)
    const node = {
      id,
      callFrame: { functionName: name, scriptId: '1', url, lineNumber: Number(line) - 1, columnNumber: 0 },
      hitCount,
      children: [] as number[],
      ...(hitCount > 0 && url !== '' ? { positionTicks: [{ line: Number(line) + 1, ticks: hitCount }] } : {}),
    }
    nodes.push(node)
    node.children.push(...callees.map(visit))
    return id
  }
  visit(calls)
  return {
    nodes,
    startTime,
    endTime: startTime + every * (samples.length + 1),
    samples: samples.map((name) => ids.get(name)!),
    timeDeltas: samples.map(() => every),
  }
}

/** The same, with the functions of one name under another. */
export function renamed(profile: CpuProfile, from: string, to: string): CpuProfile {
  const nodes = profile.nodes.map(({ callFrame, ...node }) => {
    const functionName = callFrame.functionName === from ? to : callFrame.functionName
    return { ...node, callFrame: { ...callFrame, functionName } }
  })
  return { ...profile, nodes }
}
