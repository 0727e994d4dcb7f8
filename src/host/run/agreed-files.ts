import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { missing, quote } from '../../core/kind/command/output-difference.ts'
import { sha256File } from '../files/files.ts'

/** What was at each path before a run. */
export type NotedFiles = ReadonlyMap<string, string>

/** What a run left: digests, or `missing`; and files of an earlier run that this one did not write. */
export type LeftFiles = {
  readonly files: Readonly<Record<string, string>>
  readonly unwritten: readonly string[]
}

/** ms in which a file system may give two changes the same time. */
const tick = 20

/**
 * What is there before a run, so that afterwards it can be told which files it wrote. Compared are times of a change of the same
 * file, by the file system's own clock: the run before may have ended a moment ago.
 */
export async function noteFiles(folder: string, files: readonly string[]): Promise<NotedFiles> {
  const noted = new Map<string, string>()
  let youngest = 0
  for (const file of files) {
    const found = await lookAt(resolve(folder, file))
    if (typeof found === 'string') continue
    noted.set(file, stampOf(found))
    youngest = Math.max(youngest, Number(found.ctimeMs))
  }
  // What is written within the tick of the last change would look unchanged.
  const rest = youngest + tick - Date.now()
  if (rest > 0) await setTimeout(Math.min(rest, tick))
  return noted
}

/** What is there after a run, or why that cannot be compared. */
export async function readFiles(
  folder: string,
  files: readonly string[],
  noted: NotedFiles,
): Promise<LeftFiles | { readonly unknown: string }> {
  const digests: Record<string, string> = {}
  const unwritten: string[] = []
  for (const file of files) {
    const found = await lookAt(resolve(folder, file))
    const digest = found === 'ENOENT' ? missing : await digestFile(resolve(folder, file), found)
    if (typeof digest === 'object')
      return { unknown: `${quote(file)} of agree.files ${digest.problem}: ${onlyFiles}` }
    digests[file] = digest
    if (typeof found !== 'string' && noted.get(file) === stampOf(found)) unwritten.push(file)
  }
  return { files: digests, unwritten }
}

export const onlyFiles = 'only files are meant, each by its path, no folders and no globs'

/** What is there, or the code of the error. */
async function lookAt(path: string): Promise<BigIntStats | string> {
  try {
    return await stat(path, { bigint: true })
  } catch (error) {
    return codeOf(error)
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'unreadable'

/** A time of modification can be set to any; nobody sets that of a change. */
const stampOf = ({ dev, ino, ctimeNs }: BigIntStats) => `${dev} ${ino} ${ctimeNs}`

async function digestFile(
  path: string,
  found: BigIntStats | string,
): Promise<string | { readonly problem: string }> {
  if (typeof found === 'string') return { problem: `cannot be read (${found})` }
  if (found.isDirectory()) return { problem: 'is a folder' }
  // One would wait for a pipe without end.
  if (!found.isFile()) return { problem: 'is a pipe or a device' }
  try {
    return await sha256File(path)
  } catch (error) {
    return { problem: `cannot be read (${codeOf(error)})` }
  }
}
