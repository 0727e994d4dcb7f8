import picomatch from 'picomatch'
import { otherPackage, type Packages, stalePackage } from './lock.ts'
import { askAlike, loadAlike, type Texts } from './manifest.ts'

/** How the working tree differs from a revision; names are relative to the top of the repository, with slashes. */
export type Differences = {
  /** Files that are not equal in both, those that git does not know yet among them. */
  readonly changed: ReadonlySet<string>
  /** Files of the working tree that git knows and compares. */
  readonly tracked: ReadonlySet<string>
  /** Of every package.json and lock file that differs. */
  readonly texts: ReadonlyMap<string, Texts>
  /** Lock files that hold for the project, in the working tree or in the revision. */
  readonly locks: readonly string[]
  /** The text of the lock file of npm that holds, and npm's list of what is installed. */
  readonly lock: string | undefined
  readonly installed: string | undefined
}

/** Something that was read or looked for. `listed`: a folder whose entries were asked for. */
export type Place = { readonly name: string; readonly kind: 'file' | 'folder' | 'listed' | 'absent' }

/** What a benchmark file touches; `own` is its own name. */
export type Touched = {
  readonly own: string
  readonly places: readonly Place[]
  /** Those of them that only a later call than the first read. */
  readonly later: readonly Place[]
  readonly opaque: readonly string[]
}

/** What decides besides a lock file what lies in `node_modules`. */
const installs =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|pnpm-workspace\.yaml|\.pnpmfile\.c?js|bunfig\.toml)$|(?:^|\/)(?:patches|\.yarn)\/|\.patch$/u

/**
 * Why the benchmarks of a file are not known to be the same in both revisions; `undefined` where they are. The file itself
 * is the working tree's on both sides. `unrelated`: patterns of files that decide nothing about code, as long as nobody
 * reads them.
 */
export function whatDiffers(
  { own, places, later, opaque }: Touched,
  differences: Differences,
  unrelated: readonly string[],
): string | undefined {
  const isUnrelated = picomatch([...unrelated], { dot: true })
  const changed = new Set([...differences.changed].filter((name) => name !== own))
  const [hidden] = opaque
  const other = hidden === undefined ? undefined : [...changed].find((name) => !isUnrelated(name))
  if (other !== undefined) return `${hidden}, and ${other} has changed`
  // Files by turns, or by chance: a call after those that were tried may read one more of their kind.
  const next = later.filter(({ name, kind }) => kind === 'file' && differences.tracked.has(name))
  const endings = new Set(next.map(({ name }) => endingOf(name)))
  const sibling = [...changed].find((name) => endings.has(endingOf(name)) || (next[0] && !isUnrelated(name)))
  if (sibling !== undefined) return `only a later call reads ${next[0]!.name}, and ${sibling} has changed`
  const packages = packagesOf(places, differences)
  const parts = [{ name: own, kind: 'file' } as const, ...places]
  for (const place of parts) {
    const isApart = isOutside(place.name) || packageOf(place, differences) !== undefined
    const reason = isApart ? undefined : differing(place, own, changed, differences)
    if (reason !== undefined) return reason
  }
  return packages.size === 0 ? undefined : otherPackages(packages, changed, differences)
}

/**
 * Why they are not known to be what they were when a revision was measured alone, some time ago, although nothing of
 * git's differs: code from elsewhere, packages of which no lock file tells.
 */
export function whatIsUnknown(
  { places, opaque }: Touched,
  differences: Differences,
  isForeign: (place: Place) => boolean,
): string | undefined {
  const foreign = places.find((place) => isOutside(place.name) && isForeign(place))
  if (foreign) return `${foreign.name} lies outside the repository`
  const packages = packagesOf(places, differences)
  // Whoever does what nobody can follow may load any package that is there.
  const mayBeAny = opaque.length > 0 && differences.installed !== undefined
  if (packages.size === 0 && !mayBeAny) return undefined
  if (!differences.locks.some((name) => differences.tracked.has(name)))
    return 'no lock file is committed that tells which packages it loaded'
  return stalePackage(mayBeAny ? 'all' : packages, differences.lock, differences.installed)
}

function differing(
  place: Place,
  own: string,
  changed: ReadonlySet<string>,
  { tracked, texts }: Differences,
): string | undefined {
  const { name, kind } = place
  for (const manifest of manifestsAbove(name)) {
    const both = texts.get(manifest)
    if (both && !loadAlike(both)) return `${manifest} says otherwise how code is loaded`
  }
  if (name === own) return undefined
  if (changed.has(name)) return `${name} has changed`
  if (/(?:^|\/)\.git\//u.test(name)) return `it reads ${name}, which no revision has`
  if (kind === 'absent') return undefined
  if (kind === 'file') return tracked.has(name) ? undefined : `git does not know ${name}`
  const below = [...changed].find((one) => isBelow(one, name))
  if (below === undefined) return undefined
  // That there is such a folder is all that was asked, and it is one as long as something is in it.
  const isThere = kind === 'folder' && [...tracked].some((one) => isBelow(one, name) && !changed.has(one))
  return isThere ? undefined : `${below} has changed`
}

function otherPackages(
  packages: Packages,
  changed: ReadonlySet<string>,
  { texts, locks, installed }: Differences,
): string | undefined {
  const rule = [...changed].find((name) => installs.test(name))
  if (rule !== undefined) return `${rule} has changed, which decides about packages`
  const [lock, ...others] = locks.filter((name) => changed.has(name))
  if (lock !== undefined) {
    const isOfNpm = others.length === 0 && /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/u.test(lock)
    const both = texts.get(lock)
    return isOfNpm && both && !packages.has('')
      ? otherPackage(packages, both, installed)
      : `${lock} has changed`
  }
  const [asking] = [...texts].filter(
    ([name, both]) => /(?:^|\/)package\.json$/u.test(name) && !askAlike(both),
  )
  return asking && `${asking[0]} asks for other packages`
}

function packagesOf(places: readonly Place[], differences: Differences): Packages {
  const packages = new Map<string, boolean>()
  for (const place of places) {
    const name = packageOf(place, differences)
    if (name !== undefined) packages.set(name, packages.get(name) === true || place.kind !== 'absent')
  }
  return packages
}

/** The package that a place belongs to; empty for all of them. Packages that git knows are files like others. */
function packageOf({ name, kind }: Place, { tracked }: Differences): string | undefined {
  const [, found] = /^(?:.*\/)?node_modules(?:\/(.*))?$/u.exec(name) ?? []
  if (!/(?:^|\/)node_modules(?:\/|$)/u.test(name) || isOutside(name) || tracked.has(name)) return undefined
  if (found === undefined) return kind === 'listed' ? '' : undefined
  const [scope = '', rest] = found.split('/')
  // Caches and the like are no packages.
  if (scope.startsWith('.')) return undefined
  return scope.startsWith('@') ? `${scope}/${rest ?? ''}` : scope
}

function manifestsAbove(name: string): string[] {
  const folders = name.split('/')
  return folders.map((_, depth) => [...folders.slice(0, depth), 'package.json'].join('/'))
}

/** From the last dot of a name. */
function endingOf(name: string): string {
  return /\.[^./]*$/u.exec(name)?.[0] ?? ''
}

function isBelow(name: string, folder: string): boolean {
  return folder === '' || name.startsWith(`${folder}/`)
}

function isOutside(name: string): boolean {
  return name === '..' || name.startsWith('../') || /^(?:\/|[A-Za-z]:)/u.test(name)
}
