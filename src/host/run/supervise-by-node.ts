import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { holdGroup, ownGroup, signalGroup } from '../process/process-group.ts'
import { limitTime } from '../process/time-limit.ts'
import type { Arm, Supervisor } from './supervisor.ts'
import type { RunEnd } from './supervisor-answers.ts'
import type { Hearer } from './supervisor-ears.ts'

/**
 * The last resort, where there is neither perl nor python3 (Windows, the smallest images): Node starts commands itself. It is
 * told when one has ended, and nothing of what that has used.
 */
export function superviseByNode(): Supervisor {
  const arms = new Map<string, Arm>()
  let hearer: Hearer | undefined
  let complaint = ''
  return {
    facts: { program: 'node' },
    canSlice: false,
    define: (name, arm) => arms.set(name, arm),
    keepOn: () => {},
    follow: async () => ({
      end: { refused: 'only perl follows system calls', stage: 'follow' },
      ...{ calls: 0, written: 0, files: [] },
    }),
    evict: () => {},
    async run(name, { limit, grace }) {
      const { args, cwd, env, stdin, isHeard, output } = arms.get(name)!
      const [program = '', ...rest] = args
      const input = stdin === undefined ? 'ignore' : openSync(stdin, 'r')
      const file = isHeard || output === undefined ? undefined : openSync(output, 'w')
      const began = process.hrtime.bigint()
      const child = spawn(program, rest, {
        ...{ cwd, env, detached: ownGroup, windowsHide: true },
        stdio: [input, isHeard ? 'pipe' : (file ?? 'ignore'), 'pipe'],
      })
      for (const opened of [input, file]) if (typeof opened === 'number') closeSync(opened)
      const release = holdGroup(child.pid, 'child')
      for (const stream of ['stdout', 'stderr'] as const)
        (child[stream] as Readable | null)?.on('data', (chunk: Buffer) => {
          if (isHeard) hearer?.(stream, chunk)
          if (stream === 'stderr') complaint = (complaint + chunk.toString('utf8')).slice(-4_000)
        })
      let late = false
      let spared = () => {}
      const inTime = limitTime(limit, () => {
        late = true
        signalGroup(child.pid, 'SIGTERM')
        spared = limitTime(grace, () => signalGroup(child.pid, 'SIGKILL'))
      })
      const end = await new Promise<RunEnd>((resolve) => {
        child.once('error', (error) => resolve({ refused: error.message, stage: 'exec' }))
        child.once('exit', (code, signal) => {
          const wall = Number(process.hrtime.bigint() - began)
          const number = signal === null ? 0 : constants.signals[signal]
          resolve({
            wall,
            from: Number(began),
            exit: code ?? 0,
            signal: number,
            late,
            left: false,
            slices: 1,
          })
        })
      })
      inTime()
      spared()
      if (ownGroup) signalGroup(child.pid, 'SIGKILL')
      release()
      return end
    },
    slice: () => Promise.reject(new Error('commands take no turns here')),
    async hear(next) {
      // What has been printed is read when the event loop turns.
      await new Promise((resolve) => setTimeout(resolve, 10))
      hearer = next
    },
    complaint: () => complaint,
    hasEnded: () => false,
    close: async () => {},
  }
}
