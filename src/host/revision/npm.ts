import { existsSync } from 'node:fs'
import { copyFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Published, publishedRef } from '../../core/identity/published.ts'
import { AssayError } from '../../model/assay-error.ts'
import { foldersUp } from '../files/files.ts'
import { makeFolder } from '../files/folders.ts'
import { attempt } from '../process/attempt.ts'
import { runToEnd } from '../process/program.ts'

/** ms. */
const limit = 600_000

/** No script of anybody runs, and a version that was published a minute ago counts. */
const always = [
  ...['--ignore-scripts', '--prefer-online', '--no-audit', '--no-fund', '--no-update-notifier'],
  ...['--loglevel=error', '--json'],
]

/** What npm says on stdout when it fails. */
const failureSchema = z.object({ error: z.object({ code: z.string(), summary: z.string() }) })

/**
 * Has npm do something with a published version, in the project, where its settings are. Returns what npm says about
 * it, as JSON.
 *
 * @throws AssayError `no-version`
 */
async function npm(root: string, args: readonly string[], { name, wanted }: Published): Promise<unknown> {
  const { failed, missing, stdout, isLate } = await runToEnd({
    program: 'npm',
    args: [...args, ...always, '--', `${name}@${wanted}`],
    folder: root,
    timeout: limit,
  })
  const answer: unknown = attempt(() => JSON.parse(stdout))
  if (!failed) return answer
  const ref = publishedRef(name, wanted)
  if (missing) {
    throw new AssayError(
      'no-version',
      `There is no npm to provide '${ref}' with.`,
      'Install npm, which Node brings along, or compare with a revision of git.',
    )
  }
  const { data } = failureSchema.safeParse(answer)
  const summary = data?.error.summary.trim().split('\n')[0]?.replace(/\.$/u, '')
  const said = isLate ? 'it took too long' : summary || 'it does not say why'
  throw new AssayError(
    'no-version',
    `npm cannot provide '${ref}': ${said}.`,
    adviceOn(data?.error.code ?? '', name),
  )
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

/** npm 11 answers with a list; by name, where it answers with an object. */
const packedSchema = z.preprocess(
  (answer) => Object.values(answer ?? {}),
  z.tuple([z.object({ version: z.string() })]),
)

/** What the registry has answered, by what was asked for. A command asks before it loads anything, and once more later. */
export type KnownVersions = Map<string, Promise<Published>>

/**
 * Which version the registry means by what was asked for. What npm fetches for the answer is in its cache then, for
 * the one who installs it.
 *
 * @throws AssayError `no-version`
 */
export function exactVersion(root: string, published: Published, known: KnownVersions): Promise<Published> {
  const key = publishedRef(published.name, published.wanted)
  const answer = known.get(key) ?? askRegistry(root, published)
  known.set(key, answer)
  return answer
}

async function askRegistry(root: string, { name, wanted }: Published): Promise<Published> {
  const answer = await npm(root, ['pack', '--dry-run'], { name, wanted })
  const [{ version }] = packedSchema.parse(answer)
  return { name, wanted: version }
}

/** What the package asks its users to bring (peers) is the project's; folders are real ones, whatever is preferred. */
const installation = [
  ...['install', '--no-save', '--no-package-lock', '--omit=dev', '--omit=peer'],
  '--install-strategy=hoisted',
]

/**
 * Installs a published version and what it depends on into the `node_modules` of a new folder.
 *
 * @throws AssayError `no-version`
 */
export async function installPublished(root: string, folder: string, published: Published): Promise<void> {
  makeFolder(folder)
  const settings = settingsOf(root)
  // A link: what is in it may be a secret. Windows lets few people make one of a file; the copy goes with the folder.
  if (settings !== undefined) {
    const own = join(folder, '.npmrc')
    await symlink(settings, own, 'file').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPERM') throw error
      return copyFile(settings, own)
    })
  }
  await npm(root, [...installation, '--prefix', folder], published)
}

/**
 * The settings of the project, or of the workspace that it belongs to: which registry, and who asks. npm looks for them
 * where it installs.
 */
function settingsOf(root: string): string | undefined {
  // As for npm, a folder without a package.json has no say.
  const has = (folder: string, name: string) => existsSync(join(folder, name))
  const folder = foldersUp(root).find((at) => has(at, '.npmrc') && has(at, 'package.json'))
  return folder && join(folder, '.npmrc')
}
