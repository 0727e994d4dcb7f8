import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { shortCommit } from '../core/report/words.ts'
import { askAlike, decidesPackages } from '../core/sameness/manifest.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Reference } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { LaidOut } from './base-benchmarks.ts'
import { build } from './build.ts'
import { changesOf, type KnownChanges } from './changes.ts'
import { areEqual } from './files.ts'
import { git, repositoryOf } from './git.ts'
import { installDependencies, lockFileIn } from './install.ts'
import { refuseInterrupted } from './interruption.ts'
import { readOrdinaryText } from './ordinary-file.ts'
import { linkDependencies } from './own-links.ts'
import { makeScratch } from './scratch.ts'

/** Laying out a large repository takes longer than asking git something. ms. */
const layOutLimit = 300_000

/**
 * Checks a revision out in a worktree of git below `.assay/`, with the dependencies of its own lock file, and builds it
 * where a command for that is given.
 *
 * @throws AssayError `no-git`, `no-checkout`, `no-dependencies`, `no-build`
 */
export async function checkOut(
  project: string,
  reference: Required<Reference>,
  command: Config['base']['build'],
  signal: AbortSignal,
  known: KnownChanges = new Map(),
): Promise<LaidOut> {
  const ref = shortCommit(reference.ref)
  // As Node names modules, and git its folders: links followed.
  const root = realpathSync(project)
  const { top, prefix } = await repositoryOf(root)
  const { folder, again, remove } = await makeScratch(root)
  try {
    // The hooks of the repository are not ours to run.
    const add = ['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--quiet', folder]
    const { failed, stderr } = await git(root, [...add, reference.commit], layOutLimit)
    refuseInterrupted(signal)
    if (failed) throw notCheckedOut(ref, stderr)
    await refuseSubmodules(folder, ref)
    const place = join(folder, prefix)
    if (!existsSync(place)) throw noSuchFolder(ref, prefix)
    await provideDependencies({ top, root, folder, project: place, commit: reference.commit, ref, known })
    refuseInterrupted(signal)
    if (command !== undefined) await build(place, command, ref)
    refuseInterrupted(signal)
    return {
      reference,
      root: place,
      again: join(again, prefix),
      cwd: place,
      alias: { within: folder, moves: [{ from: top, to: folder }] },
      aliasAgain: { within: again, moves: [folder, top].map((from) => ({ from, to: again })) },
      close: async () => remove(),
    }
  } catch (error) {
    remove()
    // What was ended because the person asked for it fails in ways of its own.
    refuseInterrupted(signal)
    throw error
  }
}

/** A worktree has no submodules; what they hold may be what is measured. */
async function refuseSubmodules(folder: string, ref: string): Promise<void> {
  const { stdout } = await git(folder, ['ls-files', '--stage', '-z'], layOutLimit)
  const paths = stdout
    .split('\0')
    .flatMap((entry) => (entry.startsWith('160000 ') ? [entry.split('\t')[1]] : []))
  if (paths.length === 0) return
  throw new AssayError(
    'no-checkout',
    `'${ref}' has submodules (${paths.join(', ')}), which a worktree does not bring.`,
    'Clone that revision with its submodules and measure it there: assay baseline update.',
  )
}

/** Links to what the working tree has installed where both revisions get the same, and installs anew where not. */
async function provideDependencies(place: {
  readonly top: string
  readonly root: string
  readonly folder: string
  readonly project: string
  readonly commit: string
  readonly ref: string
  readonly known: KnownChanges
}): Promise<void> {
  const { top, root, folder, project, commit, ref, known } = place
  const [mine, theirs] = [lockFileIn(root, top), lockFileIn(project, folder)]
  if (await askForTheSame({ root, project, commit, known }, mine, theirs)) {
    // git names its top with links followed, and with slashes.
    const twins = { top: realpathSync(top), folder }
    for (let at = root; ; at = dirname(at)) {
      await linkDependencies(twins, at)
      if (at === twins.top || dirname(at) === at) return
    }
  }
  await installDependencies(theirs === undefined ? project : dirname(theirs), theirs, ref)
}

/**
 * Whether both revisions get the same packages: the same lock file, or where there is none the same requests, and nothing
 * else that decides about packages has changed, such as a patch.
 */
async function askForTheSame(
  { root, project, commit, known }: { root: string; project: string; commit: string; known: KnownChanges },
  lock: string | undefined,
  otherLock: string | undefined,
): Promise<boolean> {
  const { changes } = await changesOf(root, commit, known)
  if (changes === undefined || [...changes.changed].some(decidesPackages)) return false
  if (lock !== undefined && otherLock !== undefined) return areEqual(lock, otherLock)
  if (lock !== undefined || otherLock !== undefined) return false
  const textOf = (folder: string) => {
    const file = join(folder, 'package.json')
    return existsSync(file) ? readOrdinaryText(file) : undefined
  }
  return askAlike({ head: await textOf(root), base: await textOf(project) })
}

function notCheckedOut(ref: string, stderr: string): AssayError {
  const reason = stderr.trim().split('\n').at(-1) ?? ''
  return new AssayError(
    'no-checkout',
    `git cannot lay out '${ref}' in a worktree: ${reason}`,
    'See to it that git worktree add works here: write permission on .assay and .git, and enough space.',
  )
}

function noSuchFolder(ref: string, prefix: string): AssayError {
  return new AssayError(
    'no-checkout',
    `'${ref}' has no folder ${prefix}: the project was not there yet, or somewhere else.`,
    'Compare with a revision that has it.',
  )
}
