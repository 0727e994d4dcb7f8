import { realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Roots } from '../../core/profile/frame.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import { repositoryOf } from '../git/git.ts'
import { codeFolder } from '../own-files.ts'

/** Folder of the programs that measure. */
const harness = slashed(join(codeFolder, 'worker'))

/** Asked once: forks are examined by the dozen. */
const tops = new Map<string, Promise<{ top: string; prefix: string }>>()

/**
 * How files are called that forks of a project and its base tell: from the top of the repository, so that packages beside
 * the project are the same in both; outside of git from the project. `prefix`: the way from that top to the project, without a
 * slash at the end.
 */
export async function rootsOf(
  project: string,
  base?: Pick<Base, 'root' | 'alias'>,
): Promise<{ roots: Roots; prefix: string }> {
  // Files are known by the paths that links lead to.
  const root = realpathSync(project)
  const known = tops.get(root) ?? repositoryOf(root).catch(() => ({ top: root, prefix: '' }))
  tops.set(root, known)
  const { top, prefix } = await known
  const as = prefix.replace(/\/$/u, '')
  // A checkout lies within the working tree: it comes first.
  const called = (folder: string, as: string) => ({ folder: slashed(realpathSync(folder)), as })
  const ofBase = base ? [called(base.root, as), called(base.alias.within, '')] : []
  const folders = [...ofBase, called(root, as), called(top, '')]
  return { roots: { harness, folders }, prefix: as }
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}
