/** How a package manager installs what the lock file says, and runs a script. */
export type PackageManager = {
  readonly install: string
  /** The same without running anything of what is installed. */
  readonly installWithoutScripts: string
  readonly run: string
  /** What a machine that has Node and npm only runs first. */
  readonly prepare?: string
}

// Node 25 and later do not bring it.
const corepack = 'corepack enable || { npm install --global corepack && corepack enable; }'

const npm = manager('npm ci', 'npm run')
// A lock file that the installation makes would be a change that nobody has committed.
const npmWithoutLock = manager('npm install --no-package-lock', 'npm run')
const pnpm = { ...manager('pnpm install --frozen-lockfile', 'pnpm run'), prepare: corepack }
const bun = { ...manager('bun install --frozen-lockfile', 'bun run'), prepare: 'npm install --global bun' }
const classicYarn = { ...manager('yarn install --frozen-lockfile', 'yarn run'), prepare: corepack }
const yarn = { ...manager('yarn install --immutable', 'yarn run', '--mode=skip-build'), prepare: corepack }

/** The package manager that a lock file belongs to; of Yarn, `declared` (`packageManager`) tells which. */
export function packageManager(lockFile: string | undefined, declared: string): PackageManager {
  if (lockFile === undefined) return npmWithoutLock
  if (lockFile === 'pnpm-lock.yaml') return pnpm
  if (lockFile === 'bun.lock') return bun
  if (lockFile !== 'yarn.lock') return npm
  return /^yarn@(?:[2-9]|\d\d)/u.test(declared) ? yarn : classicYarn
}

function manager(install: string, run: string, withoutScripts = '--ignore-scripts'): PackageManager {
  return { install, installWithoutScripts: `${install} ${withoutScripts}`, run }
}
