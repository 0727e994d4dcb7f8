import { fileURLToPath } from 'node:url'
import { cleanText } from './text.ts'

/** Longest time that the machine may take to describe itself, in ms. */
const probeTimeLimit = 3000

/** Facts by name, each a list of texts; a fact that could not be read in time is missing. */
export type Facts = ReadonlyMap<string, readonly string[]>

/** Asks systeminformation in a process of its own (probe.ts), and takes what it said until `timeLimit` ms. */
export async function probeHardware(timeLimit = probeTimeLimit): Promise<Facts> {
  // Loaded here, because commands that measure nothing should start fast.
  const { execa } = await import('execa')
  const program = new URL(import.meta.url.endsWith('.ts') ? './probe.ts' : './probe.js', import.meta.url)
  const ownGroup = process.platform !== 'win32'
  const probe = execa(process.execPath, [fileURLToPath(program)], {
    // A debugger asked for in NODE_OPTIONS would make it wait, or take the port.
    env: { NODE_OPTIONS: undefined },
    stdin: 'ignore',
    stderr: 'ignore',
    timeout: timeLimit,
    killSignal: 'SIGKILL',
    detached: ownGroup,
    reject: false,
  })
  const result = await probe
  if (result.timedOut && ownGroup && probe.pid !== undefined) killGroup(probe.pid)
  return parseFacts(typeof result.stdout === 'string' ? result.stdout : '')
}

/** Lines of `["name","text"]`; anything else, such as a line cut off by the time limit, is left out. */
export function parseFacts(output: string): Facts {
  const facts = new Map<string, string[]>()
  for (const line of output.split('\n')) {
    const [name, value] = parseLine(line)
    if (typeof name !== 'string' || typeof value !== 'string') continue
    const text = cleanText(value)
    if (text !== '') facts.set(name, [...(facts.get(name) ?? []), text])
  }
  return facts
}

function parseLine(line: string): unknown[] {
  try {
    const value: unknown = JSON.parse(line)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** A fact that is a positive number, or `undefined`. */
export function numberFact(facts: Facts, name: string): number | undefined {
  const value = Number(facts.get(name)?.[0] ?? Number.NaN)
  return Number.isFinite(value) && value > 0 ? value : undefined
}

/** Commands that the probe started and that outlived it. */
function killGroup(leader: number) {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // None is left.
  }
}
