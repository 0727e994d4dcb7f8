import { basename } from 'node:path'
import type { ProjectFacts, Repository } from '../../core/init/facts.ts'
import { git, repositoryIfAny } from '../git/git.ts'
import { findWorkspace } from '../project/workspace.ts'
import { lockFileIn } from './install.ts'

/** The repository and the workspace that a project is in, if it is in one, and the lock file that holds for it. */
export async function readSurroundings(
  root: string,
): Promise<Pick<ProjectFacts, 'repository' | 'lockFile' | 'isWorkspace'>> {
  const [repository, workspace] = await Promise.all([readRepository(root), findWorkspace(root)])
  const lock = lockFileIn(root, repository?.top ?? workspace?.root ?? root)
  return {
    repository,
    lockFile: lock === undefined ? undefined : basename(lock),
    isWorkspace: workspace?.root === root,
  }
}

async function readRepository(root: string): Promise<Repository | undefined> {
  const place = await repositoryIfAny(root)
  if (place === undefined) return undefined
  return {
    ...place,
    defaultBranch: await defaultBranch(root),
    hooksPath: await answer(root, 'config', '--get', 'core.hooksPath'),
  }
}

/** What the remote calls its head; without one, the branch of a usual name that there is. */
async function defaultBranch(root: string): Promise<string | undefined> {
  const remote = await answer(root, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD')
  if (remote !== undefined) return remote.replace(/^origin\//u, '')
  for (const name of ['main', 'master']) {
    if (await answer(root, 'rev-parse', '--verify', '--quiet', `refs/heads/${name}`)) return name
  }
  return undefined
}

async function answer(root: string, ...args: string[]): Promise<string | undefined> {
  const { failed, stdout } = await git(root, args)
  return failed || stdout.trim() === '' ? undefined : stdout.trim()
}
