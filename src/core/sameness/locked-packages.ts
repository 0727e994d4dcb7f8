import { fieldsOf, type Texts } from './manifest.ts'

/** A package of a lock file: its versions, each once and in order. */
export type LockedPackage = {
  readonly versions: readonly string[]
  /** Whether it is there to work on the project, and not to run it: only npm's lock file tells. */
  readonly isDevelopment: boolean
}

/** A package that two lock files have in different versions; `undefined` where one of them lacks it. */
export type PackageChange = {
  readonly name: string
  readonly before: string | undefined
  readonly now: string | undefined
  readonly isDevelopment: boolean
}

type Entry = { readonly name: string; readonly version: string; readonly isDevelopment?: boolean }

/** Lock files by name, and how each is read; the first that a folder has counts. */
const readers: Readonly<Record<string, (text: string) => Iterable<Entry>>> = {
  'npm-shrinkwrap.json': packagesOfNpm,
  'package-lock.json': packagesOfNpm,
  // `  zod@4.1.0:`, `  'zod@4.1.0(react@19.0.0)':`, `  /zod@4.1.0:`. Source: pnpm.io, pnpm-lock.yaml.
  'pnpm-lock.yaml': (text) => matchesOf(/^ {2}['"]?\/?((?:@[^@/\s]+\/)?[^@/\s]+)@(\d[^('":\s]*)/gmu, text),
  // `"zod@npm:^4.0.0":` or `zod@^4.0.0:`, and below it `  version: 4.1.0` or `  version "4.1.0"`. Source: yarnpkg.com, yarn.lock.
  'yarn.lock': (text) =>
    matchesOf(/^"?((?:@[^@/\s]+\/)?[^@/\s"]+)@[^\n]*:\r?\n {2}version:? "?([^"\s]+)/gmu, text),
  // `    "zod": ["zod@4.1.0", …`. Source: bun.sh, bun.lock.
  'bun.lock': (text) => matchesOf(/^[ \t]+"[^"\n]+": \["((?:@[^@/"\n]+\/)?[^@/"\n]+)@([^"\n]+)"/gmu, text),
  'deno.lock': packagesOfDeno,
}

export const lockNames: readonly string[] = Object.keys(readers)

/** A name or a version of another form may be an address, and hold what nobody else should read. */
const isName = /^(?:@[a-z0-9~._-]{1,100}\/)?[A-Za-z0-9~._-]{1,200}$/u
const isVersion = /^v?\d[\w.+-]{0,60}$/u
/** Of yarn: a package of the workspace itself. */
const ownVersion = '0.0.0-use.local'

/**
 * The packages of a lock file, by name. None of one that is broken or of an unknown format: whoever compares has its digest.
 *
 * @param lock the name of the file
 */
export function lockedPackages(lock: string, text: string): ReadonlyMap<string, LockedPackage> {
  const known = [...(readers[lock]?.(text) ?? [])].filter(
    ({ name, version }) => isName.test(name) && isVersion.test(version) && version !== ownVersion,
  )
  const groups = [...Map.groupBy(known, ({ name }) => name)].sort(([one], [other]) => (one < other ? -1 : 1))
  return new Map(
    groups.map(([name, own]) => [
      name,
      {
        versions: [...new Set(own.map(({ version }) => version))].sort(),
        isDevelopment: own.every((one) => one.isDevelopment === true),
      },
    ]),
  )
}

/** The packages that two texts of a lock file have in different versions, by name; `undefined` where one cannot be read. */
export function changedPackages(lock: string, { base = '', head = '' }: Texts): PackageChange[] | undefined {
  const [theirs, mine] = [lockedPackages(lock, base), lockedPackages(lock, head)]
  if (theirs.size === 0 || mine.size === 0) return undefined
  return [...new Set([...theirs.keys(), ...mine.keys()])].sort().flatMap((name) => {
    const sides = [theirs.get(name), mine.get(name)]
    const [before, now] = sides.map((one) => one?.versions.join(' '))
    const isDevelopment = sides.every((one) => one?.isDevelopment !== false)
    return before === now ? [] : [{ name, before, now, isDevelopment }]
  })
}

function* matchesOf(pattern: RegExp, text: string): Iterable<Entry> {
  for (const [, name = '', version = ''] of text.matchAll(pattern)) yield { name, version }
}

/** Source: docs.npmjs.com, package-lock.json, version 2 and 3. */
function packagesOfNpm(text: string): Entry[] {
  return entriesOf(fieldsOf(text)?.packages).flatMap(([place, value]) => {
    const at = place.lastIndexOf('node_modules/')
    const entry = (value ?? {}) as Readonly<Record<string, unknown>>
    const { name = place.slice(at + 'node_modules/'.length), version, dev } = entry
    if (at < 0 || typeof name !== 'string' || typeof version !== 'string') return []
    return [{ name, version, isDevelopment: dev === true }]
  })
}

/** Source: docs.deno.com, deno.lock. */
function packagesOfDeno(text: string): Entry[] {
  const fields = fieldsOf(text)
  return [...entriesOf(fields?.npm), ...entriesOf(fields?.jsr)].flatMap(([key]) => {
    const [, name, version] = /^((?:@[^@/]+\/)?[^@/]+)@([^_]+)/u.exec(key) ?? []
    return name === undefined || version === undefined ? [] : [{ name, version }]
  })
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}
