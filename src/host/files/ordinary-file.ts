import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { AssayError } from '../../model/assay-error.ts'

/**
 * Reads a file that is one. A pipe of that name would be waited for, a device read without end: neither is opened. Rejects with
 * the system's error where there is none, or a folder.
 *
 * @throws AssayError `not-a-file`
 */
export async function readOrdinaryFile(path: string): Promise<Buffer> {
  const file = await openOrdinaryFile(path)
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

export async function readOrdinaryText(path: string): Promise<string> {
  return (await readOrdinaryFile(path)).toString('utf8')
}

/**
 * The text of an ordinary file; `undefined` where there is none. What else the system says becomes what `word` makes of
 * its code; `undefined` where that means that there is none, too.
 *
 * @throws AssayError `not-a-file`
 */
export async function readTextIfAny(
  path: string,
  word: (code: string | undefined, cause: unknown) => unknown,
): Promise<string | undefined> {
  try {
    return await readOrdinaryText(path)
  } catch (error) {
    if (error instanceof AssayError) throw error
    const { code } = error as NodeJS.ErrnoException
    const problem = code === 'ENOENT' ? undefined : word(code, error)
    if (problem === undefined) return undefined
    throw problem
  }
}

/** @throws AssayError `not-a-file` */
export function refuseOther(stats: Stats, path: string): void {
  if (stats.isFile()) return
  if (stats.isDirectory()) {
    const message = `EISDIR: illegal operation on a directory, read '${path}'`
    throw Object.assign(new Error(message), { code: 'EISDIR', syscall: 'read', path })
  }
  const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device'
  throw new AssayError(
    'not-a-file',
    `${path} is ${what}, where a file is needed.`,
    'Rename or remove what is in its place, or name another file.',
  )
}

async function openOrdinaryFile(path: string): Promise<FileHandle> {
  refuseOther(await stat(path), path)
  // If it has become a pipe in between, opening it does not wait for whoever writes to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    refuseOther(await file.stat(), path)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}
