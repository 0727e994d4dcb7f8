import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { folderOf } from '../../core/sameness/names.ts'
import { installationOf, whyOtherPackages } from '../../core/sameness/packages.ts'
import { type Changes, gitPath } from './changes.ts'
import { installDependencies, lockFileIn } from './install.ts'
import { linkDependencies, type Twins } from './own-links.ts'

/**
 * Gives a checkout what its files load from `node_modules`: the project's, those of the folders above it, and of packages
 * elsewhere in the repository, which nothing may link. Links to what the working tree has installed where both revisions
 * have the same packages, and installs anew where not, or where git cannot tell (`changes` is absent).
 *
 * @param root the project in the working tree
 * @throws AssayError `no-dependencies`
 */
export async function provideDependencies(
  twins: Twins,
  ref: string,
  root: string,
  changes: Changes | undefined,
): Promise<void> {
  const { top, folder } = twins
  const own = gitPath(top, root)
  const needed = new Set([own, ...above(own)])
  const others = [...(changes?.tracked ?? [])]
    .filter((name) => basename(name) === 'package.json')
    .map(folderOf)
  const places = [...needed, ...others.filter((at) => !needed.has(at))].filter(
    (at) => at === own || existsSync(join(top, at, 'node_modules')),
  )
  const shared: string[] = []
  const installed = new Set<string>()
  const known = new Map<string, string | undefined>()
  for (const at of places) {
    const reason = changes ? why(at, changes) : 'git cannot say what has changed'
    if (reason === undefined) {
      shared.push(at)
      continue
    }
    const lock = lockFileIn(join(folder, at), folder)
    const where = lock === undefined ? join(folder, at) : dirname(lock)
    if (installed.has(where) || (at !== own && !existsSync(join(where, 'package.json')))) continue
    installed.add(where)
    try {
      await installDependencies(where, lock, ref, reason)
    } catch (error) {
      if (needed.has(at)) throw error
      // Of a package that perhaps no benchmark loads; one that does fails at the base, and says what it looked for.
      await rm(join(where, 'node_modules'), { recursive: true, force: true })
    }
  }
  // Last: installing in a folder above would remove what is linked.
  for (const at of shared) await linkDependencies(twins, join(top, at))

  /** Once for all packages of a workspace. */
  function why(at: string, differences: Changes): string | undefined {
    const name = installationOf(at, differences)
    if (!known.has(name)) known.set(name, whyOtherPackages(at, 'all', differences))
    return known.get(name)
  }
}

/** All folders above, up to the top, which is empty. */
function above(name: string): string[] {
  return name === '' ? [] : [folderOf(name), ...above(folderOf(name))]
}
