import { type ChildProcess, spawn } from 'node:child_process'
import { loadavg } from 'node:os'

/** Whoever started it may be killed: then it ends, too. */
const allocates = `while (process.ppid === ${process.pid}) { const kept = []; for (let i = 0; i < 1e5; i++) kept.push({ i }) }`

/** Processes that compute and allocate until they are stopped, or for an hour. */
export function startNeighbours(count: number) {
  const started: ChildProcess[] = []
  for (let left = count; left > 0; left--)
    started.push(spawn(process.execPath, ['-e', allocates], { stdio: 'ignore', timeout: 3_600_000 }))
  const stop = () => {
    for (const one of started) one.kill('SIGKILL')
  }
  return { stop }
}

/** Of the last minute. */
export const loadNow = () => Math.round(loadavg()[0]! * 10) / 10
