import { readFileSync, statSync } from 'node:fs'

/** The real document of the JSON and file benchmarks: this repository's own package-lock.json. */
export const lockFile = new URL('../../package-lock.json', import.meta.url)

export function readLockFile(): string {
  return readFileSync(lockFile, 'utf8')
}

/** Size of the file in bytes. */
export function lockFileSize(): number {
  return statSync(lockFile).size
}
