import { makeTemporaryFolder } from '../files/temporary.ts'
import { type CommandRuns, openRuns } from './command-runs.ts'
import { type Supervisor, startSupervisor } from './supervisor.ts'

/** With what a step of programs is carried out. */
export type SupervisedPlace = {
  readonly root: string
  readonly supervisor: Supervisor
  readonly runs: CommandRuns
  /** A folder that is gone afterwards. */
  readonly scratch: string
  /** ns since it began. */
  readonly wall: () => number
}

/**
 * Carries steps out with one supervisor, which takes as long to start as some commands run, and with a folder of its own each.
 * One after the other: two that ran at the same time would have each other as neighbours.
 */
export function keepSupervisor(root: string) {
  let kept: Promise<Supervisor> | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function act<T>(body: (place: SupervisedPlace) => Promise<T>): Promise<T> {
    const began = process.hrtime.bigint()
    const wall = () => Number(process.hrtime.bigint() - began)
    if ((await kept)?.hasEnded()) kept = undefined
    kept ??= startSupervisor(root)
    const supervisor = await kept
    const temporary = await makeTemporaryFolder()
    try {
      return await body({ root, supervisor, runs: openRuns(supervisor), scratch: temporary.folder, wall })
    } finally {
      await temporary.remove()
    }
  }

  return {
    supervise<T>(body: (place: SupervisedPlace) => Promise<T>): Promise<T> {
      const next = last.then(() => act(body))
      last = next.catch(() => {})
      return next
    },
    close: async () => (await kept)?.close(),
  }
}
