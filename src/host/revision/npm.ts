import { z } from 'zod'
import { type Published, publishedRef } from '../../core/identity/published.ts'
import { AssayError } from '../../model/assay-error.ts'
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
export async function npm(
  root: string,
  args: readonly string[],
  { name, wanted }: Published,
): Promise<unknown> {
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
