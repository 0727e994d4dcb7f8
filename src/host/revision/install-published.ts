import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Published } from '../../core/identity/published.ts'
import { npm } from './npm.ts'

/** What the package asks its users to bring (peers) is the project's; folders are real ones, whatever is preferred. */
const command = [
  ...['install', '--no-save', '--no-package-lock', '--omit=dev', '--omit=peer'],
  '--install-strategy=hoisted',
]

/**
 * Installs a published version and what it depends on into the `node_modules` of a new folder.
 *
 * @throws AssayError `no-version`
 */
export async function installPublished(root: string, folder: string, published: Published): Promise<void> {
  await mkdir(folder, { recursive: true })
  const settings = settingsOf(root)
  // A link: what is in it may be a secret.
  if (settings !== undefined) await symlink(settings, join(folder, '.npmrc'), 'file')
  await npm(root, [...command, '--prefix', folder], published)
}

/**
 * The settings of the project, or of the workspace that it belongs to: which registry, and who asks. npm looks for them
 * where it installs.
 */
function settingsOf(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    const file = join(at, '.npmrc')
    // As for npm, a folder without a package.json has no say.
    if (existsSync(file) && existsSync(join(at, 'package.json'))) return file
    if (dirname(at) === at) return undefined
  }
}
