import { policy } from '../model/config.ts'
import { markName, nextMark } from './guard.ts'
import { endLeftBehind } from './left-behind.ts'
import { heldGroups, holdGroup, ownGroup, signalGroup } from './process-group.ts'

/** A program of others that is run to its end, without a shell. */
export type Program = {
  readonly program: string
  readonly args: readonly string[]
  readonly folder: string
  /** What is added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** ms. */
  readonly timeout: number
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
export async function runToEnd({ program, args, folder, env, timeout }: Program): Promise<ProgramEnd> {
  const { execa } = await import('execa')
  const mark = nextMark()
  const running = execa(program, [...args], {
    cwd: folder,
    // This process may be killed before it has told of the group; and who leaves the group keeps the mark.
    env: { ...env, [markName]: mark },
    stdin: 'ignore',
    all: true,
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
    signalGroup(running.pid, 'SIGKILL')
    // What was stopped in the middle may have left some in sessions of their own.
    if (exitCode !== 0) endLeftBehind(mark, running.pid ?? 0)
    // Who is in no group of ours any more may hold the pipes open: what it prints is not waited for.
    setTimeout(() => {
      for (const stream of [running.stdout, running.stderr]) stream?.destroy()
    }, policy.processes.pipes / 1e6).unref()
  })
  const { failed, code, exitCode, stdout, stderr, all } = await running
  clearTimeout(late)
  release()
  return {
    failed: failed || isLate,
    missing: code === 'ENOENT',
    exitCode,
    isLate,
    stdout,
    stderr,
    all: all ?? '',
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
