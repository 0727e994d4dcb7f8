import type { Reference } from '../../model/comparison.ts'
import { objectNameSchema } from '../../model/object-name.ts'
import { findCommit, git } from './git.ts'

/**
 * Where the work in progress began: the merge base of HEAD and the default branch; HEAD itself, where nobody can tell which
 * branch that is, or a shallow clone has no common commit. `undefined` where there is no git, or no commit yet.
 */
export async function findMergeBase(
  root: string,
): Promise<(Reference & { readonly commit: string }) | undefined> {
  const head = await findCommit(root, 'HEAD')
  if (head === undefined) return undefined
  for (const branch of await defaultBranches(root)) {
    const tip = await findCommit(root, branch)
    if (tip === undefined) continue
    const { failed, stdout } = await git(root, ['merge-base', head, tip])
    const base = objectNameSchema.safeParse(stdout.trim()).data
    if (failed || base === undefined || base === head) break
    return { ref: base === tip ? branch : base, commit: base }
  }
  return { ref: 'HEAD', commit: head }
}

/**
 * What the default branch may be called, the surest first: what the remote says that a clone follows, then the names that
 * most repositories use.
 */
async function defaultBranches(root: string): Promise<string[]> {
  const { failed, stdout } = await git(root, [
    'symbolic-ref',
    '--quiet',
    '--short',
    'refs/remotes/origin/HEAD',
  ])
  const followed = failed ? '' : stdout.trim()
  const usual = ['origin/main', 'main', 'origin/master', 'master']
  return [...new Set(followed === '' ? usual : [followed, ...usual])]
}
