import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guardFolder } from './guard.ts'

const made = new Set<string>()
let isGuarded = false

/** A new folder outside the project. It goes away with `remove`, with this process, and when that is killed. */
export async function makeTemporaryFolder(): Promise<{ folder: string; remove: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-'))
  made.add(folder)
  const dismiss = guardFolder(folder)
  if (!isGuarded) process.on('exit', () => made.forEach(removeFolder))
  isGuarded = true
  const remove = () => {
    removeFolder(folder)
    made.delete(folder)
    dismiss()
  }
  return { folder, remove }
}

/** Links in it are removed, not followed. */
function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
