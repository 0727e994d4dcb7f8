import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.assay', 'test')

/**
 * The program as people have it. Tests of the command line start it and its processes a few thousand times, and
 * compiled it starts in half the time that it takes from its sources.
 */
export const main = join(folder, 'dist', 'cli', 'main.js')

/** Arguments of the compiler, from the top of the project. */
export const build = [
  ...['-p', 'tsconfig.build.json', '--outDir', join('.assay', 'test', 'dist')],
  ...['--incremental', '--tsBuildInfoFile', join('.assay', 'test', 'built.json')],
]

/**
 * Called by Vitest once, before all tests. A folder of its own, so that whoever uses `dist` meanwhile keeps it. What was
 * compiled before is compiled again only where its source has changed.
 */
export function setup(): void {
  mkdirSync(folder, { recursive: true })
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  execFileSync(process.execPath, [compiler, ...build], { cwd: root, stdio: 'inherit' })
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'))
}
