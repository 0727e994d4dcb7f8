import { posix } from 'node:path'
import { findClosest } from '../../core/wording/closest.ts'
import { shortCommit } from '../../core/wording/commit.ts'
import { truncate } from '../../core/wording/display-width.ts'
import { visible } from '../../core/wording/plain.ts'
import { AssayError } from '../../model/assay-error.ts'
import { objectNameSchema } from '../../model/object-name.ts'
import type { Source } from '../../model/run.ts'
import { type ProgramEnd, runToEnd } from '../process/program.ts'
import { describeRefusal, findTop } from './refusal.ts'

/** Longest time that git may take, in ms; and to compare a large working tree with its commit. */
const timeLimit = 10_000
const statusLimit = 60_000

/**
 * Variables that git sets for hooks. They would point at the repository that the hook runs for, in terms of
 * another folder. Source: `git rev-parse --local-env-vars`.
 */
const hookVariables = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'],
  ...['GIT_IMPLICIT_WORK_TREE', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_SHALLOW_FILE', 'GIT_GRAFT_FILE'],
]

/**
 * The commit and branch at `root`, and whether files below `root` differ from the commit. Changes in the folders
 * of `ignore` (relative to `root`) and in files that git ignores do not count. Outside git there is no commit and
 * nothing is dirty; where there is a repository and git is not installed there is no commit either, and cleanness is not
 * claimed.
 *
 * @throws AssayError `git-late`, `git-refuses`
 */
export async function readSource(
  root: string,
  { ignore, timeout = statusLimit }: { readonly ignore: readonly string[]; readonly timeout?: number },
): Promise<Source> {
  const format = ['--porcelain=v2', '--branch', '-z', '--untracked-files=normal']
  // git excludes the folders itself: it shows an untracked folder as one entry otherwise.
  const asked = ['status', ...format, '--', '.', ...excludeFolders(ignore)]
  const { failed, missing, isLate, stdout, stderr } = await git(root, asked, timeout)
  if (isLate) throw late(timeout)
  if (!failed) return parseStatus(stdout)
  const top = findTop(root)
  if (top !== undefined && !missing) throw describeRefusal(top, stderr)
  return { dirty: top !== undefined }
}

/**
 * Parses `git status --porcelain=v2 --branch -z`: headers `# branch.oid` and `# branch.head`, then one entry for
 * every change. Source: git-status(1), "Porcelain Format Version 2".
 */
export function parseStatus(output: string): Source {
  const records = output.split('\0').filter((record) => record !== '')
  const header = (name: string) =>
    records.find((record) => record.startsWith(`# ${name} `))?.slice(name.length + 3)
  const commit = header('branch.oid')
  const branch = header('branch.head')
  return {
    ...(commit !== undefined && objectNameSchema.safeParse(commit).success && { commit }),
    dirty: records.some((record) => !record.startsWith('# ')),
    ...(branch !== undefined && branch !== '(detached)' && { branch }),
  }
}

/**
 * Runs git in a folder, whatever repository a hook that started this process runs for. Never throws: how it ended
 * is told by `failed`, `missing` when there is no git, and `isLate` when it was ended. Silence is no answer: whoever asks for a
 * difference reads `exitCode`, and whoever takes a failure for a no reads `isLate`. `timeout` in ms.
 */
export async function git(folder: string, args: readonly string[], timeout = timeLimit): Promise<ProgramEnd> {
  // No program takes such an argument, and no name of git's holds one.
  if ([folder, ...args].some((text) => text.includes('\0')))
    return {
      failed: true,
      missing: false,
      isLate: false,
      exitCode: undefined,
      stdout: '',
      stderr: '',
      all: '',
    }
  // Not with the folder as its working folder: one that is not there would read as a git that is not there.
  return runToEnd({
    program: 'git',
    args: ['-C', folder, ...quietly, ...args],
    folder: process.cwd(),
    env: gitEnvironment,
    timeout,
  })
}

/**
 * No program of the repository's runs beside: no file watcher, which would go on working while benchmarks run, and
 * nothing that checks signatures.
 */
const quietly = ['-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false']

/** What git is told beside its arguments; `undefined` takes a variable away. */
export const gitEnvironment: Readonly<Record<string, string | undefined>> = {
  GIT_OPTIONAL_LOCKS: '0',
  // What a commit is, and not what somebody has put in its place (git-replace).
  GIT_NO_REPLACE_OBJECTS: '1',
  LC_ALL: 'C',
  ...Object.fromEntries(hookVariables.map((name) => [name, undefined])),
}

type Repository = { readonly top: string; readonly prefix: string }

/**
 * The top of the repository and the way from there to the project.
 *
 * @throws AssayError `no-git`, `git-late`, `git-refuses`
 */
export async function repositoryOf(root: string, timeout = timeLimit): Promise<Repository> {
  const asked = ['rev-parse', '--show-toplevel', '--show-prefix']
  const { failed, missing, isLate, stdout, stderr } = await git(root, asked, timeout)
  if (isLate) throw late(timeout)
  if (missing) throw noGit('git is not installed', 'Install git')
  const [top, prefix] = stdout.split('\n')
  if (failed || !top || stdout.includes('\0')) {
    const refused = findTop(root)
    if (failed && refused !== undefined) throw describeRefusal(refused, stderr)
    throw noGit(`${root} is in no git repository`, 'Run it in a clone of the repository')
  }
  return { top, prefix: prefix ?? '' }
}

function noGit(what: string, remedy: string): AssayError {
  const message = `${what}, so there is no revision to compare with.`
  return new AssayError('no-git', message, `${remedy}, or compare with a recorded baseline: assay run.`)
}

/**
 * The same; `undefined` where there is none, or no git to tell.
 *
 * @throws AssayError `git-late`, `git-refuses`
 */
export async function repositoryIfAny(root: string, timeout = timeLimit): Promise<Repository | undefined> {
  return repositoryOf(root, timeout).catch((error: unknown) => {
    if (error instanceof AssayError && error.code === 'no-git') return undefined
    throw error
  })
}

/** @throws AssayError `no-revision`, `git-late` */
export async function resolveCommit(root: string, ref: string, timeout = timeLimit): Promise<string> {
  const commit = await findCommit(root, ref, timeout)
  if (commit !== undefined) return commit
  const shown = truncate(visible(ref), 80)
  const lacksHistory = await isShallow(root)
  const isCommit = objectNameSchema.safeParse(ref).success
  const more = lacksHistory ? ', which is a shallow clone.' : isCommit ? '.' : await questionFor(root, ref)
  throw new AssayError(
    'no-revision',
    isCommit
      ? `commit ${shortCommit(ref)} is not in this repository${more}`
      : `'${shown}' is no revision of this repository${more}`,
    lacksHistory
      ? `Fetch its history first: git fetch --unshallow, or in GitHub Actions 'fetch-depth: 0' of actions/checkout.`
      : isCommit
        ? `It was rewritten, or never fetched: git fetch origin ${ref} brings what the remote has.`
        : `Give a branch, a tag or a commit that 'git rev-parse' knows; a branch of a remote has its name before: origin/${shown}.`,
  )
}

/** Whether the repository was cloned without its history. */
export async function isShallow(root: string): Promise<boolean> {
  const { stdout } = await git(root, ['rev-parse', '--is-shallow-repository'])
  return stdout.trim() === 'true'
}

/**
 * The commit that a revision means, if it means one.
 *
 * @throws AssayError `git-late`
 */
export async function findCommit(
  root: string,
  ref: string,
  timeout = timeLimit,
): Promise<string | undefined> {
  const command = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]
  const { failed, isLate, stdout } = await git(root, command, timeout)
  if (isLate) throw late(timeout)
  return failed ? undefined : objectNameSchema.safeParse(stdout.trim()).data
}

/** The branch or tag that a misspelt one may mean. A branch that only a remote has is called so by people, too. */
async function questionFor(root: string, ref: string): Promise<string> {
  const folders = ['refs/heads', 'refs/tags', 'refs/remotes']
  const format = [`--count=${mostNames}`, '--format=%(refname:short)']
  const { stdout } = await git(root, ['for-each-ref', ...format, ...folders])
  const names = stdout.split('\n').filter((name) => name !== '')
  const meant = names.find((name) => name.endsWith(`/${ref}`)) ?? findClosest(ref, names)
  return meant === undefined ? '.' : `; did you mean '${truncate(visible(meant), 80)}'?`
}

/** Branches and tags that a slip is looked for among. */
const mostNames = 2_000

function late(timeout: number): AssayError {
  return new AssayError(
    'git-late',
    `git did not answer within ${timeout / 1000} s.`,
    "Try again; if it is slow in any case, see what 'git status' waits for.",
  )
}

/**
 * Who would be the author of a commit here, `name <address>`; `undefined` where git is told of nobody: a name that it
 * makes up from the account and the machine says nothing.
 */
export async function readAuthor(root: string): Promise<string | undefined> {
  const { failed, stdout } = await git(root, ['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT'])
  return failed ? undefined : /^(.*>) \d+ [-+]\d+\s*$/u.exec(stdout)?.[1]
}

/**
 * Arguments that leave folders out. Those outside `root` are not named: git refuses them, and `-- .` leaves them out already.
 * Nor is `root` itself: with everything left out, nothing differs from anything.
 */
export function excludeFolders(folders: readonly string[]): string[] {
  return folders
    .map((folder) => posix.normalize(folder.replaceAll('\\', '/')).replace(/\/+$/u, ''))
    .filter((folder) => folder !== '' && folder !== '.' && !/^(?:\/|[a-z]:|\.\.(?:\/|$))/iu.test(folder))
    .map((folder) => `:(exclude,literal)${folder}`)
}
