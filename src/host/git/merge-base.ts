import { visible } from '../../core/wording/plain.ts'
import type { WorkStart } from '../../flow/ports/revisions.ts'
import { AssayError } from '../../model/assay-error.ts'
import { objectNameSchema } from '../../model/object-name.ts'
import { findCommit, git, isShallow } from './git.ts'
import { findTop } from './refusal.ts'

/**
 * Where the work in progress began: the merge base of HEAD and the default branch; HEAD itself, where nobody can tell which
 * branch that is, or there is no common commit, with what is missing (`doubt`). No base where there is no git, or no commit
 * yet.
 *
 * @throws AssayError `git-late`
 */
export async function findMergeBase(root: string): Promise<WorkStart> {
  const head = await findCommit(root, 'HEAD')
  if (head === undefined) return { base: undefined, doubt: await findNoProgram(root) }
  const itself = { ref: 'HEAD', commit: head }
  for (const branch of await defaultBranches(root)) {
    const tip = await findCommit(root, branch)
    if (tip === undefined) continue
    const { failed, stdout } = await git(root, ['merge-base', head, tip])
    const base = objectNameSchema.safeParse(stdout.trim()).data
    if (failed || base === undefined) return { base: itself, doubt: await unrelated(root, branch) }
    return { base: base === head ? itself : { ref: base === tip ? branch : base, commit: base } }
  }
  return { base: itself, doubt: await unknownBranch(root) }
}

/**
 * What the default branch may be called, the surest first: what the remote says that a clone follows, then the names that
 * most repositories use, and the only branch that there is.
 */
async function defaultBranches(root: string): Promise<string[]> {
  const followed = await linesOf(root, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD')
  const all = await linesOf(root, 'for-each-ref', '--count=2', '--format=%(refname:short)', ...branchFolders)
  const only = all.length === 1 && (await linesOf(root, 'remote')).length === 0 ? all : []
  return [...new Set([...followed, 'origin/main', 'main', 'origin/master', 'master', ...only])]
}

const branchFolders = ['refs/heads', 'refs/remotes']

async function linesOf(root: string, ...args: string[]): Promise<string[]> {
  const { failed, stdout } = await git(root, args)
  return failed ? [] : stdout.split('\n').filter((line) => line !== '')
}

async function findNoProgram(root: string): Promise<AssayError | undefined> {
  const { missing } = await git(root, ['--version'])
  if (!missing || findTop(root) === undefined) return undefined
  return noBranch('git is not installed, so no revision can be had.', 'Install git.')
}

async function unrelated(root: string, branch: string): Promise<AssayError> {
  const what = `no commit in common with ${visible(branch)}`
  return (await isShallow(root))
    ? noBranch(
        `the clone is shallow, and has ${what}.`,
        `Fetch its history: git fetch --unshallow (GitHub Actions: 'fetch-depth: 0' of actions/checkout).`,
      )
    : noBranch(
        `what is checked out has ${what}.`,
        `Say what to compare with: gate.against: 'BRANCH' in the configuration.`,
      )
}

async function unknownBranch(root: string): Promise<AssayError> {
  if (await isShallow(root)) {
    return noBranch(
      'the clone is shallow, and does not have the default branch.',
      `Fetch all of it: git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*' (GitHub Actions: 'fetch-depth: 0' of actions/checkout).`,
    )
  }
  const isCloned = (await linesOf(root, 'remote')).includes('origin')
  const asked = isCloned ? 'git remote set-head origin -a, or ' : ''
  return noBranch(
    'which branch is the default one cannot be told.',
    `Say which it is: ${asked}gate.against: 'BRANCH' in the configuration.`,
  )
}

function noBranch(message: string, advice: string): AssayError {
  return new AssayError('no-default-branch', message, advice)
}
