import { expect, it } from 'vitest'
import { checkCommand } from '../../../src/host/run/command-agreement.ts'
import type { CommandRuns } from '../../../src/host/run/command-runs.ts'
import type { CommandSubject } from '../../../src/host/run/command-subject.ts'
import type { CommandRun } from '../../../src/model/command.ts'
import { runOf } from '../../core/kind/command/runs.ts'

const subject = { id: 'a', spec: {}, arm: { cwd: '/' } } as unknown as CommandSubject

async function check(first: Partial<CommandRun>) {
  let timed = 0
  const runs = {
    hearOnce: async () => ({ run: runOf(first), output: { digest: '', unwritten: [] } }),
    runOnce: async () => {
      timed++
      return runOf({ wall: 100e6 })
    },
  } as unknown as CommandRuns
  const known = new Map()
  const { run } = await checkCommand({ known, runs }, subject)
  expect(known.size).toBe(1)
  return { timed, wall: run.wall }
}

it('takes a second run for what a run is like, where the first one read from a disk', async () => {
  expect(await check({ wall: 900e6, read: 1e6 })).toEqual({ timed: 1, wall: 100e6 })
  expect(await check({ wall: 900e6, major: 3 })).toEqual({ timed: 1, wall: 100e6 })
  expect(await check({ wall: 110e6, read: 0, major: 0 })).toEqual({ timed: 0, wall: 110e6 })
})
