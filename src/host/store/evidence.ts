import { lstat } from 'node:fs/promises'
import { posix } from 'node:path'
import type { FileState } from '../../core/certificate/checks/files.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { RegisteredFile } from '../../model/certificate.ts'
import { objectNameSchema } from '../../model/object-name.ts'
import type { Digest } from '../../model/run.ts'
import { insideIfAny, sha256File } from '../files/files.ts'
import { excludeFolders, git, repositoryOf } from '../git/git.ts'
import { readObjects } from '../git/objects.ts'
import { sha256 } from './certificates.ts'

/** How the files of an evidence list are now. Paths come from somebody else: none is followed out of `root`. */
export async function evidenceStates(root: string, digests: readonly Digest[]): Promise<FileState[]> {
  const states: FileState[] = []
  for (const digest of digests) states.push(await stateOf(root, digest))
  return states
}

async function stateOf(root: string, { path, sha256: stated }: Digest): Promise<FileState> {
  const target = insideIfAny(root, path)
  if (target === undefined) return 'outside'
  const stats = await lstat(target).catch(() => undefined)
  if (!stats) return 'missing'
  if (stats.isSymbolicLink()) return 'outside'
  if (!stats.isFile()) return 'other'
  return (await sha256File(target)) === stated ? 'same' : 'other'
}

/** The tree of a commit; `undefined` where it is not known here. */
export async function treeOf(root: string, commit: string): Promise<string | undefined> {
  const tree = await resolveObject(root, `${commit}^{tree}`)
  return tree === 'late' ? undefined : tree
}

/** The files with the blob that they are in a commit, where what the commit has is what was used. */
export async function register(
  root: string,
  digests: readonly Digest[],
  commit: string | undefined,
): Promise<RegisteredFile[]> {
  if (commit === undefined) return digests.map((digest) => ({ ...digest }))
  const blobs = await blobsAt(root, commit, digests)
  return digests.map(({ path, sha256: used }) => {
    const blob = blobs?.get(path)
    return blob?.sha256 === used ? { path, sha256: used, blob: blob.id } : { path, sha256: used }
  })
}

/** How registered files are in the certified commit: `no-commit` where it is not known here. */
export async function registeredStates(
  root: string,
  registered: readonly RegisteredFile[],
  commit: string,
): Promise<('same' | 'other' | 'no-commit')[]> {
  const blobs = await blobsAt(root, commit, registered)
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
  if (asked === 'late') return 'unknown'
  if (asked === undefined) return 'no-revision'
  if (asked === commit) return 'same'
  const certified = await resolveObject(root, `${commit}^{commit}`)
  if (certified === 'late') return 'unknown'
  if (certified === undefined) return 'no-commit'
  // A name that only means a commit is none: what it means tomorrow is somebody else's choice.
  if (certified !== commit) return 'other'
  // Submodules count whatever .gitmodules says. Trees are compared: no program of a configuration runs.
  const command = ['diff-tree', '-r', '--quiet', '--no-ext-diff', '--ignore-submodules=none']
  const revisions = ['--end-of-options', certified, asked]
  const { exitCode } = await git(root, [...command, ...revisions, '--', '.', ...excludeFolders(aside)])
  // By how it ends, not by its silence: a git that fails says nothing, either.
  return exitCode === 0 ? 'same' : exitCode === 1 ? 'other' : 'unknown'
}

/** The full name of what a revision means, which is never an option; `undefined` where there is none, `late` where git is. */
async function resolveObject(root: string, revision: string): Promise<string | undefined> {
  const command = ['rev-parse', '--verify', '--quiet', '--end-of-options', revision]
  const { failed, isLate, stdout } = await git(root, command)
  if (isLate) return 'late'
  const { data } = objectNameSchema.safeParse(stdout.trim())
  return failed ? undefined : data
}

type Blob = { readonly id: string; readonly sha256: string }

/** Blobs of files of the project in a commit, by path; `undefined` outside git, or where it is not known. */
async function blobsAt(
  root: string,
  commit: string,
  files: readonly Pick<Digest, 'path'>[],
): Promise<ReadonlyMap<string, Blob> | undefined> {
  const repository = await repositoryOf(root).catch((error: unknown) => {
    if (error instanceof AssayError) return undefined
    throw error
  })
  if (!repository) return undefined
  // A name with a line break cannot be asked for line by line, and is no file that anybody has.
  const asked = files.map(({ path }) => path).filter((path) => !/[\r\n\0]/u.test(path))
  const names = asked.map((path) => `${commit}:${posix.join(repository.prefix, path)}`)
  const { isWhole, objects } = await readObjects(root, [`${commit}^{commit}`, ...names], atMost)
  const [known, ...contents] = objects
  // Of an answer that breaks off nobody knows what is missing, and what was not told.
  if (!known || !isWhole) return undefined
  return new Map(
    asked.flatMap((path, index) => {
      const object = contents[index]
      return object?.type === 'blob' ? [[path, { id: object.id, sha256: sha256(object.bytes) }] as const] : []
    }),
  )
}

/** What a partial clone would not fetch would read as not being in the commit. */
const atMost = { timeout: 60_000, most: 1 << 30, mayFetch: true }
