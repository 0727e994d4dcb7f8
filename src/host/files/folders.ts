import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { attempt } from '../process/attempt.ts'

/**
 * Makes a folder, and those above it that are missing. Throws what the system says of the one that it refuses.
 *
 * Node's own `recursive` says ENOENT of a file system that is read-only, and never ends where a folder takes no other one,
 * as /proc does.
 */
export function makeFolder(path: string, mode?: number): void {
  const refused = makeOne(path, mode)
  if (refused === undefined) return
  const above = dirname(path)
  if (refused.code !== 'ENOENT' || kindOf(above) !== undefined) throw refused
  makeFolder(above, mode)
  const again = makeOne(path, mode)
  if (again !== undefined) throw again
}

/** What the system says where there is no such folder afterwards. */
function makeOne(path: string, mode: number | undefined): NodeJS.ErrnoException | undefined {
  try {
    mkdirSync(path, { mode })
    return undefined
  } catch (error) {
    const refused = error as NodeJS.ErrnoException
    // Of a link that leads nowhere it is said that nothing is there.
    if (refused.code === 'EEXIST') statSync(path)
    return kindOf(path) === 'folder' ? undefined : refused
  }
}

function kindOf(path: string): 'folder' | 'other' | undefined {
  return attempt(() => (statSync(path).isDirectory() ? 'folder' : 'other'))
}
