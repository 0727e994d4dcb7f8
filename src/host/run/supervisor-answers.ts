import {
  type CommandRun,
  commandRunSchema,
  type SupervisorFacts,
  supervisorSchema,
} from '../../model/command.ts'

/** How a run ended: with what it used, or why it never began. */
export type RunEnd = CommandRun | { readonly refused: string; readonly stage: string }

/** What the first line of a supervisor says; nothing where it cannot work here. */
export function readFacts(line: string | undefined): SupervisorFacts | undefined {
  if (!line?.startsWith('ready ')) return undefined
  const { program, floor, grouped } = wordsOf(line)
  const read = supervisorSchema.safeParse({
    program,
    ...(Number(floor) > 0 && { floor: Number(floor) }),
    ...(grouped === '1' && { grouped: true }),
  })
  return read.data
}

/** What a run has used, with the process that it was: lines of `name=value`. */
export function readAnswer(line: string): { name: string; pid: number; end: RunEnd } {
  const [kind, name = '', rest = ''] = line.split(' ', 3)
  if (kind === 'failed') {
    const [stage = '', _, ...why] = Buffer.from(rest, 'hex').toString('utf8').split(' ')
    return { name, pid: 0, end: { refused: why.join(' '), stage } }
  }
  const { late, left, children, pid, ...numbers } = wordsOf(line)
  const told = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, Number(value)]))
  // What was used before the command began is an estimate.
  for (const key of ['wall', 'user', 'system', 'oncpu', 'waiting', 'stalled', 'minor', 'major'])
    if ((told[key] ?? 0) < 0) told[key] = 0
  const run = {
    ...told,
    late: late === '1',
    left: left === '1',
    ...(children && { children: children === '1' }),
  }
  return { name, pid: Number(pid), end: commandRunSchema.parse(run) }
}

function wordsOf(line: string): Record<string, string> {
  return Object.fromEntries(
    line.split(' ').flatMap((word) => {
      const [key = '', value] = word.split('=')
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
