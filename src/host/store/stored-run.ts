import { existsSync, readFileSync, statSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { parseJson } from '../../core/identity/parse-json.ts'
import type { Stored } from '../../flow/ports/reports.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Rendered } from '../../model/rendered.ts'
import { insideIfAny, resolveInside, writeFileAtomically } from '../files/files.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'

/** Where reports lie unless the configuration says otherwise; that is not read, for it is somebody's program. */
const reports = 'reports'

/**
 * Reads a Run document: a file, or `run.json` of a folder; that of the last run when none is named, which is in `latest`, or
 * of a gate that began later, in a folder of its own. Paths are those of the
 * person, relative to `cwd`, and may lead anywhere.
 *
 * @throws AssayError `no-such-run`
 */
export async function readStored(root: string, cwd: string, asked: string | undefined): Promise<Stored> {
  const named = asked === undefined ? await lastRun(join(root, reports)) : resolve(cwd, asked)
  const advice =
    asked === undefined
      ? "Run 'assay run' first, with json in reports.formats; or name the run.json that is meant."
      : 'Name the run.json of a report, or its folder.'
  return readDocument(cwd, named, advice)
}

/**
 * Reads Run documents: files, or of a folder its `run.json`, or, where it has none, those of the folders in it.
 *
 * @throws AssayError `no-such-run`
 */
export async function readAllStored(cwd: string, asked: readonly string[]): Promise<Stored[]> {
  const found: Stored[] = []
  for (const path of asked) {
    for (const file of await documentsIn(resolve(cwd, path)))
      found.push(
        await readDocument(cwd, file, 'Name the run.json of each shard, or the folder that holds them.'),
      )
  }
  return found
}

/** The folder itself, where nothing in it is one: whoever reads it says so. */
async function documentsIn(folder: string): Promise<string[]> {
  if (isFile(join(folder, 'run.json'))) return [folder]
  const names = await readdir(folder).catch(() => [])
  const below = names.toSorted().map((name) => join(folder, name, 'run.json'))
  const files = below.filter(isFile)
  return files.length > 0 ? files : [folder]
}

async function readDocument(cwd: string, named: string, advice: string): Promise<Stored> {
  // What cannot be asked is told when it is read.
  const stats = await stat(named).catch(() => undefined)
  const file = stats?.isDirectory() ? join(named, 'run.json') : named
  const path = relative(cwd, file) || file
  try {
    return { text: await readOrdinaryText(file), path, folder: dirname(file) }
  } catch (error) {
    if (error instanceof AssayError) throw error
    const { code = '' } = error as NodeJS.ErrnoException
    throw new AssayError('no-such-run', `${path} cannot be read (${code}).`, advice, { cause: error })
  }
}

/** The file of the run that began last. Names of folders begin with the time, to the second. */
async function lastRun(folder: string): Promise<string> {
  const latest = join(folder, 'latest', 'run.json')
  const names = await readdir(folder).catch(() => [])
  const newest = names
    .filter((name) => /^[0-9]{8}_[0-9]{6}_/u.test(name))
    .toSorted()
    .map((name) => join(folder, name, 'run.json'))
    .findLast(isFile)
  if (newest === undefined) return latest
  if (!existsSync(latest)) return newest
  const [one, other] = await Promise.all([beginningOf(latest), beginningOf(newest)])
  return one !== undefined && other !== undefined && other > one ? newest : latest
}

/** When the run of a document began, ISO 8601 in UTC; `undefined` where it does not say so. */
async function beginningOf(file: string): Promise<string | undefined> {
  const value = parseJson(await readOrdinaryText(file).catch(() => ''))
  const { startedAt } = (value ?? {}) as { startedAt?: unknown }
  return typeof startedAt === 'string' ? startedAt : undefined
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
  '.cpuprofile': 'application/json',
}

/** Those of the files below a folder that are there. Paths come from a document: what leads out of the folder is left out. */
export async function readBeside(folder: string, paths: readonly string[]): Promise<Rendered[]> {
  const found: Rendered[] = []
  for (const path of paths) {
    const file = insideIfAny(folder, path)
    if (file === undefined || !isFile(file)) continue
    found.push({
      path,
      mediaType: mediaTypes[extname(path)] ?? 'text/plain',
      text: await readOrdinaryText(file),
    })
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
