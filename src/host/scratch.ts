import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gitEnvironment } from './git.ts'

/** A place for what is laid out beside the working tree. Nothing is there yet. */
export type Scratch = {
  readonly folder: string
  /** Another name of it: the same files load once more, as other modules. */
  readonly again: string
  readonly remove: () => void
}

const place = join('.assay', 'worktrees')
const open = new Map<string, () => void>()
let guarded = false

/**
 * A place below `.assay/worktrees` of the project, under a name of its own, so that runs beside each other do not
 * meet. It goes away with `remove`, with this process, and, after a crash, when the next one is made.
 */
export async function makeScratch(root: string): Promise<Scratch> {
  sweep(root)
  const folder = join(root, place, `${process.pid}-${randomBytes(4).toString('hex')}`)
  const again = `${folder}-again`
  await mkdir(join(root, place), { recursive: true })
  const remove = () => {
    open.delete(folder)
    removeFrom(root, folder)
  }
  guard(folder, remove)
  await symlink(folder, again, 'junction')
  return { folder, again, remove }
}

/** Removes what a process left behind that did not come to its end. */
function sweep(root: string): void {
  if (!existsSync(join(root, place))) return
  for (const name of readdirSync(join(root, place))) {
    const pid = Number(/^([0-9]+)-/u.exec(name)?.[1])
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) removeFrom(root, join(root, place, name))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whatever ends this process takes its places with it. Synchronous, because it must work when it exits. */
function guard(folder: string, remove: () => void): void {
  open.set(folder, remove)
  if (guarded) return
  guarded = true
  process.on('exit', () => {
    for (const remove of open.values()) remove()
  })
}

/** Links are removed, not followed. A worktree is forgotten by git, too, which need not be there otherwise. */
function removeFrom(root: string, folder: string): void {
  const isWorktree = existsSync(join(folder, '.git'))
  for (const path of [`${folder}-again`, folder])
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
  if (!isWorktree) return
  spawnSync('git', ['-C', root, 'worktree', 'prune'], {
    env: { ...process.env, ...gitEnvironment },
    stdio: 'ignore',
    timeout: 10_000,
  })
}
