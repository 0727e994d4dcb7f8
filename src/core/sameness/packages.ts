import { copiedFolders, type Packages, packageIn, stalePackage, whyPackageDiffers } from './lock.ts'
import { namesWithNeeds, whyBlockDiffers } from './lock-blocks.ts'
import { areAlike, askAlike, type Texts } from './manifest.ts'
import { firstReason, folderOf, isBelow } from './names.ts'

/** What tells which packages two revisions have; names are relative to the top of the repository, with slashes. */
export type Installations = {
  /** Files that are not equal in both. */
  readonly changed: ReadonlySet<string>
  readonly tracked: ReadonlySet<string>
  /** Of every package.json and lock file that differs. */
  readonly texts: ReadonlyMap<string, Texts>
  /** Every lock file that git knows in the working tree or in the revision, of whatever folder. */
  readonly locks: readonly string[]
  /** Those that the working tree has. */
  readonly lockTexts: ReadonlyMap<string, string>
  /** What package managers write down about what lies in the `node_modules` of folders. */
  readonly installed: ReadonlyMap<string, string>
}

/** What decides besides a lock file what lies in `node_modules`. */
const installs =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|pnpm-workspace\.yaml|\.pnpmfile\.c?js|bunfig\.toml)$|(?:^|\/)(?:patches|\.yarn)\/|\.patch$/u

/**
 * Why packages in the `node_modules` of a folder are not known to be those of the revision; `undefined` where they are. The
 * one answer for what is called identical and for what a checkout may share.
 *
 * An installation belongs to the nearest lock file above it. What asks for packages counts where it has the same; rules and
 * patches also where they lie with one above it.
 *
 * @param packages which of them are asked for
 */
export function whyOtherPackages(
  folder: string,
  packages: Packages | 'all',
  installations: Installations,
): string | undefined {
  const { changed, texts, lockTexts, installed } = installations
  const mine = installationOf(folder, installations)
  const locks = installations.locks.filter((name) => folderOf(name) === mine)
  const holderOf = (name: string) => installationOf(folderOf(name), installations)
  const isManifestOf = (name: string) => /(?:^|\/)package\.json$/u.test(name) && holderOf(name) === mine
  const rule = [...changed].find((name) => installs.test(name) && isIn(mine, holderOf(name)))
  if (rule !== undefined) return `${rule} has changed, which decides about packages`
  const copies = locks.flatMap((name) => copiedFolders(name, lockTexts.get(name)))
  const source = firstReason(copies, (copied) => [...changed].find((name) => isIn(name, copied)))
  if (source !== undefined) return `${source} has changed, of which node_modules has a copy`
  const [lock, ...others] = locks.filter((name) => changed.has(name))
  if (lock !== undefined) {
    const both = texts.get(lock)
    if (others.length > 0 || !both || packages === 'all' || packages.has('')) return `${lock} has changed`
    if (/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/u.test(lock))
      return whyPackageDiffers(packages, both, installed.get(mine))
    if (!/(?:^|\/)(?:pnpm-lock\.yaml|yarn\.lock)$/u.test(lock)) return `${lock} has changed`
    // Where packages lie is nothing that these lock files tell.
    const names = new Map<string, boolean>()
    for (const [place, isThere] of packages) {
      const name = packageIn(place)!
      names.set(name, names.get(name) === true || isThere)
    }
    const all = namesWithNeeds(lock, names.keys(), both)
    const asking = [...texts].find(([name, two]) => isManifestOf(name) && !askAlike(two, all))
    if (asking) return `${asking[0]} asks for other packages`
    return whyBlockDiffers(lock, names, both, installed.get(mine))
  }
  const asking = [...texts].find(([name, both]) => isManifestOf(name) && !areAlike(both, 'packages'))
  return asking && `${asking[0]} asks for other packages`
}

/** Why it is not known that what lies there is what the lock file says, so that it may be another thing than it was. */
export function whyStale(
  folder: string,
  packages: Packages | 'all',
  installations: Installations,
): string | undefined {
  const mine = installationOf(folder, installations)
  const { tracked, lockTexts, installed } = installations
  const locks = installations.locks.filter((name) => folderOf(name) === mine && tracked.has(name))
  if (locks.length === 0) return 'no committed lock file says which packages it loaded'
  return firstReason(locks, (name) => stalePackage(packages, lockTexts.get(name), installed.get(mine)))
}

/** The nearest folder from this one upwards that has a lock file, in either revision; the top where none has. */
export function installationOf(folder: string, { locks }: Pick<Installations, 'locks'>): string {
  for (let at = folder; ; at = folderOf(at)) {
    if (at === '' || locks.some((lock) => folderOf(lock) === at)) return at
  }
}

function isIn(name: string, folder: string): boolean {
  return name === folder || isBelow(name, folder)
}
