import { randomBytes, randomInt } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
import { policy } from '../../model/config.ts'
import { isLink, isTaken, resolveInside } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { mayBeAlive, ourSight, ourselves, ownerSchema } from '../files/owner.ts'
import { withAdvice } from '../files/system-error.ts'
import { forgetWorktree, readEntries, removeIfEmpty, worktreeEntries } from '../git/worktrees.ts'
import { attempt } from '../process/attempt.ts'

/**
 * Short, as the names in it are: Node takes longer for modules whose path is longer. With 170 modules a start took about 1 %
 * longer for 10 characters more, and the base has all that stands here before its files.
 */
const place = join('.assay', 'w')
/** Names of places, drawn by chance. What else is there is not ours. */
const ours = /^([0-9][0-9a-f]{4})(?:-again|\.owner)?$/u

/**
 * A place below `.assay/w` of the project, under a name of its own, so that runs beside each other do not
 * meet. It goes away with `remove`, with this process, and, after a crash, when the next one measures. A file beside it
 * says whose it is. Nothing is there yet. `again` is another name of it: the same files load once more, as other modules.
 *
 * @throws AssayError `outside-project`, `not-writable`
 */
export async function makeScratch(root: string) {
  const parent = refuseLinks(root)
  const entries = await worktreeEntries(root)
  const name = `${randomInt(10)}${randomBytes(2).toString('hex')}`
  const folder = join(parent, name)
  const again = `${folder}-again`
  let remove = () => {}
  try {
    makeFolder(parent)
    sweep(root, entries)
    // First, so that there never is a place without an owner.
    writeFileSync(`${folder}.owner`, JSON.stringify(ourselves()), { flag: 'wx' })
    const beating = setInterval(() => beat(`${folder}.owner`), policy.processes.heartbeat / 1e6).unref()
    // Whatever ends this process takes its places with it. Synchronous, because it must work when it exits.
    remove = () => {
      process.off('exit', remove)
      clearInterval(beating)
      removePlace(root, name, entries)
    }
    process.on('exit', remove)
    await symlink(folder, again, 'junction')
    return { folder, again, remove }
  } catch (error) {
    remove()
    throw withAdvice(error, folder)
  }
}

/** Removes what killed processes left, where a command measures but lays nothing out. Never throws. */
export async function sweepScratch(root: string): Promise<void> {
  const parent = join(root, place)
  try {
    if ([join(root, '.assay'), parent].some(isLink) || readdirSync(parent).length === 0) return
    sweep(root, await worktreeEntries(root))
  } catch {
    // There is none, or it is not ours to read.
  }
}

/**
 * The folder of all places. What is removed there must be what was made there, so no link may lead elsewhere.
 *
 * @throws AssayError `outside-project`
 */
function refuseLinks(root: string): string {
  const parent = resolveInside(root, place)
  for (const folder of ['.assay', place]) {
    if (!isLink(join(root, folder))) continue
    throw new AssayError(
      'outside-project',
      `${folder} is a symbolic link, and revisions are laid out and removed there.`,
      'Remove the link; a folder is made in its place.',
    )
  }
  return parent
}

/** Removes what processes left behind that did not come to their end: their places, and what git knows of them. */
function sweep(root: string, entries: string | undefined): void {
  const parent = join(root, place)
  const names = new Set(readdirSync(parent).flatMap((name) => ours.exec(name)?.[1] ?? []))
  for (const name of names) if (!mayBeInUse(join(parent, name))) removePlace(root, name, entries)
  for (const { path, worktree } of readEntries(entries)) {
    const name = nameIn(parent, worktree)
    // Somebody has removed its folder, with the file that said whose it was. Or it is in use: another container can have the
    // repository in common with this one, at the same path, and `.assay` for itself.
    const isGone = name !== undefined && ![name, `${name}.owner`].some((one) => isTaken(join(parent, one)))
    if (isGone && silenceOf(path) >= policy.processes.abandoned) removePlace(root, name, entries)
  }
}

/** By its owner; a place of which that cannot be read may be anybody's, as long as it is new. */
function mayBeInUse(folder: string): boolean {
  const file = `${folder}.owner`
  const silence = silenceOf(file, folder)
  const owner = readOwner(file)
  return owner === undefined ? silence < policy.processes.abandoned : mayBeAlive(owner, silence, ourSight())
}

/** Since the first of them that is there was changed, ns. */
function silenceOf(...paths: readonly string[]): number {
  const shown = paths.map((path) => lstatSync(path, { throwIfNoEntry: false })).find((stats) => stats)
  return (Date.now() - (shown?.mtimeMs ?? 0)) * 1e6
}

function readOwner(file: string) {
  return ownerSchema.safeParse(attempt(() => JSON.parse(readFileSync(file, 'utf8')))).data
}

function beat(file: string): void {
  // Somebody may have removed it; then the place is gone, too.
  attempt(() => utimesSync(file, new Date(), new Date()))
}

/** Links are removed, not followed, and nobody else's worktree is touched, whatever state it is in. */
function removePlace(root: string, name: string, entries: string | undefined): void {
  const parent = join(root, place)
  // One that has become a link since leads to places that are not ours.
  if (isLink(join(root, '.assay')) || isLink(parent)) return
  const folder = join(parent, name)
  const isGone = [`${folder}-again`, folder].map(removeAll).every(Boolean)
  for (const entry of readEntries(entries)) {
    const isAbout = nameIn(parent, entry.worktree) === name
    // git was ended before it had written down what the entry is about.
    const isBegun = entry.worktree === undefined && entry.name === name
    if (isAbout || isBegun) forgetWorktree(entry)
  }
  removeIfEmpty(entries)
  // Last: as long as something is left, it says whose it is, and the next run tries again.
  if (isGone) rmSync(`${folder}.owner`, { force: true })
}

/** Whether it is gone: somebody may be writing there still, or have taken permissions away. */
function removeAll(path: string): boolean | undefined {
  return attempt(() => {
    rmSync(path, { recursive: true, force: true, maxRetries: 3 })
    return !isTaken(path)
  })
}

/** The name of the place that a worktree is; of another process, which may know the project by another path, too. */
function nameIn(parent: string, worktree: string | undefined): string | undefined {
  if (worktree === undefined) return undefined
  const [, name = ''] = /[\\/]\.assay[\\/]w[\\/]([^\\/]+)$/u.exec(worktree) ?? []
  if (ours.exec(name)?.[1] !== name) return undefined
  return worktree === join(parent, name) || isTaken(join(parent, `${name}.owner`)) ? name : undefined
}
