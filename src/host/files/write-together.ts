import { existsSync, realpathSync } from 'node:fs'
import { chmod, rm, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { NewFile } from '../../core/init/scaffold.ts'
import { AssayError } from '../../model/assay-error.ts'
import { createFileAtomically, foldersUp, resolveInside, writeFileAtomically } from './files.ts'
import { withLock } from './lock.ts'
import { readOrdinaryText, readTextIfAny } from './ordinary-file.ts'

/**
 * Texts of those of the files that are there.
 *
 * @throws AssayError `outside-project`, `not-readable`
 */
export async function readTexts(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const path of paths) {
    const text = await readTextIfAny(resolveInside(root, path), (code, cause) => {
      // A part of the path may be a file: then there is none of that name either, and writing says what is wrong.
      if (code === 'ENOTDIR') return undefined
      const advice =
        code === 'EISDIR' ? 'Rename or remove that folder.' : 'Give yourself permission to read it.'
      return new AssayError('not-readable', `${path} cannot be read (${code}).`, advice, { cause })
    })
    if (text !== undefined) texts.set(path, text)
  }
  return texts
}

/**
 * Writes files of a project, all of them or none: when one cannot be written, those before it are taken back, with the
 * folders that were made for them.
 *
 * @throws AssayError `outside-project`, `not-writable`, `changed-meanwhile`
 */
export async function writeTogether(root: string, files: readonly NewFile[]): Promise<void> {
  const undo: Undo[] = []
  try {
    for (const file of files) {
      if (file.before === undefined) await create(root, file, undo)
      else await replace(root, file, file.before, undo)
    }
  } catch (error) {
    for (const step of undo.reverse()) await step()
    throw nothingWritten(error)
  }
}

type Undo = () => Promise<unknown>

async function create(root: string, { path, text, executable }: NewFile, undo: Undo[]): Promise<void> {
  const target = resolveInside(root, path)
  // The innermost is removed first. Something else may have been put there.
  const missing = foldersUp(dirname(target)).filter((folder) => !existsSync(folder))
  undo.push(...missing.reverse().map((folder) => () => rmdir(folder).catch(() => undefined)))
  if (!(await createFileAtomically(target, text))) throw changedMeanwhile(path)
  undo.push(() => rm(target, { force: true }))
  if (executable) await chmod(target, 0o755)
}

/** The file that a link leads to is replaced, and not the link; its mode stays. */
async function replace(root: string, { path, text }: NewFile, before: string, undo: Undo[]): Promise<void> {
  const file = realpathSync(resolveInside(root, path))
  const { mode } = await stat(file)
  await withLock(file, async () => {
    if ((await readOrdinaryText(file)) !== before) throw changedMeanwhile(path)
    await writeFileAtomically(file, text)
  })
  undo.push(() => writeFileAtomically(file, before).then(() => chmod(file, mode)))
  await chmod(file, mode)
}

function changedMeanwhile(path: string): AssayError {
  return new AssayError(
    'changed-meanwhile',
    `${path} was written by somebody else at the same time.`,
    'Look at it, and try again; nothing was written.',
  )
}

/** Permissions are those of the project here, and not of reports that could go elsewhere. */
function nothingWritten(error: unknown): unknown {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
  if (!(error instanceof AssayError) || (code !== 'EACCES' && code !== 'EPERM')) return error
  const advice = 'Give yourself write permission there; nothing was written.'
  return new AssayError(error.code, error.message, advice, { cause: error.cause })
}
