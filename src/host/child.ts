import { type ChildProcess, spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

/** How a child ended, or that it had to be ended. */
export type Ending = {
  readonly exitCode: number | null
  readonly signal: string | null
  /** The last part of what it wrote on stderr, without terminal escapes. */
  readonly stderr: string
  /** Bytes printed on stdout and stderr. */
  readonly printed: number
}

/** A worker process in a process group of its own, which dies with us, whatever it started itself. */
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

/** What to start, and where; flags for Node, and what is added to the environment. */
export type Start = {
  readonly program: 'measure' | 'load'
  readonly root: string
  readonly flags?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

const stderrTail = 4_000
const alive = new Set<ChildProcess>()
let guarded = false

/**
 * Starts a worker program; `onMessage` is called with whatever it sends, unparsed.
 *
 * Note: execa was tried here. It costs 65 ms of CPU to load and more per spawn, and nothing that it adds to
 * `spawn` is needed: the channel is Node's own, and the group is ended by its number.
 */
export function startChild(
  { program, root, flags = [], env = {} }: Start,
  onMessage: (message: unknown) => void,
): Child {
  guard()
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const file = fileURLToPath(new URL(`../worker/${program}.${extension}`, import.meta.url))
  const child = spawn(process.execPath, [...flags, file], {
    cwd: root,
    env: { ...process.env, ...(program === 'load' ? compileCache() : {}), ...env },
    detached: !windows,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  alive.add(child)

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

  let over = false
  const { promise: ended, resolve } = Promise.withResolvers<Ending>()
  const finish = (exitCode: number | null, signal: string | null) => {
    over = true
    endGroup(child)
    alive.delete(child)
    resolve({ exitCode, signal, stderr: stripVTControlCharacters(stderr).trim(), printed })
  }
  // Not 'close': a process that the child left behind may hold its pipes open.
  child.once('exit', (exitCode, signal) => setImmediate(finish, exitCode, signal))
  if (child.pid === undefined) setImmediate(finish, null, null)
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => {})
    },
    end: () => {
      endGroup(child)
      return ended
    },
    ended,
    hasEnded: () => over,
  }
}

/** Ends every child that is still there, and whatever it started. */
export function endChildren(): void {
  for (const child of alive) endGroup(child)
}

/**
 * Loading user files to list them may use what was compiled before. A measured process may not: the cache would
 * reach what its benchmark imports, too.
 */
function compileCache(): NodeJS.ProcessEnv {
  const folder = getCompileCacheDir()
  return folder === undefined || process.env.NODE_COMPILE_CACHE ? {} : { NODE_COMPILE_CACHE: folder }
}

const windows = process.platform === 'win32'

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (windows) child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}

/** Whatever ends this process ends the children first. */
function guard(): void {
  if (guarded) return
  guarded = true
  process.on('exit', endChildren)
}
