import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildInto } from '../build.ts'

const folder = fileURLToPath(new URL('../.assay/test', import.meta.url))

/**
 * The program as people have it. Tests of the command line start it and its processes a few thousand times, and
 * compiled it starts in half the time that it takes from its sources. Beside it lie all modules of `src`, for what tests do
 * in compiled processes without the command line.
 */
export const main = join(folder, 'dist', 'cli', 'main.js')

/**
 * Called by Vitest once, before all tests. Types are checked by `npm run types`, and not once more here.
 */
export async function setup(): Promise<void> {
  await buildInto(folder, 'test/tsconfig.built.json')
}
