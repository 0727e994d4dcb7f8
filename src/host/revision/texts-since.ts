import { join } from 'node:path'
import type { Texts } from '../../core/sameness/manifest.ts'
import { readOrdinaryText } from '../files/ordinary-file.ts'
import { readObjects } from '../git/objects.ts'

/** How long git may take, ms, and bytes of the file: nothing is decided by it, and nothing is fetched for it. */
const limits = { timeout: 2_000, most: 64e6, mayFetch: false }

/** The text of a file at a commit, and now; `undefined` where it cannot be had. `path`: from `root`, with slashes. Never throws. */
export async function textsSince(root: string, commit: string, path: string): Promise<Texts> {
  // A name is a line of its own for git.
  const names = path.includes('\n') ? [] : [`${commit}:./${path}`]
  const [{ objects }, head] = await Promise.all([
    readObjects(root, names, limits),
    readOrdinaryText(join(root, path)).catch(() => undefined),
  ])
  const base = objects[0]?.type === 'blob' ? Buffer.from(objects[0].bytes).toString() : undefined
  return { base, head }
}
