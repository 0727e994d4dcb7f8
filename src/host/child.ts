import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** How a child ended, or that it had to be ended. */
export type Ending = {
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  /** The last part of what it wrote on stderr, control characters removed. */
  readonly stderr: string
  readonly printed: number
}

/** A worker process in a process group of its own, which dies with us, whatever it started itself. */
export type Child = {
  readonly send: (message: unknown) => void
  /** Ends the child and everything in its group, and waits until it is gone. */
  readonly end: () => Promise<Ending>
  /** Resolves when the child has ended, by itself or not. Never rejects. */
  readonly ended: Promise<Ending>
  readonly hasEnded: () => boolean
}

const options = {
  ipc: true,
  serialization: 'advanced',
  stdin: 'ignore',
  stdout: 'pipe',
  stderr: 'pipe',
  buffer: false,
  reject: false,
  cleanup: false,
} as const

const stderrTail = 4_000
const alive = new Set<number>()
let guarded = false

/** Starts a worker program; `onMessage` is called with whatever it sends, unparsed. */
export function startChild(
  program: 'measure' | 'load',
  root: string,
  onMessage: (message: unknown) => void,
): Child {
  guard()
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const file = fileURLToPath(new URL(`../worker/${program}.${extension}`, import.meta.url))
  const detached = process.platform !== 'win32'
  const subprocess = execa(process.execPath, [file], { ...options, cwd: root, detached })
  const { pid } = subprocess
  if (pid !== undefined) alive.add(pid)

  let printed = 0
  let stderr = ''
  subprocess.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.length
  })
  subprocess.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.length
    stderr = (stderr + chunk.subarray(-stderrTail).toString('utf8')).slice(-stderrTail)
  })
  const channel = subprocess.nodeChildProcess
  channel.on('message', onMessage)
  let over = false
  const ended = subprocess.then(({ exitCode, signal }) => {
    over = true
    if (pid !== undefined) killGroup(pid)
    if (pid !== undefined) alive.delete(pid)
    return { exitCode, signal, stderr: printable(stderr), printed }
  })
  return {
    send: (message) => {
      // A child that is gone already is told by `ended`; there is nobody left to send to.
      if (channel.connected) channel.send(message as object, () => {})
    },
    end: () => {
      if (pid !== undefined) killGroup(pid)
      return ended
    },
    ended,
    hasEnded: () => over,
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}

/** Ends every child that is still there, and whatever it started. */
export function endChildren(): void {
  for (const pid of alive) killGroup(pid)
}

/** Whatever ends this process ends the children first. */
function guard(): void {
  if (guarded) return
  guarded = true
  process.on('exit', endChildren)
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go.
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/gu, '').trim()
}
