import { existsSync, lstatSync, renameSync } from 'node:fs'
import { copyFile, link, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { ownedByRuns, ownFormatsFolder } from '../../core/report/report-files.ts'
import type { Rendered } from '../../model/rendered.ts'
import { isTaken, realPathOf, resolveInside, writeFileAtomically, writeToDisk } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { withLock } from '../files/lock.ts'
import { withAdvice } from '../files/system-error.ts'
import { findReplaced, nameReplaced, release, temporaryBeside } from '../files/temporary.ts'

/** Said where permission is missing. */
export const elsewhere = 'Reports can go elsewhere: set `reports.dir`.'

/**
 * Puts a set of files in the place of what a folder holds, as a whole: they are written beside it, and the folders change names.
 * Nobody sees files of two sets beside each other, whoever else writes there at the same time. Of what was there, files in
 * `owned` go, and everything else stays.
 *
 * Where a folder cannot be renamed (something is mounted on it, or Windows has a file of it open), file by file.
 *
 * @throws AssayError `not-writable`, `busy`
 */
export async function replaceFolder(
  folder: string,
  files: readonly Rendered[],
  owned: readonly string[],
): Promise<void> {
  await underLock(folder, async (target) => {
    const fresh = temporaryBeside(target)
    try {
      await restoreReplaced(target)
      await writeSet(fresh, files, target)
      await carryMissing(target, fresh, owned)
      if (!swap(fresh, target)) await replaceFiles(target, files, owned)
      await restoreReplaced(target)
    } finally {
      await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
      release(fresh)
    }
  })
}

/**
 * Puts back what a process that was killed in the middle of `replaceFolder` has left beside the folder. Takes the folder's lock
 * in any case, so that whether it can be had is known before anything is measured.
 *
 * @throws AssayError `not-writable`, `busy`
 */
export async function restoreFolder(folder: string): Promise<void> {
  await underLock(folder, restoreReplaced)
}

/** Does something to a folder, or to the one that a link of this name leads to: that is replaced, and not the link. */
async function underLock(folder: string, act: (target: string) => Promise<void>): Promise<void> {
  const target = realPathOf(folder)
  await withLock(target, () => act(target)).catch((error) => {
    throw withAdvice(error, folder, elsewhere)
  })
}

/** Writes files into a new folder. A folder of a file's name is told of `target`, where it stands in the way. */
export async function writeSet(fresh: string, files: readonly Rendered[], target: string): Promise<void> {
  makeFolder(fresh)
  for (const { path, text } of files) {
    if (lstatSync(join(target, path), { throwIfNoEntry: false })?.isDirectory()) {
      throw Object.assign(new Error(`EISDIR: ${path}`), { code: 'EISDIR' })
    }
    const file = resolveInside(fresh, path)
    makeFolder(dirname(file))
    await writeToDisk(file, text)
  }
}

/** Renames the folders; what was there has another name afterwards, for `restoreReplaced`. Returns whether they could be. */
function swap(fresh: string, target: string): boolean {
  const old = nameReplaced(target)
  try {
    if (existsSync(target)) renameSync(target, old)
    renameSync(fresh, target)
    return true
  } catch (error) {
    if (existsSync(old) && !existsSync(target)) renameSync(old, target)
    if (/^(?:EBUSY|EXDEV|EPERM|EACCES)$/u.test((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/**
 * Under the lock of `target`: of what had this name and was replaced, the newest has it again where nobody has. Otherwise what
 * people have put there since it was looked at goes to where the rest is, and it is removed.
 */
async function restoreReplaced(target: string): Promise<void> {
  for (const old of findReplaced(target)) {
    if (!isTaken(target)) {
      await rename(old, target)
      continue
    }
    try {
      await carryMissing(old, target, ownedByRuns)
      await rm(old, { recursive: true, force: true })
    } catch {
      // What others put there and nobody may move or remove: it stays, and the next one that writes here tries again.
    }
  }
}

async function replaceFiles(target: string, files: readonly Rendered[], owned: readonly string[]) {
  for (const { path, text } of files) await writeFileAtomically(resolveInside(target, path), text)
  const written = new Set(files.map(({ path }) => path))
  for (const { path, isFolder } of await entriesOf(target)) {
    if (!isFolder && !written.has(path) && isOwned(path, owned)) await rm(join(target, path), { force: true })
  }
}

/** Gives one folder what another one has and it has not, but for what is owned. Links stay links; empty folders go along. */
async function carryMissing(from: string, to: string, owned: readonly string[]): Promise<void> {
  for (const { path, isFolder } of await entriesOf(from)) {
    const target = join(to, path)
    if (isOwned(path, owned, isFolder) || isTaken(target)) continue
    if (isFolder) makeFolder(target)
    else await carry(join(from, path), target)
  }
}

/**
 * What an earlier report has left: its main files by name; in its folders other folders, and files of which reports are made.
 * Files of a project's own formats and collectors may be called anything; the latter lie in a folder of each benchmark's.
 */
function isOwned(path: string, owned: readonly string[], isFolder = false): boolean {
  const [first = '', ...rest] = path.split('/')
  return (
    owned.includes(first) &&
    (isFolder || rest.length === 0 || first === ownFormatsFolder || rest.length > 2 || made.test(path))
  )
}

/** Files that reports are made of. */
const made = /\.(?:svg|html|txt|cpuprofile)$/u

type Place = { readonly path: string; readonly isFolder: boolean }

/** Everything in a folder, links among it, by path. */
async function entriesOf(folder: string): Promise<Place[]> {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.map((entry) => ({
    path: relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'),
    isFolder: entry.isDirectory(),
  }))
}

/** The same file under another name, where the file system has such; a link as a link. */
async function carry(from: string, to: string): Promise<void> {
  makeFolder(dirname(to))
  const stats = lstatSync(from)
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to)
  await link(from, to).catch((error: unknown) => {
    // To copy a pipe is to wait for whoever writes into it.
    if (!stats.isFile()) throw error
    return copyFile(from, to)
  })
}
