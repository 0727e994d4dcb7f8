import { readFileSync, statSync } from 'node:fs'

/** The document of the JSON and file benchmarks: the lock file that this repository had once, as it was. */
export const documentFile = new URL('document.json', import.meta.url)

export function readDocument(): string {
  return readFileSync(documentFile, 'utf8')
}

/** Size of the file in bytes. */
export function documentSize(): number {
  return statSync(documentFile).size
}
