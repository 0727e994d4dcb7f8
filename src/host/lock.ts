import { randomBytes } from 'node:crypto'
import { lstatSync, readFileSync, rmSync } from 'node:fs'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AssayError } from '../model/assay-error.ts'
import { policy } from '../model/config.ts'
import { hasGone, writer } from './owner.ts'
import { withAdvice } from './system-error.ts'
import { keepUntilReleased, lockOf, release, temporaryBeside } from './temporary.ts'

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
  const text = `${writer} ${randomBytes(8).toString('hex')}\n`
  await acquire(lock, text)
  try {
    return await act()
  } finally {
    // One that was taken for forgotten is somebody else's now.
    if (textOf(lock) === text) rmSync(lock, { force: true })
    release(lock)
  }
}

async function acquire(lock: string, text: string): Promise<void> {
  const { wait, every } = policy.files.lock
  for (const start = performance.now(); ; ) {
    if (await create(lock, text)) return
    const found = textOf(lock)
    if (found !== undefined && isForgotten(lock, found)) await takeAway(lock, found)
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
async function create(lock: string, text: string): Promise<boolean> {
  const temporary = temporaryBeside(lock)
  try {
    await mkdir(dirname(lock), { recursive: true })
    const file = await open(temporary, 'wx')
    await file.writeFile(text).finally(() => file.close())
    const isTaken = await link(temporary, lock).then(
      () => false,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return true
        throw error
      },
    )
    if (!isTaken) keepUntilReleased(lock)
    return !isTaken
  } catch (error) {
    throw withAdvice(error, lock)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
    release(temporary)
  }
}

function isForgotten(lock: string, text: string): boolean {
  const { mtimeMs } = lstatSync(lock, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
  return hasGone(text.split(' ')[0] ?? '') || Date.now() - mtimeMs > policy.files.lock.forgotten
}

/** If it is still the one that was looked at: it is moved away first, and given back if it is another one. */
async function takeAway(lock: string, found: string): Promise<void> {
  const away = temporaryBeside(lock)
  try {
    await rename(lock, away)
    if (textOf(away) !== found) await link(away, lock)
  } catch {
    // Somebody was faster.
  } finally {
    await rm(away, { force: true })
    release(away)
  }
}

function textOf(lock: string): string | undefined {
  try {
    return lstatSync(lock).isFile() ? readFileSync(lock, 'utf8') : undefined
  } catch {
    return undefined
  }
}
