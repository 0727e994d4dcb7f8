import { fieldsOf, type Texts } from './manifest.ts'
import { firstReason } from './names.ts'

/** A package as npm's lock file has it, version 2 or 3. Source: docs.npmjs.com, package-lock.json. */
type Entry = Readonly<Record<string, unknown>>
type Lock = ReadonlyMap<string, Entry>
/** Names of packages, and whether something of them was found; others were only looked for. */
export type Packages = ReadonlyMap<string, boolean>

/** What of an entry tells which code it is. */
const code = ['version', 'resolved', 'integrity', 'link']
/** What of an entry names packages that it may load, now or later. */
const loads = ['dependencies', 'optionalDependencies', 'peerDependencies']
/** What may be left out of an installation. */
const optional = ['dev', 'optional', 'devOptional', 'peer']

/**
 * Why packages of these names, and all that they depend on, are not known to be the same by two versions of npm's lock
 * file; `undefined` where they are. All packages of a name count, wherever they lie: which one is loaded depends on all of
 * them. `installed`: npm's own list of what lies in `node_modules`, which may be older than the lock file.
 */
export function whyPackageDiffers(
  names: Packages,
  { base, head }: Texts,
  installed: string | undefined,
): string | undefined {
  const [theirs, mine] = [lockOf(base), lockOf(head)]
  if (!theirs || !mine) return 'its lock file has changed'
  const known = new Set(names.keys())
  const all = new Set([...closureOf(known, theirs), ...closureOf(known, mine)])
  const changed = [...all].find((name) => describePackage(name, theirs) !== describePackage(name, mine))
  if (changed !== undefined) return `the package ${changed} has changed`
  return findUnlocked(names, mine) ?? findStale(all, mine, installed)
}

/** The same for one lock file, or for all that it has: whether what it says is what is installed. */
export function stalePackage(
  names: Packages | 'all',
  lock: string | undefined,
  installed: string | undefined,
): string | undefined {
  const mine = lockOf(lock)
  if (!mine) return undefined
  if (names !== 'all')
    return findUnlocked(names, mine) ?? findStale(closureOf(new Set(names.keys()), mine), mine, installed)
  const there = new Map([...namesOf(lockOf(installed) ?? new Map())].map((name) => [name, true]))
  return findUnlocked(there, mine) ?? findStale(namesOf(mine), mine, installed)
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
function findUnlocked(names: Packages, lock: Lock): string | undefined {
  const known = namesOf(lock)
  const found = [...names].find(([name, isThere]) => isThere && !known.has(name))
  return found && `no lock file knows the package ${found[0]}`
}

function findStale(
  names: ReadonlySet<string>,
  lock: Lock,
  installed: string | undefined,
): string | undefined {
  const there = lockOf(installed)
  return firstReason(lock, ([path, entry]) => {
    const name = nameOf(path)
    if (name === undefined || !names.has(name) || entry.link === true) return undefined
    const own = there?.get(path)
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
function nameOf(path: string): string | undefined {
  const at = path.lastIndexOf('node_modules/')
  return at < 0 ? undefined : path.slice(at + 'node_modules/'.length)
}

function namesOf(lock: Lock): ReadonlySet<string> {
  return new Set([...lock.keys()].flatMap((path) => nameOf(path) ?? []))
}

function describePackage(name: string, lock: Lock): string {
  const entries = [...lock].filter(([path]) => nameOf(path) === name)
  return JSON.stringify(entries.map(([path, entry]) => [path, ...code.map((field) => entry[field])]).sort())
}

function closureOf(names: ReadonlySet<string>, lock: Lock): ReadonlySet<string> {
  const found = new Set(names)
  // A set visits what is added to it meanwhile.
  for (const name of found) {
    for (const [path, entry] of lock) {
      if (nameOf(path) !== name) continue
      for (const field of loads) for (const next of Object.keys(entry[field] ?? {})) found.add(next)
    }
  }
  return found
}
