import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, posix, relative, sep } from 'node:path'
import { folderOf } from '../../core/sameness/names.ts'
import type { Differences } from '../../core/sameness/untouched.ts'
import { git, repositoryOf, resolveCommit } from '../git/git.ts'
import { lockFileNames } from './install.ts'

/** How the working tree differs from a revision. */
export type Changes = Differences & {
  readonly commit: string
  readonly top: string
}

/** Listing the files of a large repository takes longer than asking git something. ms. */
const limit = 60_000

/** What a configuration or a file watcher must not hide. */
const plainly = [
  ...['-c', 'core.ignoreStat=false', '-c', 'diff.relative=false'],
  // A file of the same length and date may be another one.
  ...['-c', 'core.checkStat=default', '-c', 'core.trustctime=true'],
]
const inNames = ['--name-status', '--no-renames', '--no-ext-diff', '--ignore-submodules=none', '-z']

/** What was read of a revision; `changes` is absent where git cannot tell: then nothing is known to be the same. */
type Read = { readonly commit: string; readonly changes: Changes | undefined }

/** The last reading of each commit. A command reads it twice: what is untouched, and whose code the base's side loads. */
export type KnownChanges = Map<string, Read>

/** What differs from a commit, read once. */
export async function changesOf(root: string, commit: string, known: KnownChanges): Promise<Read['changes']> {
  const read = known.get(commit) ?? (await readChanges(root, commit))
  known.set(commit, read)
  return read.changes
}

/**
 * @throws AssayError `no-git`, `no-revision`
 */
export async function readChanges(root: string, ref: string): Promise<Read> {
  const { top } = await repositoryOf(root)
  const commit = await resolveCommit(root, ref)
  const list = async (...args: string[]) => {
    const { failed, stdout } = await git(top, [...plainly, ...args], limit)
    return failed ? undefined : stdout.split('\0').filter((path) => path !== '')
  }
  const [states, listed, untracked, ignored] = await Promise.all([
    list('diff', ...inNames, commit, '--'),
    list('ls-files', '-v', '-z'),
    list('ls-files', '--others', '--exclude-standard', '-z'),
    list('ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'),
  ])
  if (!states || !listed || !untracked || !ignored) return { commit, changes: undefined }
  const known = new Map<string, string>()
  for (let at = 0; at + 1 < states.length; at += 2) known.set(states[at + 1]!, states[at]!)
  // Of others git was told not to look at them (`assume-unchanged`, `skip-worktree`): they may have changed.
  const unseen = new Set(listed.flatMap((entry) => (entry.startsWith('H ') ? [] : [entry.slice(2)])))
  const isSparse =
    unseen.size > 0 && (await list('config', '--type=bool', 'core.sparseCheckout'))?.[0]?.trim() === 'true'
  const changed = new Set([
    ...known.keys(),
    ...untracked,
    // Of a part of the repository only, the rest is on neither side.
    ...[...unseen].filter((name) => !isSparse || existsSync(join(top, name))),
  ])
  const tracked = new Set(listed.flatMap((entry) => (entry.startsWith('H ') ? [entry.slice(2)] : [])))
  const added = new Set(
    [...changed].filter((name) => (known.get(name) ?? (unseen.has(name) ? 'M' : 'A')) === 'A'),
  )
  const locks = [...new Set([...tracked, ...changed])].filter(isLock).sort()
  const texts = await textsOf(top, commit, [...changed].filter(isTelling))
  const more = { lockTexts: await textsIn(top, locks), installed: await listsOf(top, tracked, locks) }
  const read = { commit, top, changed, tracked, added, ignored: new Set(ignored), locks, texts }
  return { commit, changes: { ...read, ...more } }
}

function isTelling(name: string): boolean {
  return basename(name) === 'package.json' || isLock(name)
}

function isLock(name: string): boolean {
  return lockFileNames.includes(basename(name)) && !isInstalled(name)
}

function isInstalled(name: string): boolean {
  return /(?:^|\/)node_modules\//u.test(name)
}

/** Where package managers write down what they have installed, by the lock file beside `node_modules`; npm, where none is. */
const lists: Readonly<Record<string, readonly string[]>> = {
  'pnpm-lock.yaml': ['.pnpm/lock.yaml'],
  // Of yarn's first version, and of those since.
  'yarn.lock': ['.yarn-integrity', '.yarn-state.yml'],
}
const listOfNpm = ['.package-lock.json']

/** These lists, of what is installed beside a package.json. */
async function listsOf(
  top: string,
  tracked: ReadonlySet<string>,
  locks: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const manifests = [...tracked].filter((name) => basename(name) === 'package.json' && !isInstalled(name))
  const found = await Promise.all(
    manifests.map(folderOf).map(async (folder) => {
      const lock = locks.find((name) => folderOf(name) === folder)
      const names = (lists[basename(lock ?? '')] ?? listOfNpm).map((list) =>
        posix.join(folder, 'node_modules', list),
      )
      const [text] = (await textsIn(top, names)).values()
      return text === undefined ? [] : [[folder, text] as const]
    }),
  )
  return new Map(found.flat())
}

/** Of those that are there. */
async function textsIn(top: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const read = async (name: string) => [name, await textOf(join(top, name))] as const
  const all = await Promise.all(names.map(read))
  return new Map(all.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])))
}

async function textsOf(top: string, commit: string, names: readonly string[]): Promise<Differences['texts']> {
  const read = async (name: string) => {
    const { failed, stdout } = await git(top, ['cat-file', 'blob', `${commit}:${name}`], limit)
    return [name, { base: failed ? undefined : stdout, head: await textOf(join(top, name)) }] as const
  }
  return new Map(await Promise.all(names.map(read)))
}

const textOf = (file: string) => readFile(file, 'utf8').catch(() => undefined)

export function gitPath(top: string, path: string): string {
  return relative(top, path).split(sep).join('/')
}
