import { makeTemporaryFolder } from '../files/temporary.ts'
import { type Supervisor, startSupervisor } from './supervisor.ts'

/** With what a step of programs is carried out. */
export type SupervisedPlace = {
  readonly root: string
  readonly supervisor: Supervisor
  /** A folder that is gone afterwards. */
  readonly scratch: string
  /** ns since it began. */
  readonly wall: () => number
}

/** Carries something out with a supervisor and a folder of its own. */
export async function supervise<T>(root: string, body: (place: SupervisedPlace) => Promise<T>): Promise<T> {
  const supervisor = await startSupervisor(root)
  const temporary = await makeTemporaryFolder()
  const began = process.hrtime.bigint()
  const wall = () => Number(process.hrtime.bigint() - began)
  try {
    return await body({ root, supervisor, scratch: temporary.folder, wall })
  } finally {
    await supervisor.close()
    await temporary.remove()
  }
}
