import { readdirSync, readFileSync, statSync } from 'node:fs'
import { attempt } from './attempt.ts'

/** What is read from /proc and /sys, so that the readers can be tested with the text of other machines. */
export type SystemFiles = {
  /** The text without surrounding white space, or `undefined` when it cannot be read. */
  read(path: string): string | undefined
  /** Names in a folder, or none when it cannot be read. */
  list(path: string): string[]
}

/** Note: read synchronously. These files are made in memory by the kernel; a thread pool only adds time. */
export const systemFiles: SystemFiles = {
  read: (path) => attempt(() => readFileSync(path, 'utf8').trim()),
  list: namesIn,
}

/** Largest file of a project that is read in one go, in bytes. */
const largest = 64e6

/** The same of a project's own files: of a pipe, a device or a file without end there is no text. */
export const ordinaryFiles: SystemFiles = {
  read: (path) =>
    attempt(() => {
      const file = statSync(path)
      return file.isFile() && file.size <= largest ? readFileSync(path, 'utf8').trim() : undefined
    }),
  list: namesIn,
}

/** What a folder has; nothing where there is none, or none that may be read. */
export function namesIn(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? []
}
