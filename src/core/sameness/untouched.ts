import { compileGlob } from '../identity/glob.ts'
import type { Packages } from './lock.ts'
import { areAlike } from './manifest.ts'
import { firstReason, folderOf, isBelow } from './names.ts'
import { type Installations, installationOf, whyOtherPackages, whyStale } from './packages.ts'

/** How the working tree differs from a revision; names are relative to the top of the repository, with slashes. */
export type Differences = Installations & {
  /** Files of the working tree that the revision does not have. */
  readonly added: ReadonlySet<string>
  /** What git is told to ignore; of a folder that is ignored as a whole its name with a slash at its end. */
  readonly ignored: ReadonlySet<string>
}

/** Something that was read or looked for. `listed`: a folder whose entries were asked for. */
export type TouchedPlace = { readonly name: string; readonly kind: 'file' | 'folder' | 'listed' | 'absent' }

/** What a benchmark file touches; `own` is its own name. */
export type Touched = {
  readonly own: string
  readonly places: readonly TouchedPlace[]
  /** Those of them that only a later call than the first read. */
  readonly later: readonly TouchedPlace[]
  readonly opaque: readonly string[]
}

/**
 * Why the benchmarks of a file are not known to be the same in both revisions; `undefined` where they are. The file itself
 * is the working tree's on both sides. `unrelated`: patterns of files that decide nothing about code, as long as nobody
 * reads them.
 */
export function whyDifferent(
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
  const folders = foldersOf(differences.tracked)
  const known = { ...differences, changed, folders, vendored: vendoredOf(differences) }
  // Files by turns, or by chance: a call after those that were tried may read one more of their kind.
  const next = later.filter((place) => isOfRepository(place, known))
  const sibling = [...changed].find(
    (name) => next.some((one) => isOfKind(name, one)) || (next[0] && !isUnrelated(name)),
  )
  if (sibling !== undefined) return `only a later call reads ${next[0]!.name}, and ${sibling} has changed`
  const parts = [{ name: own, kind: 'file' } as const, ...places].filter(
    (place) => !isOutside(place.name) && packageOf(place, known) === undefined,
  )
  return (
    firstReason(parts, (place) => whyPlaceDiffers(place, own, known, isUnrelated)) ??
    firstReason(packagesOf(places, known), ([folder, packages]) => whyOtherPackages(folder, packages, known))
  )
}

/**
 * Why they are not known to be what they were when a revision was measured alone, some time ago, although nothing of
 * git's differs: code from elsewhere, packages of which no lock file tells.
 */
export function whyUnknown(
  { places, opaque }: Touched,
  differences: Differences,
  isForeign: (place: TouchedPlace) => boolean,
): string | undefined {
  const foreign = places.find((place) => isOutside(place.name) && isForeign(place))
  if (foreign) return `${foreign.name} lies outside the repository`
  const packages = packagesOf(places, { ...differences, vendored: vendoredOf(differences) })
  // Whoever does what nobody can follow may load any package that is there.
  const all = opaque.length > 0 ? [...differences.installed.keys()] : []
  return firstReason([...packages, ...all.map((folder) => [folder, 'all'] as const)], ([folder, asked]) =>
    whyStale(folder, asked, differences),
  )
}

/** What is known of a repository, prepared: its folders, and packages that git keeps. */
type Known = Differences & Vendored & { readonly folders: ReadonlySet<string> }
type Vendored = { readonly vendored: ReadonlySet<string> }

function whyPlaceDiffers(
  place: TouchedPlace,
  own: string,
  { changed, tracked, folders, ignored, texts }: Known,
  isUnrelated: (name: string) => boolean,
): string | undefined {
  const { name, kind } = place
  for (const manifest of manifestsAbove(name)) {
    const both = texts.get(manifest)
    if (both && !areAlike(both, 'loading')) return `${manifest} says otherwise how code is loaded`
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
function isOfRepository(place: TouchedPlace, { tracked, folders, vendored }: Known): boolean {
  const { name, kind } = place
  if (isOutside(name) || packageOf(place, { tracked, vendored }) !== undefined) return false
  if (kind === 'file') return tracked.has(name)
  return folders.has(kind === 'absent' ? folderOf(name) : name)
}

/** Whether something that has changed may be what a later call reads in place of what an earlier one did. */
function isOfKind(changed: string, { name, kind }: TouchedPlace): boolean {
  const endingOf = (file: string) => /\.[^./]*$/u.exec(file)?.[0]
  if (kind === 'listed' || kind === 'folder') return isBelow(changed, folderOf(name))
  return endingOf(changed) === endingOf(name)
}

/** Their places, by the folders whose lock files tell of them. */
function packagesOf(
  places: readonly TouchedPlace[],
  known: Differences & Vendored,
): ReadonlyMap<string, Packages> {
  const found = new Map<string, Map<string, boolean>>()
  for (const place of places) {
    const name = packageOf(place, known)
    if (name === undefined) continue
    const [, above = ''] = /^(?:(.*?)\/)?node_modules(?:\/|$)/u.exec(place.name) ?? []
    const folder = installationOf(above, known)
    const packages = found.get(folder) ?? new Map<string, boolean>()
    const at = name === '' ? '' : name.slice(folder === '' ? 0 : folder.length + 1)
    packages.set(at, packages.get(at) === true || place.kind !== 'absent')
    found.set(folder, packages)
  }
  return found
}

/** The folder of the package that a place belongs to; empty for all of them. Packages that git knows are files like others. */
function packageOf(
  { name, kind }: TouchedPlace,
  { tracked, vendored }: Pick<Differences, 'tracked'> & Vendored,
): string | undefined {
  const [, found] = /^(?:.*\/)?node_modules(?:\/(.*))?$/u.exec(name) ?? []
  if (!isInPackages(name) || isOutside(name) || tracked.has(name)) return undefined
  if (found === undefined) return kind === 'listed' ? '' : undefined
  const [scope = '', rest] = found.split('/')
  // Caches and the like are no packages.
  if (scope.startsWith('.')) return undefined
  const own = scope.startsWith('@') ? `${scope}/${rest ?? ''}` : scope
  const folder = name.slice(0, name.length - found.length) + own
  return vendored.has(folder) ? undefined : folder
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

function manifestsAbove(name: string): string[] {
  const folders = name.split('/')
  return folders.map((_, depth) => [...folders.slice(0, depth), 'package.json'].join('/'))
}

function isOutside(name: string): boolean {
  return name === '..' || name.startsWith('../') || /^(?:\/|[A-Za-z]:)/u.test(name)
}
