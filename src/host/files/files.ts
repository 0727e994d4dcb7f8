import { createHash } from 'node:crypto'
import {
  close,
  createReadStream,
  existsSync,
  fsync,
  lstatSync,
  openSync,
  realpathSync,
  statSync,
  writeFile,
} from 'node:fs'
import { link, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { AssayError } from '../../model/assay-error.ts'
import type { Digest } from '../../model/run.ts'
import { attempt } from '../process/attempt.ts'
import { makeFolder } from './folders.ts'
import { withLock } from './lock.ts'
import { readOrdinaryFile, refuseOther } from './ordinary-file.ts'
import { hasNoLinks, withAdvice } from './system-error.ts'
import { release, temporaryBeside } from './temporary.ts'

/** Files that are read at the same time. */
const readers = 16

/**
 * Writes a file so that a reader sees the old text or all of the new one, never a part: to a temporary name in
 * the same folder, to the disk, then renamed. Missing folders are made. Nothing temporary is left on failure.
 *
 * @throws AssayError `not-writable`
 */
export async function writeFileAtomically(path: string, text: string): Promise<void> {
  await place(path, text, rename)
}

/**
 * The same for a file that must not be there yet. Returns whether it was written; when the name is taken, what
 * has it stays as it is.
 *
 * @throws AssayError `not-writable`
 */
export async function createFileAtomically(path: string, text: string): Promise<boolean> {
  let created = true
  await place(path, text, async (temporary) => {
    // A link, unlike a rename, refuses a name that is taken.
    await link(temporary, path).catch(async (error: NodeJS.ErrnoException) => {
      if (hasNoLinks(error)) created = await renameToFree(temporary, path)
      else if (error.code === 'EEXIST') created = false
      else throw error
    })
    await rm(temporary, { force: true })
  })
  return created
}

/** Where the file system has no links. No other process of Assay takes the name in between. */
function renameToFree(from: string, to: string): Promise<boolean> {
  return withLock(to, async () => {
    if (isTaken(to)) return false
    await rename(from, to)
    return true
  })
}

/** Writes a temporary file beside `path` and lets `move` put it there. */
async function place(path: string, text: string, move: (from: string, to: string) => Promise<void>) {
  const temporary = temporaryBeside(path)
  try {
    makeFolder(dirname(path))
    await writeToDisk(temporary, text)
    await move(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw withAdvice(error, path)
  } finally {
    release(temporary)
  }
}

/** Not by a handle: where yarn's Plug'n'Play has put a file system of its own in Node's place, handles cannot. */
const [write, flush, finish] = [promisify(writeFile), promisify(fsync), promisify(close)]

/**
 * Writes a new file, and waits until the disk has it, or leaves none. Rejects with the system's error.
 *
 * It is made at once: what is asked for and not done yet when this process ends would be made after what does not last was
 * removed. The same holds for folders that do not last.
 */
export async function writeToDisk(path: string, text: string | Buffer, mode?: number): Promise<void> {
  const file = openSync(path, 'wx', mode)
  try {
    await write(file, text)
    await flush(file)
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  } finally {
    await finish(file)
  }
}

/**
 * The absolute path of `path` in `root`. A path that leaves `root`, by itself or through a symbolic link, is
 * refused; what does not exist yet is judged by the folders that do.
 *
 * @throws AssayError `outside-project`
 */
export function resolveInside(root: string, path: string): string {
  const folder = resolve(root)
  const target = resolve(folder, path)
  if (!path.includes('\0') && contains(folder, target) && contains(real(folder), real(target))) return target
  throw new AssayError(
    'outside-project',
    `'${path}' is outside the project ${folder}.`,
    'Use a path inside the project that passes through no symbolic link to the outside.',
  )
}

/** The same; `undefined` where it is refused. */
export function insideIfAny(root: string, path: string): string | undefined {
  return attempt(() => resolveInside(root, path))
}

/** Whether two files hold the same bytes, or neither is there. */
export async function areEqual(one: string, other: string): Promise<boolean> {
  if (!existsSync(one) || !existsSync(other)) return existsSync(one) === existsSync(other)
  return (await readOrdinaryFile(one)).equals(await readOrdinaryFile(other))
}

/** SHA-256 of a file's bytes, in hexadecimal digits. Rejects with the system's error when it cannot be read. */
export async function sha256File(path: string): Promise<string> {
  refuseOther(await stat(path), path)
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/**
 * Digests of files, each once, sorted by path. `paths` may be absolute or relative to `root`; they are recorded
 * relative to it with forward slashes, so that a machine's folders do not show.
 */
export async function digestFiles(root: string, paths: readonly string[]): Promise<Digest[]> {
  const names = new Set(paths.map((path) => relative(root, resolve(root, path)).split(sep).join('/')))
  const sorted = [...names].sort()
  const digests: Digest[] = []
  const digest = async (path: string) => ({ path, sha256: await sha256File(resolve(root, path)) })
  for (let start = 0; start < sorted.length; start += readers) {
    digests.push(...(await Promise.all(sorted.slice(start, start + readers).map(digest))))
  }
  return digests
}

function contains(folder: string, path: string): boolean {
  const step = relative(folder, path)
  return !isAbsolute(step) && step !== '..' && !step.startsWith(`..${sep}`)
}

/**
 * Where a path leads once links are followed, as far as it exists. A link that leads nowhere stands for a place
 * that cannot be known, so it leads outside everything: to the root of the file system.
 */
function real(path: string): string {
  const found = attempt(() => realpathSync(path))
  if (found !== undefined) return found
  const parent = dirname(path)
  if (parent === path || attempt(() => isLink(path))) return resolve(path, sep)
  return join(real(parent), basename(path))
}

/** A folder and all those above it, up to the root of the file system. */
export function foldersUp(folder: string): string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...foldersUp(above)]
}

/** Where a path leads once links are followed; the path itself where that cannot be told. */
export function realPathOf(path: string): string {
  return attempt(() => realpathSync(path)) ?? path
}

/** Whether a path is a link, whatever it leads to. */
export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

/** Whether anything is at a path: a link that leads nowhere is. */
export function isTaken(path: string): boolean {
  return attempt(() => lstatSync(path)) !== undefined
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  return attempt(() => statSync(path).isDirectory()) === true
}
