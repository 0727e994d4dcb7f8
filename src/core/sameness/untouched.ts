import picomatch from 'picomatch'
import type { Packages } from './lock.ts'
import { loadAlike } from './manifest.ts'
import { type Installations, installationOf, whyOtherPackages, whyStale } from './packages.ts'

/**
 * How the working tree differs from a revision. Those that git does not know yet are among what has changed; `tracked`: files of the
 * working tree that git knows and compares.
 */
export type Differences = Installations

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
  const parts = [{ name: own, kind: 'file' } as const, ...places]
  for (const place of parts) {
    const isApart = isOutside(place.name) || packageOf(place, differences) !== undefined
    const reason = isApart ? undefined : differing(place, own, changed, differences)
    if (reason !== undefined) return reason
  }
  for (const [folder, packages] of packagesOf(places, differences)) {
    const reason = whyOtherPackages(folder, packages, { ...differences, changed })
    if (reason !== undefined) return reason
  }
  return undefined
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
  for (const [folder, packages] of packagesOf(places, differences)) {
    const reason = whyStale(folder, packages, differences)
    if (reason !== undefined) return reason
  }
  // Whoever does what nobody can follow may load any package that is there.
  for (const folder of opaque.length > 0 ? differences.installed.keys() : []) {
    const reason = whyStale(folder, 'all', differences)
    if (reason !== undefined) return reason
  }
  return undefined
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

/** By the folders whose lock files tell of them. */
function packagesOf(places: readonly Place[], differences: Differences): ReadonlyMap<string, Packages> {
  const found = new Map<string, Map<string, boolean>>()
  for (const place of places) {
    const name = packageOf(place, differences)
    if (name === undefined) continue
    const [, above = ''] = /^(?:(.*?)\/)?node_modules(?:\/|$)/u.exec(place.name) ?? []
    const folder = installationOf(above, differences)
    const packages = found.get(folder) ?? new Map<string, boolean>()
    packages.set(name, packages.get(name) === true || place.kind !== 'absent')
    found.set(folder, packages)
  }
  return found
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
