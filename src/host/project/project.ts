import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { PackageIdentity } from '../../core/identity/published.ts'
import { foldersUp } from '../files/files.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { attempt } from '../process/attempt.ts'

/** Folder of the nearest `package.json` at or above `from`; `from` itself when there is none. */
export function findRoot(from: string): string {
  const start = resolve(from)
  return foldersUp(start).find((folder) => existsSync(join(folder, 'package.json'))) ?? start
}

/** What the project's `package.json` says; `undefined` where there is none that can be read. */
export async function readManifest(root: string): Promise<PackageIdentity> {
  const text = await readOrdinaryText(join(root, 'package.json')).catch(() => '')
  const manifest: unknown = attempt(() => JSON.parse(text))
  return typeof manifest === 'object' && manifest !== null ? manifest : undefined
}
