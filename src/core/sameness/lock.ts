import { fieldsOf, type Texts } from './manifest.ts'
import { firstReason, folderOf } from './names.ts'

/** A package as npm's lock file has it, version 2 or 3. Source: docs.npmjs.com, package-lock.json. */
type Entry = Readonly<Record<string, unknown>>
type Lock = ReadonlyMap<string, Entry>
/**
 * Places of packages, from the folder of the lock file on, such as `node_modules/a/node_modules/b`, and whether something
 * of them was found there; others were only looked for. The empty name stands for all packages.
 */
export type Packages = ReadonlyMap<string, boolean>

/** What of an entry tells which code it is. */
const code = ['version', 'resolved', 'integrity', 'link']
/** What of an entry names packages that it may load, now or later. */
const loads = ['dependencies', 'optionalDependencies', 'peerDependencies']
/** What may be left out of an installation. */
const optional = ['dev', 'optional', 'devOptional', 'peer']

/**
 * Why what was looked for in these places, and all that it depends on, is not known to be the same by two versions of npm's
 * lock file; `undefined` where it is. A package counts as the code that is found from a place, wherever it lies: npm moves
 * one into another folder when a third asks for another version. `installed`: npm's own list of what lies in `node_modules`,
 * which may be older than the lock file.
 */
export function whyPackageDiffers(
  packages: Packages,
  { base, head }: Texts,
  installed: string | undefined,
): string | undefined {
  const [theirs, mine] = [lockOf(base), lockOf(head)]
  if (!theirs || !mine) return 'its lock file has changed'
  const both = pairsOf(packages.keys(), theirs, mine)
  const changed = both.find((pair) => describeCode(pair.base, theirs) !== describeCode(pair.head, mine))
  if (changed !== undefined) return `the package ${changed.name} has changed`
  const found = new Set(both.flatMap(({ head: at }) => at ?? []))
  return findUnlocked(packages, mine) ?? findStale(found, mine, installed)
}

/** The same for one lock file, or for all that it has: whether what it says is what is installed. */
export function stalePackage(
  packages: Packages | 'all',
  lock: string | undefined,
  installed: string | undefined,
): string | undefined {
  const mine = lockOf(lock)
  if (!mine) return undefined
  if (packages !== 'all') {
    const found = pairsOf(packages.keys(), mine, mine).flatMap(({ head }) => head ?? [])
    return findUnlocked(packages, mine) ?? findStale(new Set(found), mine, installed)
  }
  const there = new Map([...(lockOf(installed) ?? [])].map(([path]) => [path, true]))
  return findUnlocked(there, mine) ?? findStale(new Set(mine.keys()), mine, installed)
}

/** A package of a name, by the places where it is found in two lock files. */
type Pair = { readonly name: string; readonly base: string | undefined; readonly head: string | undefined }

/** What is found from these places in each of the two, and what the packages there may load, in turn. */
function pairsOf(places: Iterable<string>, base: Lock, head: Lock): Pair[] {
  const pairs = new Map<string, Pair>()
  const add = (name: string, from: { readonly base: string; readonly head: string }) => {
    const pair = { name, base: find(name, from.base, base), head: find(name, from.head, head) }
    pairs.set(JSON.stringify(pair), pair)
  }
  for (const place of places) {
    const name = packageIn(place)
    const folder = place.slice(0, -`node_modules/${name}`.length).replace(/\/$/u, '')
    if (name !== undefined) add(name, { base: folder, head: folder })
  }
  // A map visits what is added to it meanwhile.
  for (const pair of pairs.values()) {
    const sides = [base.get(pair.base ?? ''), head.get(pair.head ?? '')]
    if (pair.base === undefined || pair.head === undefined) continue
    for (const field of loads)
      for (const name of sides.flatMap((entry) => Object.keys(entry?.[field] ?? {})))
        add(name, { base: pair.base, head: pair.head })
  }
  return [...pairs.values()]
}

/** Where a package of a name is found from a folder. Source: nodejs.org, "Loading from node_modules folders". */
function find(name: string, folder: string, lock: Lock): string | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (lock.has(place)) return place
    if (at === '') return undefined
  }
}

/**
 * Folders of the repository of which an installation by this lock file holds copies, where most are linked: npm's with
 * `install-links`, pnpm's `injected` ones, yarn's `file:`. Relative to the top.
 */
export function copiedFolders(name: string, text: string | undefined): string[] {
  if (text === undefined) return []
  const lock = lockOf(text)
  const said = lock
    ? [...lock.values()].flatMap(({ resolved, link }) =>
        typeof resolved === 'string' && resolved.startsWith('file:') && link !== true
          ? [resolved.slice(5)]
          : [],
      )
    : [...text.matchAll(/@file:([^"'#:,\s]+)|\bdirectory: ['"]?([^,}'"\s]+)/gu)].map(
        ([, one, other]) => one ?? other!,
      )
  return said.map((one) => below(name.split('/').slice(0, -1), one))
}

function below(folder: readonly string[], way: string): string {
  const parts = [...folder]
  for (const step of way.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.' && step !== '') parts.push(step)
  }
  return parts.join('/')
}

/** A package that was loaded and that the lock file does not have: somebody has put it there. */
function findUnlocked(packages: Packages, lock: Lock): string | undefined {
  const found = [...packages].find(([place, isThere]) => isThere && !lock.has(place))
  return found && `no lock file knows the package ${packageIn(found[0])}`
}

function findStale(
  places: ReadonlySet<string>,
  lock: Lock,
  installed: string | undefined,
): string | undefined {
  const there = lockOf(installed)
  return firstReason(lock, ([place, entry]) => {
    const name = packageIn(place)
    if (name === undefined || !places.has(place) || entry.link === true) return undefined
    const own = there?.get(place)
    const isMissing = !own && there && optional.some((flag) => entry[flag] === true)
    if (isMissing || own?.version === entry.version) return undefined
    return `the package ${name} is not known to be installed as the lock file says`
  })
}

function lockOf(text: string | undefined): Lock | undefined {
  const packages = fieldsOf(text)?.packages
  if (typeof packages !== 'object' || packages === null) return undefined
  return new Map(Object.entries(packages as Record<string, Entry>))
}

/** The name after the last `node_modules/`; of a package of the repository itself nothing. */
export function packageIn(place: string): string | undefined {
  const at = place.lastIndexOf('node_modules/')
  return at < 0 ? undefined : place.slice(at + 'node_modules/'.length)
}

function describeCode(place: string | undefined, lock: Lock): string {
  const entry = lock.get(place ?? '')
  return place === undefined ? '' : JSON.stringify(code.map((field) => entry?.[field]))
}
