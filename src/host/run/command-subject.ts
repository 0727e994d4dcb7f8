import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { Base } from '../../flow/ports/revisions.ts'
import type { CommandRun, CommandSpec } from '../../model/command.ts'
import { policy } from '../../model/config.ts'
import type { Failure } from '../../model/failure.ts'
import { formatQuantity } from '../../model/unit.ts'
import { runToEnd } from '../process/program.ts'
import { environmentIn, moveInto } from './base-environment.ts'
import { CommandFailed } from './command-failed.ts'
import type { Arm } from './supervisor.ts'
import type { RunEnd } from './supervisor-answers.ts'

/** A command in one folder, ready to be started. */
export type CommandSubject = {
  readonly id: string
  readonly spec: CommandSpec
  /** How it is started; and, of one for a shell, how that is without it. */
  readonly arm: Omit<Arm, 'isHeard'>
  readonly shell: Omit<Arm, 'isHeard'> | undefined
  /** ns that a run may take. */
  readonly limit: number
}

/** What is known of a command is known of it in one folder. */
export function subjectKeyOf({ id, arm }: Pick<CommandSubject, 'id' | 'arm'>): string {
  return JSON.stringify([id, arm.cwd])
}

/** Where a command runs: in the project, or in a base in its place. */
export type SubjectPlace = {
  readonly root: string
  readonly base: Base | undefined
  /** A folder for what it reads. */
  readonly scratch: string
  /** ns that a run may take where it does not say itself; and that are left for it in any case. */
  readonly timeout: number
  readonly left: number
  /** Bytes added to the environment, which moves the stack. */
  readonly padding: number
}

/** @throws CommandFailed where its folder or its input is not there */
export async function openSubject(
  id: string,
  spec: CommandSpec,
  { root, base, scratch, timeout, left, padding }: SubjectPlace,
): Promise<CommandSubject> {
  const home = base?.cwd ?? root
  const move = (text: string) => (base ? moveInto(base.alias, text) : text)
  const cwd = resolve(home, move(spec.cwd))
  if (!isFolder(cwd)) throw notStarted(`its folder '${spec.cwd}' is not there`)
  const own = Object.fromEntries(Object.entries(spec.env).map(([name, value]) => [name, move(value)]))
  const around = { ...process.env, ...(base && environmentIn(home, base.alias)) }
  const PATH = [join(home, 'node_modules', '.bin'), around.PATH].filter(Boolean).join(delimiter)
  const env = { ...around, PATH, ASSAY_PADDING: 'x'.repeat(padding), ...own }
  const stdin = await inputOf(spec, home, scratch)
  const isForShell = typeof spec.line === 'string'
  const args = typeof spec.line === 'string' ? shellLine(spec.line, spec.shell) : spec.line.map(move)
  return {
    ...{ id, spec, arm: { args, cwd, env, stdin, output: outputOf(spec, home) } },
    shell: isForShell ? { args: shellLine('', spec.shell), cwd, env, stdin } : undefined,
    limit: Math.min(spec.timeout ?? timeout, left),
  }
}

function outputOf({ output }: CommandSpec, home: string): string | undefined {
  return typeof output === 'object' ? resolve(home, output.file) : undefined
}

async function inputOf({ stdin }: CommandSpec, home: string, scratch: string): Promise<string | undefined> {
  if (stdin === undefined) return undefined
  if (typeof stdin === 'string') {
    const path = join(scratch, `input-${inputs++}`)
    await writeFile(path, stdin)
    return path
  }
  const path = resolve(home, stdin.file)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw notStarted(`the file that it is to read, '${stdin.file}', is not there`)
  if (found.isDirectory()) throw notStarted(`what it is to read, '${stdin.file}', is a folder`)
  if (found.isFIFO() || found.isSocket())
    throw notStarted(
      `what it is to read, '${stdin.file}', is a pipe, which one run would use up`,
      'Write what comes from it into a file, and name that.',
    )
  return path
}

let inputs = 0

/**
 * What goes before and after runs, and is not timed.
 *
 * @throws CommandFailed where it does not succeed
 */
export async function carryHook(
  what: 'setup' | 'prepare' | 'conclude' | 'cleanup',
  { spec, arm, limit }: CommandSubject,
): Promise<void> {
  const line = spec[what]
  if (line === undefined) return
  const [program = '', ...args] = typeof line === 'string' ? shellLine(line, spec.shell) : line
  const end = await runToEnd({ program, args, folder: arm.cwd, env: arm.env, timeout: limit / 1e6 })
  if (!end.failed) return
  const late = end.isLate ? 'it took too long' : `it ended with ${end.exitCode ?? 'a signal'}`
  const why = end.missing ? `there is no program '${program}'` : late
  const stderr = end.all.slice(-policy.texts.stderr)
  const remedy = `Run it alone, in the folder of the command, and read what it prints.`
  throw new CommandFailed({ reason: 'threw', message: `its '${what}' failed: ${why}`, stderr, remedy })
}

/**
 * A run that did what it should.
 *
 * @param complaint what it wrote on stderr
 * @throws CommandFailed
 */
export function acceptCommandRun(
  end: RunEnd,
  { spec, limit, arm }: Pick<CommandSubject, 'spec' | 'limit' | 'arm'>,
  complaint: string,
): CommandRun {
  const tellOutput = complaint.trim() === '' ? {} : { stderr: complaint.slice(-policy.texts.stderr) }
  const fail = (failure: Failure) => new CommandFailed({ ...failure, ...tellOutput })
  if ('refused' in end) throw refusal(end, arm.args[0]!)
  if (end.late) {
    const message = `it did not end within ${formatQuantity(limit, 'ns')}`
    const remedy =
      "Give it more time: 'timeout' of the command (--timeout), or time.timeout of the configuration."
    throw fail({ reason: 'timed-out', message, remedy })
  }
  if (end.signal !== 0)
    throw fail({ reason: 'crashed', message: `it was ended by ${signalName(end.signal)}` })
  if (spec.exitCodes !== 'any' && !spec.exitCodes.includes(end.exit))
    throw fail({ reason: 'wrong-exit', message: `it ended with exit code ${end.exit}` })
  return end
}

function refusal({ refused, stage }: { refused: string; stage: string }, program: string): CommandFailed {
  if (stage !== 'exec') return notStarted(`its ${stage} cannot be opened: ${refused}`)
  return notStarted(
    `'${program.slice(0, 80)}' cannot be started: ${refused}`,
    'Name a program on PATH or in node_modules/.bin, or a path relative to its folder; the file must be executable.',
  )
}

function notStarted(message: string, remedy?: string): CommandFailed {
  return new CommandFailed({ reason: 'not-started', message, ...(remedy !== undefined && { remedy }) })
}

function shellLine(text: string, shell = '/bin/sh'): string[] {
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', text] : [shell, '-c', text]
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`
}
