import { lstatSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { attempt } from '../process/attempt.ts'
import { namesIn } from '../process/system-files.ts'
import { git } from './git.ts'

/**
 * Where git keeps what it knows of worktrees beside the main one, an entry for each; `undefined` outside git.
 * Source: gitrepository-layout(5), `worktrees/`.
 */
export async function worktreeEntries(root: string): Promise<string | undefined> {
  const { failed, stdout } = await git(root, ['rev-parse', '--git-common-dir'])
  return failed ? undefined : join(resolve(root, stdout.replace(/\r?\n$/u, '')), 'worktrees')
}

/** An entry of git's: its folder, and the worktree that it is about, where git has come to write that down. */
export type Entry = { readonly path: string; readonly name: string; readonly worktree: string | undefined }

export function readEntries(entries: string | undefined): Entry[] {
  if (entries === undefined) return []
  return namesIn(entries).map((name) => {
    const path = join(entries, name)
    const gitdir = attempt(() => readFileSync(join(path, 'gitdir'), 'utf8').trim())
    // Newer ones may be relative to the entry.
    return { path, name, worktree: gitdir ? dirname(resolve(path, gitdir)) : undefined }
  })
}

/**
 * Makes git forget one worktree, whose folder is gone.
 *
 * Note: `git worktree prune` reaches everybody's, those on a disk that is not mounted at the moment, too. `git worktree
 * remove` refuses one that was not laid out to its end. This works without git, while this process ends.
 */
export function forgetWorktree(entry: Entry): void {
  // A link is not git's, and nothing behind it is ours.
  if (!lstatSync(entry.path, { throwIfNoEntry: false })?.isDirectory()) return
  rmSync(entry.path, { recursive: true, force: true, maxRetries: 3 })
}

/** As git does: without entries there is no folder for them. Removes nothing that holds anything. */
export function removeIfEmpty(entries: string | undefined): void {
  if (entries !== undefined) attempt(() => rmdirSync(entries))
}
