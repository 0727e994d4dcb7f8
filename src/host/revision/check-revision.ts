import { realpathSync } from 'node:fs'
import { repositoryOf, resolveCommit } from '../git/git.ts'
import { findPublished } from './base.ts'
import { exactVersion, type KnownVersions } from './exact-version.ts'

/**
 * Asks whether there is such a revision of git, or such a published version.
 *
 * @throws AssayError `no-git`, `no-revision`, `no-package`, `no-version`
 */
export async function checkRevision(project: string, ref: string, versions: KnownVersions): Promise<void> {
  const root = realpathSync(project)
  const published = await findPublished(root, ref)
  if (published) {
    await exactVersion(root, published, versions)
  } else {
    await repositoryOf(root)
    await resolveCommit(root, ref)
  }
}
