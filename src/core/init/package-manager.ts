/** How a package manager installs what the lock file says, and runs a script. */
export type PackageManager = {
  readonly install: string
  /** The same without running anything of what is installed. */
  readonly installWithoutScripts: string
  readonly run: string
  /** Runs a program of an installed package. */
  readonly exec: string
  /** What a machine that has Node and npm only runs first. */
  readonly prepare?: string
}

// Node 25 and later do not bring it.
const corepack = 'corepack enable || { npm install --global corepack && corepack enable; }'

const npm = manager('npm ci', 'npm run', 'npx')
// A lock file that the installation makes would be a change that nobody has committed.
const npmWithoutLock = manager('npm install --no-package-lock', 'npm run', 'npx')
const pnpm = { ...manager('pnpm install --frozen-lockfile', 'pnpm run', 'pnpm exec'), prepare: corepack }
const bun = {
  ...manager('bun install --frozen-lockfile', 'bun run', 'bunx'),
  prepare: 'npm install --global bun',
}
const classicYarn = { ...manager('yarn install --frozen-lockfile', 'yarn run', 'yarn'), prepare: corepack }
const yarn = {
  ...manager('yarn install --immutable', 'yarn run', 'yarn', '--mode=skip-build'),
  prepare: corepack,
}

/**
 * The package manager that a lock file belongs to; of Yarn, `declared` (`packageManager` in package.json) tells which. What is
 * declared counts where there is no lock file.
 */
export function packageManager(lockFile: string | undefined, declared: string): PackageManager {
  const name = lockFile === undefined ? declared.split('@')[0]! : (owners[lockFile] ?? 'npm')
  if (name === 'pnpm') return pnpm
  if (name === 'bun') return bun
  if (name === 'yarn') return /^yarn@(?:[2-9]|\d\d)/u.test(declared) ? yarn : classicYarn
  return lockFile === undefined ? npmWithoutLock : npm
}

const owners: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
}

function manager(
  install: string,
  run: string,
  exec: string,
  withoutScripts = '--ignore-scripts',
): PackageManager {
  return { install, installWithoutScripts: `${install} ${withoutScripts}`, run, exec }
}
