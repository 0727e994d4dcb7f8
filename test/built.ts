import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from '../build.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.assay', 'test')

/**
 * The program as people have it. Tests of the command line start it and its processes a few thousand times, and
 * compiled it starts in half the time that it takes from its sources. Beside it lie all modules of `src`, for what tests do
 * in compiled processes without the command line.
 */
export const main = join(folder, 'dist', 'cli', 'main.js')

/**
 * Called by Vitest once, before all tests. A folder of its own, so that whoever uses `dist` meanwhile keeps it. Types are
 * checked by `npm run types`, and not once more here.
 */
export async function setup(): Promise<void> {
  await build(join(folder, 'dist'), 'test/tsconfig.built.json')
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
}
