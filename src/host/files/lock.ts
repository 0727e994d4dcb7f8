import { randomBytes } from 'node:crypto'
import { closeSync, linkSync, lstatSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AssayError } from '../../model/assay-error.ts'
import { policy } from '../../model/config.ts'
import { attempt } from '../process/attempt.ts'
import { namesIn } from '../process/system-files.ts'
import { makeFolder } from './folders.ts'
import { hasGone, writer } from './owner.ts'
import { hasNoLinks, withAdvice } from './system-error.ts'
import { isLock, keepUntilReleased, lockOf, release, temporaryBeside } from './temporary.ts'

/** Who holds it, and something that no other lock says. */
const form = /^([0-9a-f]{8}-[1-9][0-9]*) [0-9a-f]{16}\n$/u
const longest = 64

/**
 * Does something to a file or folder while no other process of Assay does. For what takes a moment: read again, look whether it
 * is still as it was, write. What was measured for minutes is not measured under a lock.
 *
 * A lock says who holds it. It is taken away when that process has gone, or when it is older than any such moment.
 *
 * @throws AssayError `busy`, `not-writable`
 */
export async function withLock<T>(path: string, act: () => Promise<T>): Promise<T> {
  const lock = lockOf(path)
  const text = newText()
  await acquire(lock, text)
  try {
    return await act()
  } finally {
    giveBack(lock, text)
  }
}

/** Removes the locks in a folder that are nobody's any more. What is only called like one stays. */
export function sweepLocks(folder: string): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name)
    // What says nothing is taken away by whoever wants the lock: it may be a person's.
    if (isLock(name) && textOf(path) !== '') attempt(() => takeAwayForgotten(path))
  }
}

async function acquire(lock: string, text: string): Promise<void> {
  const { wait, every } = policy.files.lock
  for (const start = performance.now(); ; ) {
    if (create(lock, text)) return
    takeAwayForgotten(lock)
    if (performance.now() - start > wait) {
      throw new AssayError(
        'busy',
        `Another run is writing there: ${lock} is held.`,
        'Try again; if no other run is there, remove that file.',
      )
    }
    // By chance, so that those who wait do not all come back at once.
    await sleep(every * (0.5 + Math.random()))
  }
}

/** A link refuses a name that is taken, and what it gives a name to is whole already. */
function create(lock: string, text: string): boolean {
  const temporary = temporaryBeside(lock)
  try {
    makeFolder(dirname(lock))
    writeFileSync(temporary, text, { flag: 'wx' })
    const isOurs = give(temporary, lock) ?? createInPlace(lock, text)
    // One that was taken for forgotten is somebody else's.
    if (isOurs) keepUntilReleased(lock, () => textOf(lock) === text)
    return isOurs
  } catch (error) {
    throw withAdvice(error, lock)
  } finally {
    attempt(() => rmSync(temporary, { force: true }))
    release(temporary)
  }
}

/** Whether the file has the name now; `undefined` where the file system has no links. */
function give(temporary: string, name: string): boolean | undefined {
  try {
    linkSync(temporary, name)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    if (hasNoLinks(error as NodeJS.ErrnoException)) return undefined
    throw error
  }
}

/** Where the file system has no links. For a moment it says nothing, and nobody takes it away for that. */
function createInPlace(lock: string, text: string): boolean {
  let file: number
  try {
    file = openSync(lock, 'wx')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    writeFileSync(file, text)
  } catch (error) {
    rmSync(lock, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  return true
}

function giveBack(lock: string, text: string): void {
  if (textOf(lock) === text) rmSync(lock, { force: true })
  release(lock)
}

/**
 * Under a lock of its own. A name says nothing about what has it a moment later: of two who found the same lock forgotten, the
 * second would remove what a third has made since.
 */
function takeAwayForgotten(lock: string): void {
  if (!isForgotten(lock)) return
  const ofThat = lockOf(lock)
  const text = newText()
  // Who was about to do it may have been killed, too.
  if (!create(ofThat, text)) {
    takeAwayForgotten(ofThat)
    return
  }
  try {
    if (isForgotten(lock)) rmSync(lock, { force: true })
  } finally {
    giveBack(ofThat, text)
  }
}

/** What does not look like a lock is somebody's; one that says nothing yet is about to. */
function isForgotten(lock: string): boolean {
  const text = textOf(lock)
  const holder = form.exec(text ?? '')?.[1]
  if (text === undefined || (holder === undefined && text !== '')) return false
  const { mtimeMs } = lstatSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
  return (holder !== undefined && hasGone(holder)) || Date.now() - mtimeMs > policy.files.lock.forgotten
}

function newText(): string {
  return `${writer} ${randomBytes(8).toString('hex')}\n`
}

/** `undefined` for what is no lock, whatever it is. */
function textOf(lock: string): string | undefined {
  return attempt(() => {
    const stats = lstatSync(lock)
    return stats.isFile() && stats.size <= longest ? readFileSync(lock, 'utf8') : undefined
  })
}
