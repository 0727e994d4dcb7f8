import { existsSync, readFileSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Stored } from '../../flow/ports/reports.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Rendered } from '../../model/rendered.ts'
import { insideIfAny, resolveInside, writeFileAtomically } from '../files/files.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'

/** Where a run leaves its report unless the configuration says otherwise; that is not read, for it is somebody's program. */
const latest = 'reports/latest/run.json'

/**
 * Reads a Run document: a file, or `run.json` of a folder; that of the last run when none is named. Paths are those of the
 * person, relative to `cwd`, and may lead anywhere.
 *
 * @throws AssayError `no-such-run`
 */
export async function readStored(root: string, cwd: string, asked: string | undefined): Promise<Stored> {
  const named = asked === undefined ? join(root, latest) : resolve(cwd, asked)
  // What cannot be asked is told when it is read.
  const stats = await stat(named).catch(() => undefined)
  const file = stats?.isDirectory() ? join(named, 'run.json') : named
  const path = relative(cwd, file) || file
  try {
    return { text: await readOrdinaryText(file), path, folder: dirname(file) }
  } catch (error) {
    if (error instanceof AssayError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new AssayError(
      'no-such-run',
      `${path} cannot be read (${code}).`,
      asked === undefined
        ? "Run 'assay run' first, with json in reports.formats; or name the run.json that is meant."
        : 'Name the run.json of a report, or its folder.',
      { cause: error },
    )
  }
}

/** Those of the files below a folder that are there. Paths come from a document: what leads out of the folder is left out. */
export async function readBeside(folder: string, paths: readonly string[]): Promise<Rendered[]> {
  const found: Rendered[] = []
  for (const path of paths) {
    const file = insideIfAny(folder, path)
    if (file === undefined || !isFile(file)) continue
    found.push({ path, mediaType: 'image/svg+xml', text: await readOrdinaryText(file) })
  }
  return found
}

/**
 * Writes a run that was rendered again; returns its files' paths relative to `cwd`. Into a folder that the person names, or
 * beside the run: there, nothing that is there already is changed, because it may be evidence.
 *
 * @throws AssayError `is-evidence`, `not-writable`
 */
export async function writeAgain(
  cwd: string,
  { folder }: Stored,
  out: string | undefined,
  files: readonly Rendered[],
): Promise<string[]> {
  const target = out === undefined ? folder : resolve(cwd, out)
  const places = files.map(({ path, text }) => ({ file: resolveInside(target, path), text }))
  const changed = out === undefined ? places.filter(({ file, text }) => holdsOther(file, text)) : []
  if (changed[0]) {
    throw new AssayError(
      'is-evidence',
      `${relative(cwd, changed[0].file)} is there already, and would change: another version of Assay wrote it, or somebody else.`,
      'Write into another folder: --out FOLDER.',
    )
  }
  for (const { file, text } of places) await writeFileAtomically(file, text)
  return places.map(({ file }) => relative(cwd, file) || file)
}

function holdsOther(file: string, text: string): boolean {
  return existsSync(file) && (!isFile(file) || readFileSync(file, 'utf8') !== text)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
