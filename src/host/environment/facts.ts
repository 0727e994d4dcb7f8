import { ownFile } from '../own-files.ts'
import { attempt } from '../process/attempt.ts'
import { runToEnd } from '../process/program.ts'
import type { HardwareQuestion } from './question.ts'
import { cleanText } from './text.ts'

/** Longest time that the machine may take to describe itself, in ms. */
const probeTimeLimit = 3000

/** Facts by name, each a list of texts; a fact that could not be read in time is missing. */
export type HardwareFacts = ReadonlyMap<string, readonly string[]>

/** Asks systeminformation in a process of its own (probe.ts), and takes what it said until `timeLimit` ms. */
export async function probeHardware(
  asked: readonly HardwareQuestion[],
  timeLimit = probeTimeLimit,
): Promise<HardwareFacts> {
  if (asked.length === 0) return new Map()
  const { stdout } = await runToEnd({
    program: process.execPath,
    args: [ownFile('host/environment/probe'), ...asked],
    folder: process.cwd(),
    // A debugger asked for in NODE_OPTIONS would make it wait, or take the port.
    env: { NODE_OPTIONS: undefined },
    timeout: timeLimit,
  })
  return parseFacts(stdout)
}

/** Lines of `["name","text"]`; anything else, such as a line cut off by the time limit, is left out. */
export function parseFacts(output: string): HardwareFacts {
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
  const value: unknown = attempt(() => JSON.parse(line))
  return Array.isArray(value) ? value : []
}

export function numberFact(facts: HardwareFacts, name: string): number | undefined {
  const value = Number(facts.get(name)?.[0] ?? Number.NaN)
  return Number.isFinite(value) && value > 0 ? value : undefined
}

export function booleanFact(facts: HardwareFacts, name: string): boolean | undefined {
  const value = facts.get(name)?.[0]
  return value === undefined ? undefined : value === 'true'
}
