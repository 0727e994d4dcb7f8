import { lstatSync, type Stats } from 'node:fs'
import { posix } from 'node:path'
import type { FileState } from '../core/certificate/checks/files.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Registered } from '../model/certificate.ts'
import { objectNameSchema } from '../model/object-name.ts'
import type { Digest } from '../model/run.ts'
import { sha256 } from './certificates.ts'
import { inside, sha256File } from './files.ts'
import { exclusions, git, gitEnvironment, repositoryOf } from './git.ts'

/** How the files of an evidence list are now. Paths come from somebody else: none is followed out of `root`. */
export async function evidenceStates(root: string, digests: readonly Digest[]): Promise<FileState[]> {
  const states: FileState[] = []
  for (const digest of digests) states.push(await stateOf(root, digest))
  return states
}

async function stateOf(root: string, { path, sha256: stated }: Digest): Promise<FileState> {
  let target: string
  try {
    target = inside(root, path)
  } catch (error) {
    if (error instanceof AssayError) return 'outside'
    throw error
  }
  const stats = statsOf(target)
  if (!stats) return 'missing'
  if (stats.isSymbolicLink()) return 'outside'
  if (!stats.isFile()) return 'other'
  return (await sha256File(target)) === stated ? 'same' : 'other'
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

/** The tree of a commit; `undefined` where it is not known here. */
export async function treeOf(root: string, commit: string): Promise<string | undefined> {
  return resolveObject(root, `${commit}^{tree}`)
}

/** The files with the blob that they are in a commit, where what the commit has is what was used. */
export async function register(
  root: string,
  digests: readonly Digest[],
  commit: string | undefined,
): Promise<Registered[]> {
  if (commit === undefined) return digests.map((digest) => ({ ...digest }))
  const blobs = await blobsAt(
    root,
    commit,
    digests.map(({ path }) => path),
  )
  return digests.map(({ path, sha256: used }) => {
    const blob = blobs?.get(path)
    return blob?.sha256 === used ? { path, sha256: used, blob: blob.id } : { path, sha256: used }
  })
}

/** How registered files are in the certified commit: `no-commit` where it is not known here. */
export type RegisteredState = 'same' | 'other' | 'no-commit'

export async function registeredStates(
  root: string,
  registered: readonly Registered[],
  commit: string,
): Promise<RegisteredState[]> {
  const blobs = await blobsAt(
    root,
    commit,
    registered.map(({ path }) => path),
  )
  if (!blobs) return registered.map(() => 'no-commit')
  return registered.map(({ path, sha256: used, blob }) => {
    const found = blobs.get(path)
    return found?.sha256 === used && found.id === blob ? 'same' : 'other'
  })
}

/**
 * Whether a revision has the files of the certified commit, reports and baselines aside: evidence is committed after
 * what it is about.
 */
export async function coverageOf(
  root: string,
  commit: string,
  ref: string,
  aside: readonly string[],
): Promise<'same' | 'other' | 'no-revision' | 'no-commit' | 'unknown'> {
  const asked = await resolveObject(root, `${ref}^{commit}`)
  if (asked === undefined) return 'no-revision'
  if (asked === commit) return 'same'
  const certified = await resolveObject(root, `${commit}^{commit}`)
  if (certified === undefined) return 'no-commit'
  // A name that only means a commit is none: what it means tomorrow is somebody else's choice.
  if (certified !== commit) return 'other'
  // Submodules count whatever .gitmodules says. Trees are compared: no program of a configuration runs.
  const command = ['diff-tree', '-r', '--quiet', '--no-ext-diff', '--ignore-submodules=none']
  const revisions = ['--end-of-options', certified, asked]
  const { exitCode } = await git(root, [...command, ...revisions, '--', '.', ...exclusions(aside)])
  // By how it ends, not by its silence: a git that fails says nothing, either.
  return exitCode === 0 ? 'same' : exitCode === 1 ? 'other' : 'unknown'
}

/** The full name of what a revision means, which is never an option; `undefined` where there is none. */
async function resolveObject(root: string, revision: string): Promise<string | undefined> {
  const command = ['rev-parse', '--verify', '--quiet', '--end-of-options', revision]
  const { failed, stdout } = await git(root, command)
  const { data } = objectNameSchema.safeParse(stdout.trim())
  return failed ? undefined : data
}

type Blob = { readonly id: string; readonly sha256: string }

/** Blobs of files of the project in a commit, by path; `undefined` outside git, or where it is not known. */
async function blobsAt(
  root: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Blob> | undefined> {
  let prefix: string
  try {
    ;({ prefix } = await repositoryOf(root))
  } catch (error) {
    if (error instanceof AssayError) return undefined
    throw error
  }
  // A name with a line break cannot be asked for line by line, and is no file that anybody has.
  const asked = paths.filter((path) => !/[\r\n\0]/u.test(path))
  const names = asked.map((path) => `${commit}:${posix.join(prefix, path)}`)
  const [known, ...contents] = await catFiles(root, [`${commit}^{commit}`, ...names])
  if (!known) return undefined
  return new Map(asked.flatMap((path, index) => (contents[index] ? [[path, contents[index]] as const] : [])))
}

/** Objects by name, in one process. Source: git-cat-file(1), "Batch output". */
async function catFiles(root: string, names: readonly string[]): Promise<(Blob | undefined)[]> {
  const { execa } = await import('execa')
  const { stdout } = await execa('git', ['-C', root, 'cat-file', '--batch'], {
    env: gitEnvironment,
    input: `${names.join('\n')}\n`,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: 1 << 30,
    timeout: 60_000,
    reject: false,
  })
  if (stdout === undefined) return names.map(() => undefined)
  const found: (Blob | undefined)[] = []
  let place = 0
  while (found.length < names.length) {
    const end = stdout.indexOf(10, place)
    // A git that ends in between has told of no more.
    if (end < 0) break
    const header = Buffer.from(stdout.subarray(place, end)).toString()
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (\w+) ([0-9]+)$/u.exec(header)
    place = end + 1
    if (!match) {
      found.push(undefined)
      continue
    }
    const [, id = '', type, size] = match
    const body = stdout.subarray(place, place + Number(size))
    place += Number(size) + 1
    found.push(type === 'blob' || type === 'commit' ? { id, sha256: sha256(body) } : undefined)
  }
  return [...found, ...names.slice(found.length).map(() => undefined)]
}
