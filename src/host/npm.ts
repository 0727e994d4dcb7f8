import { existsSync } from 'node:fs'
import { mkdir, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Published, publishedRef } from '../core/published.ts'
import { AssayError } from '../model/assay-error.ts'

/** ms. */
const limit = 600_000

/**
 * No script of anybody runs. What the package asks its users to bring (peers) is the project's. A version that was
 * published a minute ago counts.
 */
const command = [
  ...['install', '--ignore-scripts', '--no-save', '--no-package-lock', '--omit=dev', '--omit=peer'],
  ...['--prefer-online', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error', '--json'],
]

/** What npm says on stdout when it fails. */
const failureSchema = z.object({ error: z.object({ code: z.string(), summary: z.string() }) })

/**
 * Installs a published version with its dependencies into a new folder, as npm is set up in the project.
 *
 * @throws AssayError `no-version`
 */
export async function installPublished(
  { name, wanted }: Published,
  place: { readonly root: string; readonly folder: string },
): Promise<void> {
  const { root, folder } = place
  await mkdir(folder, { recursive: true })
  const settings = settingsOf(root)
  // A link: what is in it may be a secret.
  if (settings !== undefined) await symlink(settings, join(folder, '.npmrc'), 'file')
  const { execa } = await import('execa')
  const { failed, code, stdout, timedOut } = await execa(
    'npm',
    [...command, '--prefix', folder, '--', `${name}@${wanted}`],
    { cwd: root, stdin: 'ignore', timeout: limit, reject: false },
  )
  if (!failed) return
  const ref = publishedRef(name, wanted)
  if (code === 'ENOENT') {
    throw new AssayError(
      'no-version',
      `'${ref}' cannot be installed: there is no npm.`,
      'Install npm, which Node brings along, or compare with a revision of git.',
    )
  }
  const { error } = readFailure(stdout) ?? {
    error: { code: '', summary: timedOut ? 'it took too long' : '' },
  }
  const said = error.summary.trim().split('\n')[0]?.replace(/\.$/u, '') || 'npm does not say why'
  throw new AssayError('no-version', `'${ref}' cannot be installed: ${said}.`, adviceOn(error.code, name))
}

/** The settings of the project, or of the workspace that it belongs to: which registry, and who asks. */
function settingsOf(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    const file = join(at, '.npmrc')
    // As in npm, a folder without a package.json has no say.
    if (existsSync(file) && existsSync(join(at, 'package.json'))) return file
    if (dirname(at) === at) return undefined
  }
}

function readFailure(stdout: string): z.infer<typeof failureSchema> | undefined {
  try {
    return failureSchema.parse(JSON.parse(stdout))
  } catch {
    return undefined
  }
}

/** Codes are those of npm and of Node's sockets. */
function adviceOn(code: string, name: string): string {
  if (code === 'ETARGET') return `Give a version or a tag that there is: npm view ${name} versions dist-tags.`
  if (/^E40[134]$|^ENEEDAUTH$/u.test(code)) {
    return 'See to it that it is published, that npm asks the right registry (npm config get registry), and that you may see it there (npm login).'
  }
  if (/^E(?:AI_AGAIN|CONN|HOSTUNREACH|NETUNREACH|NOTFOUND|TIMEDOUT|RR_SOCKET)/u.test(code)) {
    return 'See to it that the registry can be reached from here (npm ping), or compare with a revision of git.'
  }
  return `See to it that npm can install it here: npm install ${name}.`
}
