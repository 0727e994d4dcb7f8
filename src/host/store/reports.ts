import { lstatSync, realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, sep } from 'node:path'
import { parseRun } from '../../core/identity/parse-run.ts'
import { numberId } from '../../core/identity/run-id.ts'
import { ownedByRuns } from '../../core/report/report-files.ts'
import type { Stored } from '../../flow/ports/reports.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Config } from '../../model/config.ts'
import type { Rendered } from '../../model/rendered.ts'
import type { Digest, Run } from '../../model/run.ts'
import { digestFiles, isTaken, resolveInside } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { withLock } from '../files/lock.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { withAdvice } from '../files/system-error.ts'
import { isTemporary, release, temporaryBeside } from '../files/temporary.ts'
import { elsewhere, replaceFolder, writeSet } from './report-folder.ts'

/**
 * Writes a report's files below the reports folder, as a whole; returns its folder relative to the project. What an earlier
 * report left in `owned`, files and folders that this one fills, is gone afterwards. Where they cannot be written after all, a
 * run that took minutes is not lost: they are kept in a temporary folder, and the error says where.
 *
 * @throws AssayError `not-writable`, `busy`
 */
export async function writeReport(
  root: string,
  { reports }: Config,
  folder: string,
  files: readonly Rendered[],
  owned: readonly string[] = ownedByRuns,
): Promise<string> {
  const target = `${reports.dir}/${folder}`
  // What the next run replaces is no part of a commit, whether or not somebody has told git.
  const all = folder === 'latest' ? [...files, unkept] : files
  try {
    await replaceFolder(resolveInside(root, target), all, owned)
  } catch (error) {
    throw await saved(error, files)
  }
  return target
}

/** Tells git to leave the folder alone that it lies in. */
const unkept: Rendered = { path: '.gitignore', mediaType: 'text/plain', text: '*\n' }

/** The same error, with where the files are. */
async function saved(error: unknown, files: readonly Rendered[]): Promise<unknown> {
  if (!(error instanceof AssayError)) return error
  const folder = await mkdtemp(join(tmpdir(), 'assay-report-')).catch(() => undefined)
  if (folder === undefined) return error
  try {
    await writeSet(folder, files, folder)
  } catch {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    return error
  }
  const message = `${error.message} The report was kept in ${folder}.`
  return new AssayError(error.code, message, error.advice, { cause: error })
}

/**
 * Takes the name of a run for its evidence: makes the folder, which nobody else can have made. Where it is taken, `_2` and so on
 * follow. Returns the id that the run has from then on.
 *
 * @throws AssayError `not-writable`
 */
export async function claimEvidence(root: string, { reports }: Config, runId: string): Promise<string> {
  for (let n = 1; ; n++) {
    const id = numberId(runId, n)
    const folder = resolveInside(root, `${reports.dir}/${id}`)
    try {
      makeFolder(dirname(folder))
      await mkdir(folder)
      return id
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isTaken(folder) || n === claims)
        throw withAdvice(error, folder, elsewhere)
    }
  }
}

/** Runs that begin in one second. */
const claims = 1_000

export async function reportDigests(root: string, folder: string): Promise<Digest[]> {
  const entries = await readdir(resolveInside(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !isOfFolder(entry.name))
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  return digestFiles(root, paths)
}

/** The run of `latest`, or `undefined` when there is none that this version can read. */
export async function readLatestRun(root: string, { reports }: Config): Promise<Run | undefined> {
  try {
    const text = await readOrdinaryText(resolveInside(root, `${reports.dir}/latest/run.json`))
    return parseRun(text, 'run.json')
  } catch {
    return undefined
  }
}

/**
 * The folder of a run's evidence, relative to the project. What lies in `latest` is replaced by the next run, so it is
 * copied to a folder of its own first, of which no other run has the name. `text` is the Run document that is certified: if
 * another run has replaced it meanwhile, what lies there is not its evidence.
 *
 * @throws AssayError `outside-project`, `evidence`, `changed-meanwhile`
 */
export async function keepEvidence(
  root: string,
  config: Config,
  { folder, text }: Pick<Stored, 'folder' | 'text'>,
  runId: string,
): Promise<string> {
  const { reports } = config
  const given = relative(root, resolveInside(root, folder)).split(sep).join('/')
  if (given !== `${reports.dir}/latest`) return given
  const kept = await keptAlready(root, reports.dir, runId, text)
  if (kept !== undefined) return kept
  const id = await claimEvidence(root, config, runId)
  const target = `${reports.dir}/${id}`
  try {
    await copyReport(resolveInside(root, given), resolveInside(root, target), text)
  } catch (error) {
    await rmdir(resolveInside(root, target)).catch(() => undefined)
    throw withAdvice(error, resolveInside(root, target), elsewhere)
  }
  return target
}

/** The folder that holds the evidence of this very run. */
async function keptAlready(root: string, dir: string, runId: string, text: string) {
  for (let n = 1; n <= claims; n++) {
    const folder = `${dir}/${numberId(runId, n)}`
    if (!isTaken(resolveInside(root, folder))) return undefined
    const found = await readOrdinaryText(resolveInside(root, `${folder}/run.json`)).catch(() => undefined)
    if (found === text) return folder
  }
  return undefined
}

/** Under the lock of the latest report, so that all of it is of one run. */
async function copyReport(from: string, to: string, text: string): Promise<void> {
  const temporary = temporaryBeside(to)
  try {
    await withLock(realpathSync(from), async () => {
      if ((await readOrdinaryText(join(from, 'run.json'))) !== text) {
        throw new AssayError(
          'changed-meanwhile',
          `Another run has replaced ${from} at the same time.`,
          'Certify that one, or measure again.',
        )
      }
      makeFolder(temporary)
      await cp(from, temporary, { recursive: true, filter: isKept })
    })
    // The claimed folder is empty: a rename takes its place, but for Windows.
    if (process.platform === 'win32') await rmdir(to)
    await rename(temporary, to)
  } finally {
    await rm(temporary, { recursive: true, force: true })
    release(temporary)
  }
}

/** Whether a file is there for the folder's sake, and no part of the report. */
function isOfFolder(path: string): boolean {
  return isTemporary(path) || basename(path) === unkept.path
}

function isKept(source: string): boolean {
  const stats = lstatSync(source)
  return (stats.isFile() || stats.isDirectory()) && !isOfFolder(source)
}
