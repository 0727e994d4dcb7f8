import { existsSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { posix, resolve } from 'node:path'
import { compileGlob } from '../../core/identity/glob.ts'
import { publishedRef } from '../../core/identity/published.ts'
import { isBelow } from '../../core/sameness/names.ts'
import { type TouchedPlace, whyDifferent, whyUnknown } from '../../core/sameness/untouched.ts'
import type { ChangeImpact, SettledImpact } from '../../flow/ports/revisions.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { codeFolder, packageFolder } from '../own-files.ts'
import { findPublished } from './base.ts'
import { type Changes, gitPath, readChanges } from './changes.ts'
import type { KnownRevisions } from './known-revisions.ts'
import { exactVersion } from './npm.ts'
import { type Affected, confirmSpared, findLikelySpared, type LikelySpared } from './spared.ts'
import { eachTwoAtATime, type SeenTrace, traceEach, traceHere } from './trace.ts'
import { foreignTo, placesOf } from './trace-places.ts'

/** Benchmarks of a file that are likely to be spared, and whether those that are were measured as they are now. */
type OpenFile = {
  readonly affected: Affected
  readonly likely: LikelySpared
  readonly isRecorded: boolean
}

/**
 * How the working tree differs from a base. A benchmark file is untouched when everything that loading it, setting
 * its benchmarks up and calling each some times touches is the same: measuring that would compare a thing with itself. So it
 * would for a benchmark of another file that runs none of the functions that have changed (spared.ts). To be sure of that takes
 * as long as measuring it once: whoever asks can begin with the others.
 * Of a published version nobody knows what it was made from, so nothing counts as untouched.
 *
 * @throws AssayError `no-git`, `no-revision`, `no-package`, `no-version`
 */
export async function changesSince(
  project: string,
  ref: string,
  benchmarks: readonly Benchmark[],
  config: Config,
  known: KnownRevisions,
): Promise<ChangeImpact> {
  const root = realpathSync(project)
  const published = await findPublished(root, ref)
  const exact = published && (await exactVersion(root, published, known.versions))
  const asked = published ? undefined : await readChanges(root, ref)
  if (asked) known.changes.set(asked.commit, asked)
  const changes = asked?.changes
  const since = {
    untouched: new Set<string>(),
    asRecorded: new Set<string>(),
    edited: new Set<string>(),
    added: new Set<string>(),
    unfollowed: new Map<string, string>(),
    apart: new Map<string, string>(),
  }
  // A build of this program that runs in its own repository is on both sides, and git does not know it.
  const isProgram = ({ name }: TouchedPlace) =>
    changes !== undefined && !changes.tracked.has(name) && isBelow(resolve(changes.top, name), program)
  const isForeign = changes && foreignTo(changes.top, harness, realpathSync(tmpdir()))
  const open: OpenFile[] = []
  const byFile = Map.groupBy(benchmarks, ({ file }) => file)
  await traceEach(root, byFile.values(), config, known)
  const compareFile = async ([file, members]: readonly [string, readonly Benchmark[]]) => {
    const { trace, isWhole } = await traceHere(root, members, config, known)
    const [reason] = trace ? trace.apart : ['what it does could not be watched']
    if (reason !== undefined) since.apart.set(file, reason)
    if (!changes) {
      if (!published) since.edited.add(file)
      return
    }
    const own = gitPath(changes.top, realpathSync(resolve(root, file)))
    const isEdited = changes.changed.has(own) || !changes.tracked.has(own)
    if (isEdited) since.edited.add(file)
    if (changes.added.has(own)) since.added.add(file)
    if (!trace || !isWhole) return
    const touchedBy = ({ files, later, opaque }: SeenTrace) => {
      const [places, again] = [files, later].map((paths) =>
        placesOf(changes.top, paths).filter((place) => !isProgram(place)),
      )
      return { own, places: places!, later: again!, opaque }
    }
    const touched = touchedBy(trace)
    const unrelated = unrelatedTo(root, changes.top, config)
    const isUntouched = whyDifferent(touched, changes, unrelated) === undefined
    if (isUntouched) since.untouched.add(file)
    const [hidden] = trace.opaque
    const isHidden = hidden !== undefined && !isUntouched
    if (isHidden && whyDifferent({ ...touched, opaque: [] }, changes, unrelated) === undefined)
      since.unfollowed.set(file, hidden)
    const isRecorded = !isEdited && whyUnknown(touched, changes, isForeign!) === undefined
    if (isUntouched && isRecorded) for (const { id } of members) since.asRecorded.add(id)
    if (isUntouched || isEdited) return
    const affected = { root, members, changes, config, known, touchedBy, unrelated }
    const likely = await findLikelySpared(affected, { trace, isWhole })
    if (likely.members.length > 0) open.push({ affected, likely, isRecorded })
  }
  await eachTwoAtATime(byFile, compareFile)
  const gone = changes ? goneFrom(root, changes, config) : []
  const reference = exact ? { ref: publishedRef(exact.name, exact.wanted) } : { ref, commit: asked!.commit }
  const unsettled = new Set(open.flatMap(({ likely }) => likely.members.map(({ id }) => id)))
  let settled: Promise<SettledImpact> | undefined
  const settle = () => {
    settled ??= confirmAll(since.asRecorded, open)
    return settled
  }
  return { reference, ...since, gone, spared: new Set(), unsettled, settle }
}

/** Finds out which of those that are likely to be spared are. */
async function confirmAll(known: ReadonlySet<string>, open: readonly OpenFile[]): Promise<SettledImpact> {
  const spared = new Set<string>()
  const asRecorded = new Set(known)
  await eachTwoAtATime(open, async ({ affected, likely, isRecorded }) => {
    for (const id of await confirmSpared(affected, likely)) {
      spared.add(id)
      if (isRecorded) asRecorded.add(id)
    }
  })
  return { spared, asRecorded, unsettled: new Set() }
}

/** Benchmark files of the base that are there no more, relative to the project. */
function goneFrom(root: string, { top, changed, added }: Changes, { include, exclude }: Config): string[] {
  const [wanted, leftOut] = [include.map(compileGlob), exclude.map(compileGlob)]
  const fits = (file: string) => (test: (text: string) => boolean) => test(file)
  return [...changed]
    .filter((name) => !added.has(name) && !existsSync(resolve(top, name)))
    .map((name) => gitPath(root, resolve(top, name)))
    .filter((file) => !file.startsWith('../') && wanted.some(fits(file)) && !leftOut.some(fits(file)))
}

/** What the project declares to be unrelated to code, and what Assay writes itself. */
function unrelatedTo(root: string, top: string, { base, reports }: Config): string[] {
  const prefix = gitPath(top, root)
  const ours = [reports.dir, 'baselines', '.assay'].map((folder) => posix.join(prefix, folder, '**'))
  return [...base.unrelated, ...ours]
}

/** The running program, which both sides share, and the folder of its code. */
const harness = realpathSync(packageFolder)
const program = realpathSync(codeFolder)
