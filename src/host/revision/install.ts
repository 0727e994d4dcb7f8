import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AssayError } from '../../model/assay-error.ts'
import { runProgram } from '../process/program.ts'

/** How each package manager installs exactly what its lock file says. */
const installers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'package-lock.json': ['npm', 'ci', '--no-audit', '--no-fund'],
  'npm-shrinkwrap.json': ['npm', 'ci', '--no-audit', '--no-fund'],
  'pnpm-lock.yaml': ['pnpm', 'install', '--frozen-lockfile'],
  'yarn.lock': ['yarn', 'install', '--frozen-lockfile'],
  'bun.lock': ['bun', 'install', '--frozen-lockfile'],
  'bun.lockb': ['bun', 'install', '--frozen-lockfile'],
}
/** In the order in which they are looked for. */
export const lockFileNames: readonly string[] = Object.keys(installers)
const withoutLock = ['npm', 'install', '--no-package-lock', '--no-audit', '--no-fund'] as const

/** The lock file that holds for a folder: the nearest one from it up to `top`. */
export function lockFileIn(folder: string, top: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const name = lockFileNames.find((lock) => existsSync(join(at, lock)))
    if (name !== undefined) return join(at, name)
    if (at === top || dirname(at) === at) return undefined
  }
}

/**
 * Installs the dependencies of a revision where it is checked out; `reason`: why those of the working tree are others.
 *
 * @throws AssayError `no-dependencies`
 */
export async function installDependencies(
  folder: string,
  lock: string | undefined,
  ref: string,
  reason: string,
): Promise<void> {
  const command = installers[basename(lock ?? '')] ?? withoutLock
  const complaint = await runProgram(folder, command)
  if (complaint === undefined) return
  throw new AssayError(
    'no-dependencies',
    `The dependencies of '${ref}' cannot be installed (${command[0]} ${command[1]}): ${complaint}`,
    `It needs its own: ${reason}. See to it that they can be installed here, or compare with a revision of the same dependencies.`,
  )
}
