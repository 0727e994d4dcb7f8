import { readdirSync, readFileSync } from 'node:fs'

/** What is read from /proc and /sys, so that the readers can be tested with the text of other machines. */
export type SystemFiles = {
  /** The text without surrounding white space, or `undefined` when it cannot be read. */
  read(path: string): string | undefined
  /** Names in a folder, or none when it cannot be read. */
  list(path: string): string[]
}

/** Note: read synchronously. These files are made in memory by the kernel; a thread pool only adds time. */
export const systemFiles: SystemFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8').trim()
    } catch {
      return undefined
    }
  },
  list(path) {
    try {
      return readdirSync(path)
    } catch {
      return []
    }
  },
}
