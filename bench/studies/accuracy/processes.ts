import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** The study's own processes, each in a group of its own, and none of which outlives it. */
const alive = new Set<ChildProcess>()
const windows = process.platform === 'win32'
const longest = 15 * 60e3

process.on('exit', () => {
  for (const child of alive) end(child)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

/** Runs Node with these arguments and returns what it prints. */
export function runProgram(args: readonly string[]): Promise<string> {
  const child = start(args, ['ignore', 'pipe', 'pipe'])
  const printed: Buffer[] = []
  let complaint = ''
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk))
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4000)
  })
  const timer = setTimeout(() => end(child), longest)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(Buffer.concat(printed).toString())
      else reject(new Error(`${args.join(' ')} ended with ${code ?? signal}: ${complaint}`))
    })
  })
}

/** Busy until they are ended, or until whoever started them is gone. */
const computing =
  'const parent = process.ppid; let x = 1; while (process.ppid === parent) for (let i = 0; i < 1e7; i++) x = (Math.imul(x, 48271) + i) | 0'
const allocating = `const parent = process.ppid; let kept = []; while (process.ppid === parent) for (let i = 0; i < 1e4; i++) {
    kept.push(JSON.parse('{"a":[1,2,3],"b":"text"}')); if (kept.length > 1e5) kept = [] }`

/** Does something while busy neighbours run: the second one allocates, all others compute. */
export async function underLoad<T>(work: () => Promise<T>, count = 2): Promise<T> {
  const started = Array.from({ length: count }, (_, index) =>
    start(['-e', index === 1 ? allocating : computing], ['ignore', 'ignore', 'ignore']),
  )
  try {
    await sleep(1000)
    return await work()
  } finally {
    for (const child of started) end(child)
  }
}

function start(args: readonly string[], stdio: ('ignore' | 'pipe')[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio, detached: !windows })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  return child
}

function end(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (windows) child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nobody is left in the group.
  }
}
