import { compileGlob } from '../glob.ts'
import { otherPackage, type Packages, stalePackage } from './lock.ts'
import { askAlike, decidesPackages, loadAlike, type Texts } from './manifest.ts'

/** How the working tree differs from a revision; names are relative to the top of the repository, with slashes. */
export type Differences = {
  /** Files that are not equal in both, those that git does not know yet among them. */
  readonly changed: ReadonlySet<string>
  /** Files of the working tree that git knows and compares. */
  readonly tracked: ReadonlySet<string>
  /** Files of the working tree that the revision does not have. */
  readonly added: ReadonlySet<string>
  /** What git is told to ignore; of a folder that is ignored as a whole its name with a slash at its end. */
  readonly ignored: ReadonlySet<string>
  /** Of every package.json and lock file that differs. */
  readonly texts: ReadonlyMap<string, Texts>
  /** Lock files that hold for the project, in the working tree or in the revision. */
  readonly locks: readonly string[]
  /** Lock files of other folders that differ, with npm's list of what is installed beside them. */
  readonly nested: ReadonlyMap<string, string | undefined>
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
  const tests = unrelated.map(compileGlob)
  const isUnrelated = (name: string) => tests.some((test) => test(name))
  const changed = new Set([...differences.changed].filter((name) => name !== own))
  const [hidden] = opaque
  const other = hidden === undefined ? undefined : [...changed].find((name) => !isUnrelated(name))
  if (other !== undefined) return `${hidden}, and ${other} has changed`
  const known = {
    ...differences,
    changed,
    folders: foldersOf(differences.tracked),
    vendored: vendoredOf(differences),
  }
  // Files by turns, or by chance: a call after those that were tried may read one more of their kind.
  const next = later.filter((place) => isOfRepository(place, known))
  const sibling = [...changed].find(
    (name) => next.some((one) => isOfKind(name, one)) || (next[0] && !isUnrelated(name)),
  )
  if (sibling !== undefined) return `only a later call reads ${next[0]!.name}, and ${sibling} has changed`
  const parts = [{ name: own, kind: 'file' } as const, ...places]
  for (const place of parts) {
    const isApart = isOutside(place.name) || packageOf(place, known) !== undefined
    const reason = isApart ? undefined : differing(place, own, known, isUnrelated)
    if (reason !== undefined) return reason
  }
  return otherPackages(places, known)
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
  const packages = packagesOf(places, { ...differences, vendored: vendoredOf(differences) })
  // Whoever does what nobody can follow may load any package that is there.
  const mayBeAny = opaque.length > 0 && differences.installed !== undefined
  if (packages.size === 0 && !mayBeAny) return undefined
  if (!differences.locks.some((name) => differences.tracked.has(name)))
    return 'no lock file is committed that tells which packages it loaded'
  return stalePackage(mayBeAny ? 'all' : packages, differences.lock, differences.installed)
}

/** What is known of a repository, prepared: its folders, and packages that git keeps. */
type Known = Differences & Vendored & { readonly folders: ReadonlySet<string> }
type Vendored = { readonly vendored: ReadonlySet<string> }

function differing(
  place: Place,
  own: string,
  { changed, tracked, folders, ignored, texts }: Known,
  isUnrelated: (name: string) => boolean,
): string | undefined {
  const { name, kind } = place
  for (const manifest of manifestsAbove(name)) {
    const both = texts.get(manifest)
    if (both && !loadAlike(both)) return `${manifest} says otherwise how code is loaded`
  }
  if (name === own) return undefined
  if (changed.has(name)) return `${name} has changed`
  if (/(?:^|\/)\.git\//u.test(name)) return `it reads ${name}, which no revision has`
  if (kind === 'file') return tracked.has(name) ? undefined : `git does not know ${name}`
  const below = [...changed].find((one) => isBelow(one, name))
  if (kind === 'absent') return below && `${below} has changed`
  const isOfPackages = isInPackages(name) && kind === 'folder'
  if (!folders.has(name) && !isOfPackages) return `git does not know ${name}`
  const hidden =
    kind === 'listed' ? [...ignored].find((one) => isBelow(one, name) && !isOurs(one)) : undefined
  if (hidden !== undefined) return `git does not know ${hidden}`
  if (below === undefined) return undefined
  // That there is such a folder is all that was asked, and it is one as long as something is in it.
  const isThere = kind === 'folder' && [...tracked].some((one) => isBelow(one, name) && !changed.has(one))
  return isThere ? undefined : `${below} has changed`

  /** Packages, which lock files tell, and what decides nothing. */
  function isOurs(one: string): boolean {
    return isInPackages(one) || isUnrelated(one.replace(/\/$/u, ''))
  }
}

/** Whether git would tell if there were one more of its kind. */
function isOfRepository(place: Place, { tracked, folders, vendored }: Known): boolean {
  const { name, kind } = place
  if (isOutside(name) || packageOf(place, { tracked, vendored }) !== undefined) return false
  if (kind === 'file') return tracked.has(name)
  return folders.has(kind === 'absent' ? folderOf(name) : name)
}

/** Whether something that has changed may be what a later call reads in place of what an earlier one did. */
function isOfKind(changed: string, { name, kind }: Place): boolean {
  return kind === 'listed' || kind === 'folder'
    ? isBelow(changed, folderOf(name))
    : endingOf(changed) === endingOf(name)
}

function otherPackages(places: readonly Place[], known: Known): string | undefined {
  const { changed, texts, locks, nested, installed } = known
  const holderOf = ({ name }: Place) =>
    [...nested.keys()]
      .filter((lock) => isBelow(name, folderOf(lock)))
      .sort((one, other) => other.length - one.length)
      .map(folderOf)[0]
  const held = Map.groupBy(places, holderOf)
  for (const [folder, own] of held) {
    const packages = packagesOf(own, known)
    if (packages.size === 0) continue
    const rule = [...changed].find(decidesPackages)
    if (rule !== undefined) return `${rule} has changed, which decides about packages`
    const holding =
      folder === undefined ? locks : [...nested.keys()].filter((lock) => folderOf(lock) === folder)
    const [lock, ...others] = holding.filter((name) => changed.has(name))
    const reason =
      lock === undefined
        ? asksOtherwise(texts)
        : others.length === 0 &&
          otherLock(packages, lock, texts, nested.has(lock) ? nested.get(lock) : installed)
    if (reason === false) return `${lock} has changed`
    if (reason !== undefined) return reason
  }
  return undefined
}

/** `false`: its lock file cannot be read, and has changed. */
function otherLock(
  packages: Packages,
  lock: string,
  texts: Differences['texts'],
  installed: string | undefined,
): string | false | undefined {
  const isOfNpm = /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/u.test(lock)
  const both = texts.get(lock)
  return isOfNpm && both && !packages.has('') ? otherPackage(packages, both, installed) : false
}

function asksOtherwise(texts: Differences['texts']): string | undefined {
  const [asking] = [...texts].filter(
    ([name, both]) => /(?:^|\/)package\.json$/u.test(name) && !askAlike(both),
  )
  return asking && `${asking[0]} asks for other packages`
}

function packagesOf(places: readonly Place[], known: Pick<Differences, 'tracked'> & Vendored): Packages {
  const packages = new Map<string, boolean>()
  for (const place of places) {
    const name = packageOf(place, known)
    if (name !== undefined) packages.set(name, packages.get(name) === true || place.kind !== 'absent')
  }
  return packages
}

/** The package that a place belongs to; empty for all of them. Packages that git knows are files like others. */
function packageOf(
  { name, kind }: Place,
  { tracked, vendored }: Pick<Differences, 'tracked'> & Vendored,
): string | undefined {
  const [, found] = /^(?:.*\/)?node_modules(?:\/(.*))?$/u.exec(name) ?? []
  if (!isInPackages(name) || isOutside(name) || tracked.has(name)) return undefined
  if (found === undefined) return kind === 'listed' ? '' : undefined
  const [scope = '', rest] = found.split('/')
  // Caches and the like are no packages.
  if (scope.startsWith('.')) return undefined
  const own = scope.startsWith('@') ? `${scope}/${rest ?? ''}` : scope
  return vendored.has(name.slice(0, name.length - found.length) + own) ? undefined : own
}

function isInPackages(name: string): boolean {
  return /(?:^|\/)node_modules(?:\/|$)/u.test(name)
}

/** Folders of packages of which git keeps files, in either revision. */
function vendoredOf({ tracked, changed, added }: Differences): ReadonlySet<string> {
  const kept = [...tracked, ...[...changed].filter((name) => !added.has(name))]
  return new Set(
    kept.flatMap((name) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(name)?.[0] ?? []),
  )
}

/** All folders that files lie in. */
function foldersOf(names: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const name of names) {
    let folder = folderOf(name)
    while (!folders.has(folder)) {
      folders.add(folder)
      folder = folderOf(folder)
    }
  }
  return folders
}

/** Where it lies; empty for the top. */
function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
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
