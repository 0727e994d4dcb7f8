import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.assay', 'test')

/**
 * The program as people have it. Tests of the command line start it and its processes a few thousand times, and
 * compiled it starts in half the time that it takes from its sources.
 */
export const main = join(folder, 'dist', 'cli', 'main.js')

/**
 * Called by Vitest once, before all tests. A folder of its own, so that whoever uses `dist` meanwhile keeps it. Types are
 * checked by `npm run types`, and not once more here.
 */
export function setup(): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const only = ['--noCheck', '--declaration', 'false', '--outDir', join(folder, 'dist')]
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...only], {
    cwd: root,
    stdio: 'inherit',
  })
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
}
