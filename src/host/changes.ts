import { existsSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { git, repositoryOf, resolveCommit } from './git.ts'
import { lockFileIn } from './install.ts'

/** How the working tree differs from a revision; paths are relative to the top of the repository. */
export type Changes = {
  readonly commit: string
  readonly top: string
  /** Files of either that are not equal in both. */
  readonly changed: ReadonlySet<string>
  /** Files of the working tree that git knows. */
  readonly tracked: ReadonlySet<string>
  /** Whether both ask for the same dependencies, file by file. */
  readonly sameDependencies: boolean
}

/** Listing the files of a large repository takes longer than asking git something. ms. */
const limit = 60_000

/**
 * @throws AssayError `no-git`, `no-revision`
 */
export async function readChanges(root: string, ref: string): Promise<Changes> {
  const { top } = await repositoryOf(root)
  const commit = await resolveCommit(root, ref)
  const list = async (...args: string[]) => {
    const { failed, stdout } = await git(top, args, limit)
    return failed ? undefined : stdout.split('\0').filter((path) => path !== '')
  }
  const [changed, tracked] = await Promise.all([
    list('diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', commit, '--'),
    list('ls-files', '-z'),
  ])
  const different = new Set(changed ?? tracked ?? [])
  const lock = lockFileIn(root, top)
  const asked = [
    resolve(root, 'package.json'),
    resolve(top, 'package.json'),
    ...(lock === undefined ? [] : [lock]),
  ]
  return {
    commit,
    top,
    changed: different,
    tracked: new Set(tracked ?? []),
    sameDependencies: changed !== undefined && asked.every((file) => !different.has(nameOf(top, file))),
  }
}

/**
 * Whether whatever was touched is the same in both revisions. Files that git does not know (built ones, for
 * instance) are not known to be. Installed dependencies are left out: see `sameDependencies`.
 */
export function areUntouched(touched: readonly string[], { top, changed, tracked }: Changes): boolean {
  return touched.every((path) => {
    const name = nameOf(top, path)
    if (name === '..' || name.startsWith('../') || /(?:^|\/)(?:node_modules|\.git)(?:\/|$)/u.test(name))
      return true
    if (changed.has(name)) return false
    if (!existsSync(path)) return true
    return statSync(path).isDirectory() ? !holdsChanges(name, changed) : tracked.has(name)
  })
}

function holdsChanges(folder: string, changed: ReadonlySet<string>): boolean {
  for (const name of changed) if (folder === '' || name.startsWith(`${folder}/`)) return true
  return false
}

function nameOf(top: string, path: string): string {
  return relative(top, path).split(sep).join('/')
}
