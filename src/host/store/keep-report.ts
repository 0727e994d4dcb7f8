import { existsSync, realpathSync, statSync } from 'node:fs'
import { copyFile, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { ReportFile } from '../../core/report/kept-files.ts'
import type { Stored } from '../../flow/ports/reports.ts'
import { AssayError } from '../../model/assay-error.ts'
import { areEqual, isFolder, isTaken } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { withLock } from '../files/lock.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { withAdvice } from '../files/system-error.ts'
import { isTemporary, release, temporaryBeside } from '../files/temporary.ts'

/**
 * Copies files of a stored report to a folder of its run's name beside it, under the report's lock, so that all of them are of
 * one run. What is there already and is the same stays; nothing is changed. Returns the folder, relative to `cwd`.
 *
 * @throws AssayError `is-evidence`, `changed-meanwhile`, `not-writable`
 */
export async function keepReport(
  cwd: string,
  { folder, text }: Pick<Stored, 'folder' | 'text'>,
  runId: string,
  choose: (files: readonly ReportFile[]) => readonly ReportFile[],
): Promise<string> {
  const target = join(dirname(folder), runId)
  const shown = relative(cwd, target) || target
  // A gate has laid it there.
  if (basename(folder) === runId) return shown
  await withLock(realpathSync(folder), async () => {
    if ((await readOrdinaryText(join(folder, 'run.json'))) !== text) {
      throw new AssayError(
        'changed-meanwhile',
        'Another run has replaced the report at the same time.',
        'Keep that one, or measure again.',
      )
    }
    const paths = choose(await filesOf(folder)).map(({ path }) => path)
    if (!isTaken(target)) return copyWhole(folder, target, paths)
    await refuseOther(folder, target, paths, shown)
    for (const path of paths) if (!existsSync(join(target, path))) await copyInto(folder, target, path)
  }).catch((error) => {
    throw withAdvice(error, target, 'The kept report lies beside the one that it is of.')
  })
  return shown
}

async function filesOf(folder: string): Promise<ReportFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return (
    entries
      // What tells git to leave the latest report alone is no part of it.
      .filter((entry) => entry.isFile() && !isTemporary(entry.name) && entry.name !== '.gitignore')
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => ({
        path: relative(folder, file).split(sep).join('/'),
        size: statSync(file).size,
      }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  )
}

/** All of it, or nothing. */
async function copyWhole(from: string, to: string, paths: readonly string[]): Promise<void> {
  const temporary = temporaryBeside(to)
  try {
    makeFolder(temporary)
    for (const path of paths) await copyInto(from, temporary, path)
    await rename(temporary, to)
  } finally {
    await rm(temporary, { recursive: true, force: true })
    release(temporary)
  }
}

async function copyInto(from: string, to: string, path: string): Promise<void> {
  makeFolder(dirname(join(to, path)))
  await copyFile(join(from, path), join(to, path))
}

async function refuseOther(from: string, to: string, paths: readonly string[], shown: string): Promise<void> {
  const isOther = async (path: string) =>
    isTaken(join(to, path)) && !(await areEqual(join(from, path), join(to, path)).catch(() => false))
  const other = isFolder(to) ? await findAsync(paths, isOther) : ''
  if (other === undefined) return
  throw new AssayError(
    'is-evidence',
    `${other === '' ? shown : join(shown, other)} is there already, and is something else.`,
    'Look at it: it may be evidence. Move it away, then keep this report.',
  )
}

async function findAsync(all: readonly string[], fits: (one: string) => Promise<boolean>) {
  for (const one of all) if (await fits(one)) return one
  return undefined
}
