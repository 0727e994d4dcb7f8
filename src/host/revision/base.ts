import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { satisfies, validRange } from 'semver'
import { type Published, parsePublished } from '../../core/identity/published.ts'
import { shortCommit } from '../../core/wording/commit.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import type { Selection } from '../../flow/select.ts'
import type { Reference } from '../../model/comparison.ts'
import type { Finding } from '../../model/finding.ts'
import { areEqual } from '../files/files.ts'
import { readManifest } from '../project/project.ts'
import { takeBenchmarkFiles } from './base-benchmarks.ts'
import type { KnownChanges } from './changes.ts'
import { checkOut } from './checkout.ts'
import { unpack } from './unpack.ts'

/** What is to be measured of it. */
export type CheckoutRequest = Pick<Selection, 'benchmarks' | 'listing' | 'config' | 'configFile'>

/**
 * Lays a base out beside the working tree. Its benchmark files are the working tree's, which say what is measured; the
 * sources that they load are its own.
 *
 * @param known what this command has read of the base already
 * @throws AssayError when it cannot be had or its dependencies cannot be provided
 */
export async function checkOutBase(
  root: string,
  { ref, commit }: Reference,
  { benchmarks, listing, config, configFile }: CheckoutRequest,
  signal: AbortSignal,
  known: KnownChanges,
): Promise<Base> {
  const base =
    commit === undefined
      ? await unpack(root, (await publishedIn(root, ref))!, signal)
      : await checkOut(root, { ref, commit }, config.base.build, signal, known)
  const name = shortCommit(base.reference.ref)
  // What is published has neither benchmark files nor a configuration, as a rule: that they are not there says nothing.
  const isTold = (theirs: string) => commit !== undefined || existsSync(theirs)
  const own = await takeBenchmarkFiles(root, base, { benchmarks, listing, config }, name)
  const otherConfig =
    configFile !== undefined &&
    isTold(join(base.root, configFile)) &&
    !(await areEqual(join(root, configFile), join(base.root, configFile)))
  return {
    ...base,
    ...own,
    findings: [
      ...own.findings,
      ...(otherConfig ? [configFinding(configFile, name)] : []),
      ...(await engineFindings(base.root, name)),
    ],
  }
}

/** The published version that is meant; `undefined` where a revision of git is. */
export async function publishedIn(root: string, ref: string): Promise<Published | undefined> {
  return parsePublished(ref, await readManifest(root))
}

/** A package may say which versions of Node it is for; both revisions run on the one that runs this. */
async function engineFindings(root: string, ref: string): Promise<Finding[]> {
  // One that is broken there is told of by Node, when it loads what stands beside it.
  const manifest = (await readManifest(root)) as { engines?: { node?: unknown } } | undefined
  const range = validRange(String(manifest?.engines?.node ?? '*'))
  if (range === null || satisfies(process.versions.node, range)) return []
  return [
    {
      code: 'engine-excluded',
      severity: 'warning',
      subject: 'package.json',
      message: `At ${ref} it asks for Node ${range}; both revisions were measured on ${process.versions.node}`,
      advice: 'Compare on a version of Node that both revisions are for.',
    },
  ]
}

function configFinding(file: string, ref: string): Finding {
  return {
    code: 'configuration-differs',
    severity: 'info',
    subject: file,
    message: `It differs from that of ${ref}; the working tree's holds for both revisions`,
    advice: 'Nothing.',
  }
}
