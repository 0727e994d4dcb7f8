import { stripVTControlCharacters } from 'node:util'
import { policy } from '../../model/config.ts'
import { markName, nextMark } from './guard.ts'
import { endLeftBehind } from './left-behind.ts'
import { endRest, heldGroups, holdGroup, ownGroup, signalGroup } from './process-group.ts'

/** A program of others that is run to its end, without a shell. */
export type Program = {
  readonly program: string
  readonly args: readonly string[]
  readonly folder: string
  /** What is added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Uint8Array
  /** ms. */
  readonly timeout: number
  /** Bytes that it may print; one that prints more is ended. */
  readonly most?: number
}

/** How it ended. `all` is stdout and stderr as they came; `missing` when there is no such program. */
export type ProgramEnd = {
  readonly failed: boolean
  readonly missing: boolean
  /** `undefined` where a signal ended it, or it never began. */
  readonly exitCode: number | undefined
  readonly isLate: boolean
  readonly stdout: string
  readonly stderr: string
  readonly all: string
}

/**
 * Runs it in a process group of its own. When it takes too long, when the person asks to stop (`stopPrograms`), and when
 * this process ends, the group is ended with whatever it started. Never throws.
 */
export async function runToEnd(program: Program): Promise<ProgramEnd> {
  const { stdout, stderr, all, ...end } = await run(program, true)
  return { ...end, stdout: textOf(stdout), stderr: textOf(stderr), all: textOf(all) }
}

/** The same of what is no text, or too long for one. */
export async function runToBytes(
  program: Program,
): Promise<Omit<ProgramEnd, 'stdout' | 'all'> & { readonly stdout: Uint8Array }> {
  const { stdout, stderr, all: _, ...end } = await run(program, false)
  return { ...end, stdout, stderr: textOf(stderr) }
}

/** ms. */
const limit = 600_000

/**
 * Runs a program to its end, without a shell. Resolves with what went wrong, or with nothing when nothing did.
 */
export async function runProgram(
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<string | undefined> {
  const { failed, missing, all, isLate } = await runToEnd({ program, args, folder, timeout: limit })
  if (!failed) return undefined
  if (missing) return `there is no ${program}`
  return isLate ? 'it took too long' : lastWords(all)
}

/** What a program says last, within a sentence: not where npm keeps its log, nor the stack and version that Node ends with. */
function lastWords(printed: string): string {
  const lines = stripVTControlCharacters(printed)
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!)/u, '').trim())
  const telling = lines.filter(
    (line) => line !== '' && !/^at |^Node\.js v|[/\\]_logs[/\\]|complete log of this run/u.test(line),
  )
  const words = telling.slice(-3).join(' ') || 'it does not say why'
  return words.length > mostWords ? `…${words.slice(1 - mostWords)}` : words
}

/** Characters: a note of the terminal has room for them. */
const mostWords = 140

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()

async function run({ program, args, folder, env, input, timeout, most }: Program, all: boolean) {
  const { execa } = await import('execa')
  const mark = nextMark()
  const running = execa(program, [...args], {
    cwd: folder,
    // This process may be killed before it has told of the group; and who leaves the group keeps the mark.
    env: { ...env, [markName]: mark },
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    ...(most === undefined ? {} : { maxBuffer: most }),
    all,
    encoding: 'buffer',
    detached: ownGroup,
    stripFinalNewline: false,
    reject: false,
  })
  const release = holdGroup(running.pid, 'program')
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    stopGroup(running.pid)
  }, timeout)
  running.nodeChildProcess.once('exit', (exitCode) => {
    endRest(running.pid)
    // What was stopped in the middle may have left some in sessions of their own.
    if (exitCode !== 0) endLeftBehind(mark, running.pid ?? 0)
    // Who is in no group of ours any more may hold the pipes open: what it prints is not waited for.
    setTimeout(() => {
      for (const stream of [running.stdout, running.stderr]) stream?.destroy()
    }, policy.processes.pipes / 1e6).unref()
  })
  const { failed, code, exitCode, stdout, stderr, all: both } = await running
  clearTimeout(late)
  release()
  const none = new Uint8Array()
  return {
    failed: failed || isLate,
    missing: code === 'ENOENT',
    exitCode,
    isLate,
    stdout: stdout ?? none,
    stderr: stderr ?? none,
    all: both ?? none,
  }
}

/** Asks every program that runs to end, and makes those that do not. */
export function stopPrograms(): void {
  for (const leader of heldGroups('program')) stopGroup(leader)
}

/** One that is asked can take back what it has begun, as git does with half a worktree. */
function stopGroup(leader: number | undefined): void {
  signalGroup(leader, 'SIGTERM')
  const made = () => {
    // Its number may be another one's by now.
    if (heldGroups('program').includes(leader ?? 0)) signalGroup(leader, 'SIGKILL')
  }
  setTimeout(made, policy.processes.grace / 1e6).unref()
}
