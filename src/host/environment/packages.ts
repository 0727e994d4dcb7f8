import { hash } from 'node:crypto'
import { basename, dirname, join, relative, sep } from 'node:path'
import { type LockedPackage, lockedPackages, lockNames } from '../../core/sameness/locked-packages.ts'
import { fieldsOf } from '../../core/sameness/manifest.ts'
import type { InstalledPackages } from '../../model/environment.ts'
import type { SystemFiles } from '../process/system-files.ts'

/** What package.json asks for, so that the code runs, and so that people can work on it. */
const asked = {
  runtime: ['dependencies', 'optionalDependencies', 'peerDependencies'],
  development: ['devDependencies'],
} as const

/** InstalledPackages of a list that are recorded: whoever asks for more has the lock file's digest for them. */
const most = 500

/**
 * Which packages are installed, by the lock file of the project or of the repository around it; `undefined` where there is
 * none.
 */
export function readPackages(files: SystemFiles, root: string): InstalledPackages | undefined {
  const path = findLock(files, root)
  const text = path === undefined ? undefined : files.read(path)
  if (path === undefined || text === undefined) return undefined
  const locked = lockedPackages(basename(path), text)
  const manifest = fieldsOf(files.read(join(root, 'package.json')))
  const versionsOf = (lists: readonly string[], not: Readonly<Record<string, string>> = {}) =>
    pick(
      locked,
      lists
        .flatMap((list) => Object.keys((manifest?.[list] ?? {}) as object))
        .filter((name) => !Object.hasOwn(not, name)),
    )
  const runtime = versionsOf(asked.runtime)
  return {
    lock: {
      path: relative(root, path).split(sep).join('/'),
      digest: hash('sha256', text.replaceAll('\r\n', '\n')).slice(0, 16),
    },
    runtime,
    development: versionsOf(asked.development, runtime),
  }
}

function pick(locked: ReadonlyMap<string, LockedPackage>, names: readonly string[]): Record<string, string> {
  const known = [...new Set(names)].filter((name) => locked.has(name)).sort()
  return Object.fromEntries(known.slice(0, most).map((name) => [name, locked.get(name)!.versions.join(' ')]))
}

/** The nearest one from the project upwards, up to the top of its repository; outside git only the project's own. */
function findLock(files: SystemFiles, root: string): string | undefined {
  const places: (string | undefined)[] = []
  for (let at = root; ; at = dirname(at)) {
    const names = new Set(files.list(at))
    const lock = lockNames.find((name) => names.has(name))
    places.push(lock && join(at, lock))
    if (names.has('.git')) return places.find((place) => place !== undefined)
    if (dirname(at) === at) return places[0]
  }
}
