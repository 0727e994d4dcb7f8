import { existsSync, lstatSync } from 'node:fs'
import { cp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ownedByRuns } from '../core/report/report-files.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Config } from '../model/config.ts'
import type { Rendered } from '../model/rendered.ts'
import { type Digest, type Run, runSchema } from '../model/run.ts'
import { areEqual, digestFiles, inside, writeFileAtomically } from './files.ts'

/**
 * Finds out before anything is measured whether reports can be written.
 *
 * @throws AssayError `not-writable`
 */
export async function checkReports(root: string, { reports }: Config): Promise<void> {
  const probe = inside(root, join(reports.dir, '.assay-probe'))
  await writeFileAtomically(probe, '')
  await rm(probe, { force: true })
}

/**
 * Writes a report's files below the reports folder; returns its folder relative to the project. What an earlier report
 * left in `owned`, files and folders that this one fills, is gone afterwards.
 */
export async function writeReport(
  root: string,
  { reports }: Config,
  folder: string,
  files: readonly Rendered[],
  owned: readonly string[] = ownedByRuns,
): Promise<string> {
  const target = `${reports.dir}/${folder}`
  for (const { path, text } of files) await writeFileAtomically(inside(root, `${target}/${path}`), text)
  for (const part of owned) await removeOthers(inside(root, target), part, files)
  return target
}

/**
 * What this report does not have must not survive from an earlier one. File by file: another run may be writing its own
 * at the same time.
 */
async function removeOthers(target: string, part: string, files: readonly Rendered[]): Promise<void> {
  const written = new Set(files.map(({ path }) => path))
  const folder = join(target, part)
  if (!written.has(part) && isFile(folder)) await rm(folder, { force: true })
  const found = isFolder(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : []
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(target, path).split(sep).join('/')
    if (entry.isFile() && made.test(name) && !written.has(name)) await rm(path, { force: true })
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Files that reports are made of. */
const made = /\.(?:svg|html|txt|cpuprofile)$/u

export async function reportDigests(root: string, folder: string): Promise<Digest[]> {
  const entries = await readdir(inside(root, folder), { recursive: true, withFileTypes: true })
  return digestFiles(
    root,
    entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)),
  )
}

/** The run of `latest`, or `undefined` when there is none that this version can read. */
export async function readLatestRun(root: string, { reports }: Config): Promise<Run | undefined> {
  try {
    const text = await readFile(inside(root, `${reports.dir}/latest/run.json`), 'utf8')
    return runSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * The folder of a run's evidence, relative to the project. What lies in `latest` is replaced by the next run, so it is
 * copied to a folder of its own first.
 *
 * @throws AssayError `outside-project`, `evidence`
 */
export async function keepEvidence(
  root: string,
  { reports }: Config,
  folder: string,
  runId: string,
): Promise<string> {
  const given = relative(root, inside(root, folder)).split(sep).join('/')
  if (given !== `${reports.dir}/latest`) return given
  const kept = `${reports.dir}/${runId}`
  await copyReport(inside(root, given), inside(root, kept))
  return kept
}

/** Evidence is never overwritten: a folder that is there already must hold the same. */
async function copyReport(from: string, to: string): Promise<void> {
  if (existsSync(to)) {
    if (await areEqual(join(from, 'run.json'), join(to, 'run.json'))) return
    throw new AssayError(
      'evidence',
      `${to} holds the evidence of another run already.`,
      'Certify that one, or remove the folder.',
    )
  }
  const temporary = `${to}.assay-tmp`
  try {
    await cp(from, temporary, { recursive: true, filter: (source) => !lstatSync(source).isSymbolicLink() })
    await rename(temporary, to)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw error
  }
}
