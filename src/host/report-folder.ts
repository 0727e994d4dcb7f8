import { existsSync, lstatSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import type { Rendered } from '../model/rendered.ts'
import { inside, writeFileAtomically, writeToDisk } from './files.ts'
import { withLock } from './lock.ts'
import { withAdvice } from './system-error.ts'
import { release, temporaryBeside } from './temporary.ts'

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
  const target = realOf(folder)
  await withLock(target, async () => {
    const fresh = temporaryBeside(target)
    try {
      await writeSet(fresh, files, target)
      const kept = await keptOf(target, owned, files)
      for (const path of kept) await carry(join(target, path), join(fresh, path))
      if (swap(fresh, target)) return
      for (const { path, text } of files) await writeFileAtomically(inside(target, path), text)
      await removeOthers(target, new Set([...kept, ...files.map(({ path }) => path)]), owned)
    } catch (error) {
      throw withAdvice(error, folder, elsewhere)
    } finally {
      await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
      release(fresh)
    }
  })
}

/** Writes files into a new folder. A folder of a file's name is told of `target`, where it stands in the way. */
export async function writeSet(fresh: string, files: readonly Rendered[], target: string): Promise<void> {
  await mkdir(fresh, { recursive: true })
  for (const { path, text } of files) {
    if (lstatSync(join(target, path), { throwIfNoEntry: false })?.isDirectory()) {
      throw Object.assign(new Error(`EISDIR: ${path}`), { code: 'EISDIR' })
    }
    const file = inside(fresh, path)
    await mkdir(dirname(file), { recursive: true })
    await writeToDisk(file, text)
  }
}

/** Paths of what stays: files that reports have nothing to do with. */
async function keptOf(
  target: string,
  owned: readonly string[],
  files: readonly Rendered[],
): Promise<string[]> {
  const written = new Set(files.map(({ path }) => path))
  return (await entriesOf(target)).filter((path) => !written.has(path) && !isOwned(path, owned))
}

/** What an earlier report has left: its main files by name, and in its folders what reports are made of. */
function isOwned(path: string, owned: readonly string[]): boolean {
  const [first = '', ...rest] = path.split('/')
  return owned.includes(first) && (rest.length === 0 || made.test(path))
}

/** Files that reports are made of. */
const made = /\.(?:svg|html|txt|cpuprofile)$/u

/** Everything in a folder that is none itself, links among it, by path. */
async function entriesOf(folder: string): Promise<string[]> {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

/** The same file under another name, where the file system has such; a link as a link. */
async function carry(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  if (lstatSync(from).isSymbolicLink()) return symlink(await readlink(from), to)
  await link(from, to).catch(() => copyFile(from, to))
}

/**
 * Whether the folders could change names. What was there is put back if not. In one go: a process that is told to end in between
 * would leave neither.
 */
function swap(fresh: string, target: string): boolean {
  const old = temporaryBeside(target)
  try {
    if (existsSync(target)) renameSync(target, old)
    try {
      renameSync(fresh, target)
    } catch (error) {
      if (existsSync(old)) renameSync(old, target)
      throw error
    }
  } catch (error) {
    release(old)
    if (/^(?:EBUSY|EXDEV|EPERM|EACCES)$/u.test((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
  try {
    rmSync(old, { recursive: true, force: true })
  } catch {
    // What others put there and nobody may remove: the next one that writes here tries again.
  }
  release(old)
  return true
}

async function removeOthers(
  target: string,
  stays: ReadonlySet<string>,
  owned: readonly string[],
): Promise<void> {
  for (const path of await entriesOf(target)) {
    if (!stays.has(path) && isOwned(path, owned)) await rm(join(target, path), { force: true })
  }
}

/** The folder that a link leads to is replaced, and not the link. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
