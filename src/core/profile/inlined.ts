import type { CallFrame, CpuProfile, ProfileNode } from '../../model/cpu-profile.ts'
import type { Profiled, Script } from '../../model/profile.ts'
import { anonymousIn } from './frame.ts'

/**
 * The profile with every sample in the function that it was taken in, and with lines of the files. What V8 tells of a
 * function that was copied into another one stands under the other one's name, with a line that belongs to one module
 * alone: so a node is divided by the functions that its lines are in, and gets those that are not its own as callees, on
 * the way on which they were seen to be called where they were not copied.
 *
 * The lines of a node's samples are only told all together: which sample goes to which function is dealt out evenly.
 */
export function separateInlined({ profile, callers, scripts }: Profiled): CpuProfile {
  const modules = modulesOf(scripts)
  const calls = callsOf(callers, modules)
  let id = profile.nodes.reduce((largest, node) => Math.max(largest, node.id), 0)
  const nodes: Growing[] = []
  const dealers = new Map<number, () => number>()
  const grow = (callFrame: CallFrame, known?: ProfileNode): Growing => {
    const children = [...(known?.children ?? [])]
    const node = { id: known?.id ?? ++id, callFrame, children, positionTicks: [] }
    nodes.push(node)
    return node
  }
  for (const node of profile.nodes) {
    const own = grow(modules.inFile(node.callFrame), node)
    const parts = partsOf(node, own.callFrame, modules, calls)
    const shares = parts.map(({ way, ticks, weight }) => {
      let at = own
      for (const frame of way) {
        const known = at.inlined?.get(idOf(frame))
        const next = known ?? grow(frame)
        if (!known) at.children.push(next.id)
        at.inlined ??= new Map()
        at.inlined.set(idOf(frame), next)
        at = next
      }
      at.positionTicks.push(...ticks)
      return { id: at.id, weight }
    })
    if (shares.length > 0) dealers.set(node.id, dealer(shares))
  }
  const samples = profile.samples.map((sample) => dealers.get(sample)?.() ?? sample)
  const hits = new Map<number, number>()
  for (const sample of samples) hits.set(sample, (hits.get(sample) ?? 0) + 1)
  return {
    ...profile,
    samples,
    nodes: nodes.map(({ inlined: _, callFrame, ...node }) => {
      return { ...node, callFrame: modules.named(callFrame), hitCount: hits.get(node.id) ?? 0 }
    }),
  }
}

type Growing = {
  readonly id: number
  readonly callFrame: CallFrame
  readonly children: number[]
  readonly positionTicks: Ticks[]
  /** By id of the function. */
  inlined?: Map<string, Growing>
}

type Ticks = NonNullable<ProfileNode['positionTicks']>[number]
type Located = { readonly script: Script; readonly line: number }

/** What tells functions of one process apart. */
function idOf({ url, functionName, lineNumber }: CallFrame): string {
  return JSON.stringify([url, functionName, lineNumber])
}

type Modules = {
  /** Of a line as the profile tells it: the module and its own line; `undefined` of one that was not moved. */
  readonly locate: (line: number) => Located | undefined
  /** A frame with the line of its file. */
  readonly inFile: (frame: CallFrame) => CallFrame
  /** Whether a line can be one of this function: of one that nothing is known of, any. */
  readonly isIn: (frame: CallFrame, line: number, located: Located | undefined) => boolean
  /** One without a name under that of the function that it stands in. */
  readonly named: (frame: CallFrame) => CallFrame
}

function modulesOf(scripts: readonly Script[]): Modules {
  const byUrl = new Map(scripts.map((script) => [script.url, script]))
  const ordered = scripts.filter(({ by }) => by > 0).toSorted((a, b) => a.by - b.by)
  return {
    locate(line) {
      const script = ordered.findLast(({ by }) => by < line)
      return script && line <= script.by + script.lines ? { script, line: line - script.by } : undefined
    },
    inFile(frame) {
      return { ...frame, lineNumber: Math.max(-1, frame.lineNumber - (byUrl.get(frame.url)?.by ?? 0)) }
    },
    isIn(frame, line, located) {
      const script = byUrl.get(frame.url)
      if (!script) return located === undefined
      if (script.by > 0 && located?.script !== script) return false
      // To the end of the file where V8 no longer tells where it ends.
      return frame.lineNumber < line && line <= (itselfIn(script, frame)?.end ?? script.lines)
    },
    named(frame) {
      const script = frame.functionName === '' ? byUrl.get(frame.url) : undefined
      const outer = script && itselfIn(script, frame)?.outer
      return outer === undefined ? frame : { ...frame, functionName: anonymousIn(outer) }
    },
  }
}

/** A function as the script has it: V8 tells a place at its beginning, or within its head. */
function itselfIn(
  { functions }: Script,
  { functionName, lineNumber, columnNumber }: CallFrame,
): Script['functions'][number] | undefined {
  const same = functions.filter(({ name, line }) => name === functionName && line === lineNumber + 1)
  return same.findLast(({ column }) => column <= columnNumber) ?? same[0]
}

/** Functions by those that were seen to call them. */
type Calls = ReadonlyMap<string, ReadonlyMap<string, CallFrame>>

function callsOf(nodes: readonly ProfileNode[], { inFile }: Modules): Calls {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, inFile(callFrame)]))
  const calls = new Map<string, Map<string, CallFrame>>()
  for (const { id, children = [] } of nodes) {
    const caller = idOf(frames.get(id)!)
    const known = calls.get(caller) ?? new Map<string, CallFrame>()
    for (const child of children) {
      const callee = frames.get(child)
      if (callee) known.set(idOf(callee), callee)
    }
    calls.set(caller, known)
  }
  return calls
}

/** The ticks of one function within a node, and the way there: empty for the node's own. */
type Part = { readonly way: readonly CallFrame[]; readonly ticks: Ticks[]; weight: number }

function partsOf(node: ProfileNode, own: CallFrame, modules: Modules, calls: Calls): Part[] {
  const parts = new Map<string, Part>()
  for (const { line, ticks } of node.positionTicks ?? []) {
    const located = modules.locate(line)
    const frame = located ? functionAt(located, own, calls) : own
    const key = idOf(frame)
    const way = () => (key === idOf(own) ? [] : wayTo(frame, own, calls))
    const part = parts.get(key) ?? { way: way(), ticks: [], weight: 0 }
    parts.set(key, part)
    part.weight += ticks
    const inFile = located?.line ?? line
    if (modules.isIn(frame, inFile, located)) part.ticks.push({ line: inFile, ticks })
  }
  return [...parts.values()]
}

/**
 * The innermost function that a line is in; of several that begin and end in the same lines the node's own, or else one
 * that it was seen to call. What is in none is the module itself, which is nobody's callee: it stays with the node.
 */
function functionAt({ script, line }: Located, own: CallFrame, calls: Calls): CallFrame {
  const around = script.functions.filter((one) => one.line <= line && line <= one.end)
  const shortest = Math.min(...around.map((one) => one.end - one.line))
  const frames = around
    .filter((one) => one.end - one.line === shortest)
    .map(({ name: functionName, line: first, column: columnNumber }): CallFrame => {
      return { functionName, scriptId: '0', url: script.url, lineNumber: first - 1, columnNumber }
    })
  if (frames.length === 0 || frames.some((frame) => idOf(frame) === idOf(own))) return own
  return frames.find((frame) => calls.get(idOf(own))?.has(idOf(frame))) ?? frames[0]!
}

/** The shortest way on which one was seen to reach the other; where it never was, a direct one. */
function wayTo(callee: CallFrame, caller: CallFrame, calls: Calls): readonly CallFrame[] {
  const wanted = idOf(callee)
  const seen = new Set([idOf(caller)])
  let reached: { readonly id: string; readonly way: readonly CallFrame[] }[] = [{ id: idOf(caller), way: [] }]
  while (reached.length > 0) {
    const further: typeof reached = []
    for (const { id, way } of reached) {
      for (const [next, frame] of calls.get(id) ?? []) {
        if (next === wanted) return [...way, frame]
        if (seen.has(next)) continue
        seen.add(next)
        further.push({ id: next, way: [...way, frame] })
      }
    }
    reached = further
  }
  return [callee]
}

/** Deals out places in proportion to their weights, each as evenly as it goes. */
function dealer(shares: readonly { readonly id: number; readonly weight: number }[]): () => number {
  const whole = shares.reduce((sum, { weight }) => sum + weight, 0)
  const owed = shares.map(() => 0)
  return () => {
    let most = 0
    for (const [place, { weight }] of shares.entries()) {
      owed[place] = owed[place]! + weight / whole
      if (owed[place]! > owed[most]!) most = place
    }
    owed[most] = owed[most]! - 1
    return shares[most]!.id
  }
}

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
