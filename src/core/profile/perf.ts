import { parseJson } from '../identity/parse-json.ts'
import { type CallTree, childOf, doneTree, plantTree, top } from './call-tree.ts'
import { anonymous, codeOwner, type Frame, portableUrl, type Roots } from './frame.ts'

/** A counter of `perf stat -j`, or the name of one that this machine does not have. */
export type PerfCounter = { readonly name: string; readonly value: number | undefined; readonly unit: string }

/** Reads what `perf stat -j` writes: an object a line. Rows that are none are passed over. */
export function parsePerfStat(text: string): PerfCounter[] {
  return text.split('\n').flatMap((line): PerfCounter[] => {
    const { event: name, unit, 'counter-value': counted } = objectOf(line)
    if (typeof name !== 'string' || typeof counted !== 'string') return []
    const value = Number.isFinite(Number(counted)) ? Number(counted) : undefined
    return [{ name, value, unit: typeof unit === 'string' ? unit : '' }]
  })
}

function objectOf(line: string): Record<string, unknown> {
  const value = parseJson(line)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** What `perf script` tells: whose process, and the stacks as a tree, in samples. */
export type PerfStacks = {
  readonly pids: ReadonlySet<number>
  readonly samples: number
  readonly tree: CallTree
}

/**
 * Reads the stacks of `perf script` of a process that V8 has written names for (`--perf-basic-prof`): a head line with the
 * process, then a line per frame, the innermost first, then an empty line.
 */
export function parsePerfScript(text: string, roots: Roots): PerfStacks {
  const pids = new Set<number>()
  const root = plantTree(top)
  let samples = 0
  for (const block of text.split(/\n\s*\n/u)) {
    const [head = '', ...lines] = block.trim().split('\n')
    const [, pid] = /\s(\d+)(?:\/\d+)?\s/u.exec(head) ?? []
    const frames = lines.flatMap((line) => frameOf(line, roots) ?? []).reverse()
    if (pid === undefined || frames.length === 0) continue
    pids.add(Number(pid))
    samples++
    let at = root
    for (const frame of frames) at = childOf(at, frame)
    at.self++
  }
  return { pids, samples, tree: doneTree(root) }
}

/** `7f3c4 JS:*hash file:///app/src/hash.ts:41:3+0x2f (/tmp/perf-7.map)` or `55d1 _ZN2v88internal…+0x1 (/usr/bin/node)`. */
function frameOf(line: string, roots: Roots): Frame | undefined {
  const [, symbol, , library = ''] = /^\s*[0-9a-f]+ (.+?)(\+0x[0-9a-f]+)? \(([^()]*)\)\s*$/u.exec(line) ?? []
  if (symbol === undefined) return undefined
  const script =
    /^(?:JS|Script|Function|LazyCompile|Eval):[~^+*']*(.*?) ?((?:file:\/\/|\/|node:)[^ ]*):(\d+):\d+$/u.exec(
      symbol,
    )
  if (!script) {
    const name = symbol === '[unknown]' ? `[${library.slice(library.lastIndexOf('/') + 1)}]` : symbol
    return { name, file: '', line: 0, owner: 'engine' }
  }
  const [, name = '', url = '', lineNumber = '0'] = script
  const file = portableUrl(url, roots)
  return { name: name === '' ? anonymous : name, file, line: Number(lineNumber), owner: codeOwner(file) }
}
