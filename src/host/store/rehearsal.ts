import { type Dirent, statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ownFormatsFolder, placeOfFormat } from '../../core/report/report-files.ts'
import { type Config, policy } from '../../model/config.ts'
import { foldersUp, insideIfAny, resolveInside } from '../files/files.ts'
import { sweepLocks } from '../files/lock.ts'
import { withAdvice } from '../files/system-error.ts'
import { release, sweep, temporaryBeside } from '../files/temporary.ts'
import { sweepScratch } from '../revision/scratch.ts'
import { baselinesFolder } from './baselines.ts'
import { elsewhere, restoreFolder, writeSet } from './report-folder.ts'

/** What a command writes beside the latest report. */
export type Later = 'evidence' | 'certificates' | 'baselines'

/**
 * Finds out before anything is measured whether what comes of it can be written: by writing it, in the size of the last
 * report and by the functions that write one, into every folder that it goes to, and taking it away again. What killed
 * commands left there is removed.
 *
 * @throws AssayError `not-writable`
 */
export async function rehearse(root: string, config: Config, later: readonly Later[]): Promise<void> {
  const { reports } = config
  await sweepHalfWritten(root, reports.dir)
  await sweepScratch(root)
  const latest = resolveInside(root, `${reports.dir}/latest`)
  const { least, most } = policy.files.rehearsal
  const size = Math.min(most, Math.max(least, await sizeOf(latest)))
  await tryIn(resolveInside(root, reports.dir), size, elsewhere)
  if (!later.includes('evidence')) {
    refuseTaken(latest, reports.formats)
    await restoreFolder(latest)
    for (const folder of await withFolders(latest)) await tryIn(folder, 0, elsewhere)
  }
  if (later.includes('certificates'))
    await tryIn(nearest(resolveInside(root, `${reports.dir}/certificates`)), 0, elsewhere)
  if (!later.includes('baselines')) return
  const baselines = resolveInside(root, baselinesFolder)
  const place = nearest(baselines)
  for (const folder of place === baselines ? [place, ...(await withFolders(place))] : [place]) {
    await tryIn(folder, 0, 'Accepted numbers are kept there.')
  }
}

/**
 * Removes what commands that were killed left half written, wherever commands write: each sweeps the folders that it
 * writes to, but it may be long until the next one writes there, and meanwhile `git add` takes such files along. Where a folder
 * leads outside nothing is removed; whoever writes there is told.
 */
async function sweepHalfWritten(root: string, reports: string): Promise<void> {
  const inside = (folders: string[]) => folders.flatMap((folder) => insideIfAny(root, folder) ?? [])
  const trees = inside([`${reports}/latest`, baselinesFolder])
  const below = await Promise.all(trees.map(entriesBelow))
  const foldersBelow = below.flat().filter((entry) => entry.isDirectory())
  for (const folder of [
    ...[root, ...inside([reports, `${reports}/certificates`]), ...trees],
    ...foldersBelow.map(({ parentPath, name }) => join(parentPath, name)),
  ]) {
    sweep(folder)
    sweepLocks(folder)
  }
}

/** Everything in a folder and in those in it; nothing where it cannot be read. Links are not followed. */
function entriesBelow(folder: string): Promise<Dirent[]> {
  return readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
}

async function tryIn(folder: string, size: number, more: string): Promise<void> {
  const temporary = temporaryBeside(join(folder, 'x'))
  try {
    await writeSet(temporary, [{ path: 'run.json', mediaType: '', text: 'x'.repeat(size) }], temporary)
  } catch (error) {
    throw withAdvice(error, folder, more)
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    release(temporary)
  }
}

/** A file where the report's folder is needed, or a folder in the place of one of its files, stays where it is. */
function refuseTaken(latest: string, formats: Config['reports']['formats']): void {
  const stats = statSync(latest, { throwIfNoEntry: false })
  if (stats && !stats.isDirectory()) throw withAdvice({ code: 'ENOTDIR' }, latest)
  const folder = formats
    .map(placeOfFormat)
    .filter((place) => !place.startsWith(`${ownFormatsFolder}/`))
    .map((place) => join(latest, place))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isDirectory())
  if (folder !== undefined) throw withAdvice({ code: 'EISDIR' }, folder)
}

/** The folder itself, if there is one, and those in it: each could be somebody else's. */
async function withFolders(folder: string): Promise<string[]> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory() && !/^[.]|^node_modules$/u.test(entry.name))
    return [folder, ...folders.map(({ name }) => join(folder, name))]
  } catch (error) {
    throw withAdvice(error, folder)
  }
}

function nearest(path: string): string {
  return foldersUp(path).find((at) => statSync(at, { throwIfNoEntry: false })) ?? path
}

async function sizeOf(folder: string): Promise<number> {
  return (await entriesBelow(folder))
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
}
