import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { satisfies, validRange } from 'semver'
import { type Published, parsePublished } from '../../core/identity/published.ts'
import type { Base, CheckoutRequest } from '../../flow/ports/revisions.ts'
import type { BaseDifference } from '../../model/base-difference.ts'
import type { Reference } from '../../model/comparison.ts'
import { areEqual } from '../files/files.ts'
import { repositoryOf, resolveCommit } from '../git/git.ts'
import { readManifest } from '../project/project.ts'
import { takeBenchmarkFiles } from './base-benchmarks.ts'
import { checkOut } from './checkout.ts'
import type { KnownRevisions } from './known-revisions.ts'
import { exactVersion } from './npm.ts'
import { unpack } from './unpack.ts'

/**
 * Lays a base out beside the working tree. Its benchmark files are the working tree's, which say what is measured; the
 * sources that they load are its own.
 *
 * @throws AssayError when it cannot be had or its dependencies cannot be provided
 */
export async function checkOutBase(
  root: string,
  { ref, commit }: Reference,
  request: CheckoutRequest,
  signal: AbortSignal,
  known: KnownRevisions,
): Promise<Base> {
  const { config, configFile } = request
  const base =
    commit === undefined
      ? await unpack(root, (await findPublished(root, ref))!, signal)
      : await checkOut(root, { ref, commit }, config.base.build, signal, known.changes)
  // What is published has neither benchmark files nor a configuration, as a rule: that they are not there says nothing.
  const isTold = (theirs: string) => commit !== undefined || existsSync(theirs)
  const own = await takeBenchmarkFiles(root, base, request, known)
  const otherConfig =
    configFile !== undefined &&
    isTold(join(base.root, configFile)) &&
    !(await areEqual(join(root, configFile), join(base.root, configFile)))
  return {
    ...base,
    ...own,
    differences: [
      ...own.differences,
      ...(otherConfig ? [{ file: configFile, state: 'configuration' } as const] : []),
      ...(await excludedEngine(base.root)),
    ],
  }
}

/**
 * Asks whether there is such a revision of git, or such a published version.
 *
 * @throws AssayError `no-git`, `no-revision`, `no-package`, `no-version`
 */
export async function checkRevision(project: string, ref: string, known: KnownRevisions): Promise<void> {
  const root = realpathSync(project)
  const published = await findPublished(root, ref)
  if (published) {
    await exactVersion(root, published, known.versions)
  } else {
    await repositoryOf(root)
    await resolveCommit(root, ref)
  }
}

/** The published version that is meant; `undefined` where a revision of git is. */
export async function findPublished(root: string, ref: string): Promise<Published | undefined> {
  return parsePublished(ref, await readManifest(root))
}

/** A package may say which versions of Node it is for; both revisions run on the one that runs this. */
async function excludedEngine(root: string): Promise<BaseDifference[]> {
  // One that is broken there is told of by Node, when it loads what stands beside it.
  const manifest = (await readManifest(root)) as { engines?: { node?: unknown } } | undefined
  const range = validRange(String(manifest?.engines?.node ?? '*'))
  if (range === null || satisfies(process.versions.node, range)) return []
  return [{ file: 'package.json', state: 'engine', range, node: process.versions.node }]
}
