import { existsSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasGone, writer } from '../files/owner.ts'
import { attempt } from '../process/attempt.ts'
import { controlGroupOf } from '../process/cgroup.ts'
import { namesIn, type SystemFiles, systemFiles } from '../process/system-files.ts'

const ours = /^assay-([0-9a-f]{8}-[1-9][0-9]*)-\d+$/u
const open = new Set<string>()
let made = 0

/**
 * A path for a new control group (version 2) in the one of this process, which is made only where that one has been delegated, and gone with this process;
 * `undefined` where there is none. Those that killed processes of Assay have left are removed.
 */
export function nameControlGroup(files: SystemFiles = systemFiles): string | undefined {
  const parent = controlGroupOf(files)
  if (parent === undefined) return undefined
  for (const name of namesIn(parent)) {
    const [, owner] = ours.exec(name) ?? []
    if (owner !== undefined && hasGone(owner)) remove(join(parent, name))
  }
  if (made === 0)
    process.on('exit', () => {
      for (const path of open) remove(path)
    })
  const path = join(parent, `assay-${writer}-${made++}`)
  open.add(path)
  return path
}

/** Ends what is in it, and removes it with those in it. What is not gone in a moment is removed by whoever comes next. */
export async function removeControlGroup(path: string): Promise<void> {
  for (let wait = 1; existsSync(path) && wait < 200; wait *= 2) {
    remove(path)
    if (existsSync(path)) await sleep(wait)
  }
  if (!existsSync(path)) open.delete(path)
}

/** The kernel's own files in it are no obstacle. */
function remove(path: string): void {
  attempt(() => writeFileSync(join(path, 'cgroup.kill'), '1', { flag: 'r+' }))
  for (const name of namesIn(path)) if (/^\d+$/u.test(name)) attempt(() => rmdirSync(join(path, name)))
  attempt(() => rmdirSync(path))
}
