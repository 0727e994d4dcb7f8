import { readFileSync } from 'node:fs'

/** The version of this package: two folders up, from `src/host` as from `dist/host`. */
export function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
