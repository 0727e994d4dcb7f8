import type { Texts } from './manifest.ts'
import { firstReason } from './names.ts'

/**
 * A part of a lock file of pnpm or yarn. `requests`: what of the project or of other packages it answers; `needs`: names of
 * packages that this one may load.
 */
type Block = {
  readonly name: string
  readonly requests: readonly string[]
  readonly text: string
  readonly needs: readonly string[]
}

/** `rest`: what belongs to no package, such as settings. */
type Blocks = { readonly blocks: readonly Block[]; readonly rest: string }

/**
 * Why packages of these names, and all that they depend on, are not known to be the same by two versions of the lock file of
 * pnpm (version 9) or yarn; `undefined` where they are. All packages of a name count: which one is loaded depends on
 * where the others are put.
 *
 * @param installed what the package manager has written down in `node_modules` about what it has installed there
 */
export function whyBlockDiffers(
  lock: string,
  found: ReadonlyMap<string, boolean>,
  { base, head }: Texts,
  installed: string | undefined,
): string | undefined {
  const [theirs, mine] = [blocksOf(lock, base), blocksOf(lock, head)]
  if (!theirs || !mine || theirs.rest !== mine.rest) return `${lock} has changed`
  const names = namesWithNeeds(lock, found.keys(), { base, head })
  const changed = names.find((name) => !areAlikeFor(name, theirs.blocks, mine.blocks))
  if (changed !== undefined) return `the package ${changed} has changed`
  const known = new Set(mine.blocks.map(({ name }) => name))
  const unlocked = [...found].find(([name, isThere]) => isThere && !known.has(name))
  if (unlocked) return `no lock file knows the package ${unlocked[0]}`
  const isInstalled = installedBy(lock, installed)
  return firstReason(names, (name) =>
    mine.blocks.filter((one) => one.name === name).every(isInstalled)
      ? undefined
      : `the package ${name} is not known to be installed as the lock file says`,
  )
}

/** Packages of these names, and all that any version of them may load, in either text. */
export function namesWithNeeds(lock: string, names: Iterable<string>, { base, head }: Texts): string[] {
  const all = [base, head].flatMap((text) => blocksOf(lock, text)?.blocks ?? [])
  const found = new Set(names)
  // A set visits what is added to it meanwhile.
  for (const name of found) {
    for (const { needs } of all.filter((one) => one.name === name)) for (const next of needs) found.add(next)
  }
  return [...found]
}

/** The same versions, and to whom both answer the same one. */
function areAlikeFor(name: string, base: readonly Block[], head: readonly Block[]): boolean {
  const [theirs, mine] = [base, head].map((blocks) => blocks.filter((one) => one.name === name))
  const textsOf = (blocks: readonly Block[]) =>
    JSON.stringify([...new Set(blocks.map(({ text }) => text))].sort())
  if (textsOf(theirs!) !== textsOf(mine!)) return false
  const answers = new Map(
    theirs!.flatMap(({ requests, text }) => requests.map((one) => [one, text] as const)),
  )
  return mine!.every(({ requests, text }) => requests.every((one) => (answers.get(one) ?? text) === text))
}

function blocksOf(lock: string, text: string | undefined): Blocks | undefined {
  if (text === undefined) return undefined
  if (/(?:^|\/)yarn\.lock$/u.test(lock)) return blocksOfYarn(text)
  return /^lockfileVersion: '9\.\d+'$/mu.test(text) ? blocksOfPnpm(text) : undefined
}

/** Lines that begin in a column, each with those below it that are indented further. */
function partsOf(text: string, column: number): (readonly [head: string, body: string])[] {
  const begins = new RegExp(`^ {${column}}(?=[^ #\\r\\n])`, 'mu')
  const cut = new RegExp(`^(?= {${column}}[^ #\\r\\n])`, 'mu')
  return text
    .split(cut)
    .filter((part) => begins.test(part))
    .map((part) => {
      const end = part.indexOf('\n')
      const [line, body] = end < 0 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)]
      return [line.trim().replace(/:$/u, ''), body.trimEnd()] as const
    })
}

const unquoted = (text: string) => text.replace(/^(['"])(.*)\1$/u, '$2')
const keyOf = (line: string) => unquoted(/^('[^']*'|"[^"]*"|[^:]+)/u.exec(line)![1]!)

/** Names in its lists of dependencies; entries of yarn's first format have no colon. */
function needsOf(body: string, column: number): string[] {
  return partsOf(body, column)
    .filter(([head]) => /^(?:optionalD|peerD|d)ependencies$/u.test(head))
    .flatMap(([, list]) =>
      partsOf(list, column + 2).map(([line]) => unquoted(/^(?:'[^']*'|"[^"]*"|[^\s:]+)/u.exec(line)![0])),
    )
}

function nameIn(request: string): string {
  return /^(?:@[^/@]+\/)?[^@]+/u.exec(request)?.[0] ?? request
}

/** Source: yarnpkg.com, yarn.lock; both of its formats. A workspace is files of the repository. */
function blocksOfYarn(text: string): Blocks {
  const parts = partsOf(text, 0)
  const isPackage = (head: string) => head !== '__metadata'
  const blocks = parts.flatMap(([head, body]) => {
    if (!isPackage(head)) return []
    const requests = head
      .split(',')
      .flatMap((one) => unquoted(one.trim()).split(', '))
      .map((one) => one.replaceAll('"', '').trim())
    const isOwn = requests.some((one) => one.includes('@workspace:'))
    const own = isOwn ? (/^ {2}resolution: .*$/mu.exec(body)?.[0] ?? '') : body
    return [{ name: nameIn(requests[0]!), requests, text: own, needs: isOwn ? [] : needsOf(body, 2) }]
  })
  return { blocks, rest: JSON.stringify(parts.filter(([head]) => !isPackage(head))) }
}

/** Source: pnpm.io, pnpm-lock.yaml: what each project of a workspace gets, what packages are, and what these get. */
function blocksOfPnpm(text: string): Blocks {
  const sections = partsOf(text, 0)
  const blocks = sections.flatMap(([section, all]) => {
    if (section === 'importers')
      return partsOf(all, 2).flatMap(([project, lists]) => importedBy(project, lists))
    if (section !== 'packages' && section !== 'snapshots') return []
    return partsOf(all, 2).map(([line, body]): Block => {
      const key = keyOf(line)
      return { name: nameIn(key), requests: [], text: `${section} ${line}\n${body}`, needs: needsOf(body, 4) }
    })
  })
  const known = ['importers', 'packages', 'snapshots']
  return { blocks, rest: JSON.stringify(sections.filter(([section]) => !known.includes(section))) }
}

function importedBy(project: string, lists: string): Block[] {
  return partsOf(lists, 4).flatMap(([, list]) =>
    partsOf(list, 6).map(([line, body]) => {
      const version = /^ {8}version: (.*)$/mu.exec(body)?.[1] ?? body
      return { name: keyOf(line), requests: [project], text: version, needs: [] }
    }),
  )
}

/** Whether a package of the lock file is installed, by what the package manager writes down. */
function installedBy(lock: string, installed = ''): (block: Block) => boolean {
  if (!/(?:^|\/)yarn\.lock$/u.test(lock)) {
    const there = new Set(blocksOf(lock, installed)?.blocks.map(({ name, text }) => `${name} ${text}`))
    return ({ name, text }) => there.has(`${name} ${text}`)
  }
  if (installed.includes('lockfileEntries'))
    return ({ requests, text }) => {
      const from = /^ {2}resolved "(.*)"$/mu.exec(text)?.[1]
      return (
        from !== undefined &&
        requests.every((one) => installed.includes(`${JSON.stringify(one)}: ${JSON.stringify(from)}`))
      )
    }
  const there = partsOf(installed, 0).map(([head]) => unquoted(head))
  return ({ name, text }) => {
    const version = /^ {2}resolution: "(?:@[^/@]+\/)?[^@]+@(.*)"$/mu.exec(text)?.[1]
    return (
      version !== undefined &&
      there.some(
        (one) => nameIn(one) === name && (one === `${name}@${version}` || one.endsWith(`#${version}`)),
      )
    )
  }
}
