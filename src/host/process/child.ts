import { spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import { policy } from '../../model/config.ts'
import { ownFile } from '../own-files.ts'
import { memoryKills } from './cgroup.ts'
import { markName, nextMark } from './guard.ts'
import { endLeftBehind } from './left-behind.ts'
import { endGroups, endRest, holdGroup, ownGroup, signalGroup } from './process-group.ts'
import { systemFiles } from './system-files.ts'
import { limitTime, waitAtMost } from './time-limit.ts'

/** How a child ended, or that it had to be ended. */
export type Ending = {
  readonly exitCode: number | null
  readonly signal: string | null
  /** The last part of what it wrote on stderr, without terminal escapes. */
  readonly stderr: string
  readonly printed: number
  readonly byUs: boolean
  /** Whether it closed its channel to us while it lived: nothing that it says can be heard then. */
  readonly closedChannel: boolean
  /** Whether the system has killed a process for want of memory since the child was started; absent where it does not count. */
  readonly starved?: boolean
  /** Processes that it had started and left in sessions of their own, which were ended, too. */
  readonly leftBehind: number
}

/** A worker process in a process group of its own, which dies with us, whatever it started itself (`guard`). */
export type Child = {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined
  readonly send: (message: unknown) => void
  /** Ends the child and everything in its group, and waits until it is gone. */
  readonly end: () => Promise<Ending>
  /** Resolves when the child has ended, by itself or not. Never rejects. */
  readonly ended: Promise<Ending>
  readonly hasEnded: () => boolean
}

/** What runs a program that is not run by Node as Assay is: its file, and what stands in front of the program. */
export type Executable = {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What to start, and where; flags for Node, or by what else; and what is added to the environment. */
export type Start = {
  readonly program: 'measure' | 'examine' | 'load' | 'serve-vitest' | 'extend' | 'generate'
  readonly root: string
  readonly flags?: readonly string[]
  readonly executable?: Executable | undefined
  readonly env?: NodeJS.ProcessEnv
}

const stderrTail = 4_000
/**
 * A child that has closed its channel may be on its way out, and one that has ended has said things that are not read yet;
 * how long to wait for the one or the other, ns.
 */
const leaving = 1e9
/** The code and the line that a child ends with whose channel was closed by its own code; see `worker/load/unheard.ts`. */
const unheard = { code: 76, line: 'assay: the channel is closed' }

/**
 * Starts a worker program; `onMessage` is called with whatever it sends, unparsed.
 *
 * Note: execa was tried here. It costs 65 ms of CPU to load and more per spawn, and nothing that it adds to
 * `spawn` is needed: the channel is Node's own, and the group is ended by its number.
 */
export function startChild(
  { program, root, flags = [], executable, env = {} }: Start,
  onMessage: (message: unknown) => void,
): Child {
  const mark = nextMark()
  const starvedBefore = countStarved()
  const { file, args } = executable ?? { file: process.execPath, args: flags }
  const child = spawn(file, [...args, ownFile(`worker/${program}`)], {
    cwd: root,
    env: {
      ...process.env,
      ...(program === 'load' ? compileCache() : {}),
      ...executable?.env,
      ...env,
      [markName]: mark,
    },
    detached: ownGroup,
    // V8's own format is another one in each of its versions, and no other engine has it.
    serialization: executable ? 'json' : 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  // Before it is told what to load: nothing of anybody's runs in it that could keep it from ending by itself.
  const release = holdGroup(child.pid, 'child')

  let printed = 0
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.length
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk.length
    stderr = (stderr + chunk.subarray(-stderrTail).toString('utf8')).slice(-stderrTail)
  })
  child.on('message', onMessage)
  // Sending to a child that has just gone fails here, too; how it ended is told by its end.
  child.on('error', (error) => {
    stderr += error.message
  })

  let [over, byUs, closedChannel] = [false, false, false]
  const endNow = () => {
    if (!over) byUs = true
    signalGroup(child.pid, 'SIGKILL')
  }
  const { promise: silent, resolve: fallSilent } = Promise.withResolvers<void>()
  let giveTime = () => {}
  child.once('disconnect', () => {
    fallSilent()
    if (over) return
    giveTime = limitTime(leaving, () => {
      if (over) return
      closedChannel = !byUs
      endNow()
    })
  })
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  child.once('close', () => close())
  const { promise: ended, resolve } = Promise.withResolvers<Ending>()
  const finish = async (exitCode: number | null, signal: string | null) => {
    over = true
    giveTime()
    endRest(child.pid)
    const leftBehind = endLeftBehind(mark, child.pid ?? 0)
    release()
    // Its end may be told before what it said last: whoever hears that one child has ended asks about all of them.
    if (child.connected) await waitAtMost(leaving, silent)
    // Whoever escaped may hold its pipes for long, which would keep this process from ending, too.
    await waitAtMost(policy.processes.pipes, closed)
    for (const stream of [child.stdout, child.stderr]) stream?.destroy()
    if (child.connected) child.disconnect()
    const hasClosed = exitCode === unheard.code && stderr.includes(unheard.line)
    if (hasClosed) stderr = stderr.replace(unheard.line, '')
    resolve({
      exitCode,
      signal,
      stderr: stripVTControlCharacters(stderr).trim(),
      printed,
      byUs: byUs && isOfKill(process.platform, exitCode, signal),
      closedChannel: closedChannel || hasClosed,
      ...(starvedBefore === undefined ? {} : { starved: (countStarved() ?? 0) > starvedBefore }),
      leftBehind,
    })
  }
  // Not 'close': a process that the child left behind may hold its pipes open.
  child.once('exit', finish)
  if (child.pid === undefined) setImmediate(finish, null, null)
  else if (isStopped) endNow()
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => {})
    },
    end: () => {
      endNow()
      return ended
    },
    ended,
    hasEnded: () => over,
  }
}

/** Whether this may be the end of a process that was killed: where there are no signals, it ends with code 1. */
export function isOfKill(platform: NodeJS.Platform, exitCode: number | null, signal: string | null): boolean {
  return signal === 'SIGKILL' || (platform === 'win32' && signal === null && exitCode === 1)
}

/** Processes that the system has killed for want of memory so far; `undefined` where it does not count them. */
function countStarved(): number | undefined {
  return process.platform === 'linux' ? memoryKills(systemFiles) : undefined
}

let isStopped = false

/** Ends every child that is still there, and whatever it started; and each that is started from now on, as soon as it is. */
export function endChildren(): void {
  isStopped = true
  endGroups('child')
}

/** Lets children live again: those of the next command in this process. */
export function allowChildren(): void {
  isStopped = false
}

/**
 * Loading user files to list them may use what was compiled before. A measured process may not: the cache would
 * reach what its benchmark imports, too.
 */
function compileCache(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir()
  return folder === undefined || process.env.NODE_COMPILE_CACHE ? {} : { NODE_COMPILE_CACHE: folder }
}
