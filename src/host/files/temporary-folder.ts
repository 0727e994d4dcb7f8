import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guardFolder } from '../process/guard.ts'
import { keepUntilReleased, release } from './temporary.ts'

/** A new folder outside the project. It goes away with `remove`, with this process, and when that is killed. */
export async function makeTemporaryFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'))
  keepUntilReleased(folder)
  const dismiss = guardFolder(folder)
  const remove = () => {
    // Links in it are removed, not followed.
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    release(folder)
    dismiss()
  }
  return { folder, remove }
}
