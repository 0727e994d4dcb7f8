import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AssayError } from '../model/assay-error.ts'

/** How each package manager installs exactly what its lock file says. */
const installers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'package-lock.json': ['npm', 'ci', '--no-audit', '--no-fund'],
  'npm-shrinkwrap.json': ['npm', 'ci', '--no-audit', '--no-fund'],
  'pnpm-lock.yaml': ['pnpm', 'install', '--frozen-lockfile'],
  'yarn.lock': ['yarn', 'install', '--frozen-lockfile'],
  'bun.lock': ['bun', 'install', '--frozen-lockfile'],
}
const withoutLock = ['npm', 'install', '--no-package-lock', '--no-audit', '--no-fund'] as const

/** ms. */
const limit = 600_000

/** The lock file that holds for a folder: the nearest one from it up to `top`. */
export function lockFileIn(folder: string, top: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const name = Object.keys(installers).find((lock) => existsSync(join(at, lock)))
    if (name !== undefined) return join(at, name)
    if (at === top || dirname(at) === at) return undefined
  }
}

/**
 * Installs the dependencies of a revision where it is checked out.
 *
 * @throws AssayError `no-dependencies`
 */
export async function installDependencies(
  folder: string,
  lock: string | undefined,
  ref: string,
): Promise<void> {
  const [program, ...args] = installers[basename(lock ?? '')] ?? withoutLock
  const { execa } = await import('execa')
  const { failed, code, all, timedOut } = await execa(program, args, {
    cwd: folder,
    stdin: 'ignore',
    all: true,
    timeout: limit,
    reject: false,
  })
  if (!failed) return
  const said =
    code === 'ENOENT' ? `there is no ${program}` : timedOut ? 'it took too long' : lastLines(all ?? '')
  throw new AssayError(
    'no-dependencies',
    `The dependencies of '${ref}' cannot be installed (${program} ${args[0]}): ${said}`,
    'Its lock file differs from that of the working tree, so it needs its own. See to it that they can be installed here, or compare with a revision of the same dependencies.',
  )
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join(' ').slice(-300)
}
