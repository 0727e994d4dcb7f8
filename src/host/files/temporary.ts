import { randomBytes } from 'node:crypto'
import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { policy } from '../../model/config.ts'
import { attempt } from '../process/attempt.ts'
import { guardFolder } from '../process/guard.ts'
import { namesIn } from '../process/system-files.ts'
import { hasGone, writer } from './owner.ts'

/**
 * Names for what exists only while something is written. Nobody can guess one, no two writers share one, and whoever finds one
 * can tell whether its writer is still there.
 */
const temporary = /^\.assay-(?:([0-9a-f]{8}-[1-9][0-9]*)-)?[0-9a-f]{12}\.tmp$/u
const lock = /^\.assay-.+\.lock$/u
const replaced = /^\.assay-.+\.[0-9a-f]{12}\.old$/u

/** With whether it is still ours. */
const open = new Map<string, () => boolean>()
const swept = new Set<string>()
let guarded = false

/**
 * A new name in the folder of `path`. What has it is gone when this process ends, unless it was released; after a SIGKILL, when
 * somebody writes there again.
 */
export function temporaryBeside(path: string): string {
  const folder = dirname(path)
  if (!swept.has(folder)) {
    swept.add(folder)
    sweep(folder)
  }
  const name = join(folder, `.assay-${writer}-${randomBytes(6).toString('hex')}.tmp`)
  keepUntilReleased(name)
  return name
}

/** A new folder outside the project, in the usual place for such or in another. It goes away with `remove`, with this process, and when that is killed. */
export async function makeTemporaryFolder(
  parent = tmpdir(),
): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(join(parent, 'assay-'))
  keepUntilReleased(folder)
  const dismiss = guardFolder(folder)
  const remove = () => {
    // Links in it are removed, not followed.
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    release(folder)
    dismiss()
  }
  return { folder, remove }
}

/** Whether a file is one of those that do not last. */
export function isTemporary(path: string): boolean {
  const name = basename(path)
  return temporary.test(name) || lock.test(name) || replaced.test(name)
}

export function isLock(name: string): boolean {
  return lock.test(name)
}

/** The name of a lock for `path`, in the same folder. */
export function lockOf(path: string): string {
  return join(dirname(path), `.assay-${basename(path).slice(0, 200)}.lock`)
}

/** A new name in the same folder for what is at `path` while something else takes its place. It is never swept: it is a person's. */
export function nameReplaced(path: string): string {
  return join(dirname(path), `${startOfReplaced(path)}${randomBytes(6).toString('hex')}.old`)
}

/** What was at `path` and was not put back, or not removed, because its process was killed. The newest first. */
export function findReplaced(path: string): string[] {
  const folder = dirname(path)
  const start = startOfReplaced(path)
  const age = (one: string) => lstatSync(one, { throwIfNoEntry: false })?.ctimeMs ?? 0
  return namesIn(folder)
    .filter((name) => replaced.test(name) && name.slice(0, -'0123456789ab.old'.length) === start)
    .map((name) => join(folder, name))
    .toSorted((one, other) => age(other) - age(one))
}

function startOfReplaced(path: string): string {
  return `.assay-${basename(path).slice(0, 200)}.`
}

/** Removes a file when this process ends before it is released, if it still is what it was. */
export function keepUntilReleased(path: string, isOurs = () => true): void {
  open.set(path, isOurs)
  if (guarded) return
  guarded = true
  process.on('exit', () => {
    for (const [left, isOurs] of open) if (isOurs()) remove(left)
  })
}

/** It is gone, or has become something that lasts. */
export function release(path: string): void {
  open.delete(path)
}

/**
 * Removes what writers left in a folder that were killed. Only what is called as ours is, and only if its writer is known to
 * have gone, or it is far older than writing takes. Nobody has such a name twice; locks are another matter (lock.ts).
 */
export function sweep(folder: string, now = Date.now()): void {
  for (const name of namesIn(folder)) {
    const [isOurs, mark] = temporary.exec(name) ?? []
    if (isOurs === undefined) continue
    const path = join(folder, name)
    const isOld = now - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > policy.files.leftAfter
    if (isOld || (mark !== undefined && hasGone(mark))) remove(path)
  }
}

/** Links are removed, not followed. */
function remove(path: string): void {
  // It may be somebody else's, who may take it away. The others are removed nevertheless.
  attempt(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
}
