import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { shortCommit } from '../../core/wording/commit.ts'
import { AssayError } from '../../model/assay-error.ts'
import type { Reference } from '../../model/comparison.ts'
import type { Config } from '../../model/config.ts'
import { git, repositoryOf } from '../git/git.ts'
import { refuseInterrupted } from '../process/interruption.ts'
import { runProgram } from '../process/program.ts'
import type { Checkout } from './base-benchmarks.ts'
import { changesOf, type KnownChanges } from './changes.ts'
import { provideDependencies } from './dependencies.ts'
import { layOut, lendPackages } from './lay-out.ts'
import { turnLinks } from './own-links.ts'

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
  reference: Reference & { readonly commit: string },
  command: Config['base']['build'],
  signal: AbortSignal,
  known: KnownChanges,
): Promise<Checkout> {
  const ref = shortCommit(reference.ref === 'baseline' ? reference.commit : reference.ref)
  // As Node names modules, and git its folders: links followed.
  const root = realpathSync(project)
  const { top, prefix } = await repositoryOf(root)
  return layOut(root, signal, async (folder) => {
    // git names its top with links followed, and with slashes.
    const twins = { top: realpathSync(top), folder }
    // The hooks of the repository are not ours to run.
    const add = ['-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--detach', '--quiet', folder]
    const { failed, stderr } = await git(root, [...add, reference.commit], layOutLimit)
    refuseInterrupted(signal)
    if (failed) throw notCheckedOut(ref, stderr)
    const listed = await listFiles(folder)
    refuseSubmodules(listed('160000'), ref, reference.commit)
    await turnLinks(twins, listed('120000'))
    const place = join(folder, prefix)
    if (!existsSync(place)) throw noSuchFolder(ref, prefix)
    await provideDependencies(twins, ref, root, await changesOf(root, reference.commit, known))
    refuseInterrupted(signal)
    if (command !== undefined) await build(place, command, ref)
    refuseInterrupted(signal)
    const ofLent = await lendPackages(dirname(twins.top), folder, join('.assay', 'above'))
    return { reference, home: prefix, moves: (at) => [{ from: twins.top, to: at }, ...ofLent(at)] }
  })
}

/** Builds a revision where it is checked out, as the configuration says (`base.build`). */
async function build(folder: string, command: readonly [string, ...string[]], ref: string): Promise<void> {
  const complaint = await runProgram(folder, command)
  if (complaint === undefined) return
  throw new AssayError(
    'no-build',
    `base.build failed at '${ref}' (${command.join(' ')}): ${complaint}`,
    'Fix base.build in the configuration if that revision is built in another way, or compare with one that builds here.',
  )
}

/** By their mode, as git writes it. */
async function listFiles(folder: string): Promise<(mode: string) => string[]> {
  const { stdout } = await git(folder, ['ls-files', '--stage', '-z'], layOutLimit)
  const entries = stdout.split('\0').map((entry) => entry.split('\t') as [string, string])
  return (mode) => entries.flatMap(([about, name]) => (about.startsWith(`${mode} `) ? [name] : []))
}

/** A worktree has no submodules; what they hold may be what is measured. */
function refuseSubmodules(paths: readonly string[], ref: string, commit: string): void {
  if (paths.length === 0) return
  throw new AssayError(
    'no-checkout',
    `'${ref}' has submodules (${paths.join(', ')}), which a worktree does not bring.`,
    `Measure it in a clone of its own: git checkout ${shortCommit(commit)}, git submodule update --init --recursive, npx assay baseline update --why "…".`,
  )
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
