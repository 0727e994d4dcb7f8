import { realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { compileGlob } from '../../core/identity/glob.ts'
import { whyStrange } from '../../core/sameness/strange.ts'
import type { Base, Proof } from '../../flow/ports/revisions.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import type { Trace } from '../../model/outcome.ts'
import { codeFolder } from '../own-files.ts'
import { findRoot } from '../project/project.ts'
import { locateSource } from '../project/vitest-servers.ts'
import { changesOf, type KnownChanges } from './changes.ts'
import type { KnownRevisions } from './known-revisions.ts'
import { traceHere, traceIn } from './trace.ts'
import { placesOf } from './trace-places.ts'

/**
 * Looks how the base's side runs, which is of another code than the working tree's: what that does tells nothing of it.
 * Each benchmark is loaded, set up and called some times in the way in which it will be measured, and watched.
 *
 * Told are benchmark files of which the base's side reads what is the working tree's, and differs between the two or is
 * not known to git: their comparison would be of a mixture. Relative to the top of the repository. Of a published version
 * nobody knows what it was made from. And told are those whose revisions would meet in one process.
 *
 * @param apart benchmark files whose revisions are measured in processes of their own
 */
export async function findMixedCode(
  project: string,
  base: Base,
  benchmarks: readonly Benchmark[],
  apart: ReadonlyMap<string, string>,
  config: Config,
  known: KnownRevisions,
): Promise<Proof> {
  const [mixed, alsoApart] = [new Map<string, string>(), new Map<string, string>()]
  const root = realpathSync(project)
  const strange = await strangeTo(root, base, config, known.changes)
  const ofHead = async (members: readonly Benchmark[]) =>
    (await traceHere(root, members, config, known)).trace
  for (const file of new Set(benchmarks.map((one) => one.file))) {
    const members = benchmarks.filter((one) => one.file === file)
    const source = await locateSource(known.vitest, file, base.root, base.alias)
    // One process has one Vitest. The base may need it where the working tree does not.
    const ownVitest = known.vitest.files.has(file) ? "the project's own Vitest runs its file" : undefined
    const isApart = apart.has(file) || ownVitest !== undefined
    const together = isApart ? [] : members.filter(({ isolate }) => !isolate)
    const beside = await traceIn(root, together, config, known, { source })
    const reason = together.length === 0 ? ownVitest : meeting(beside.trace, await ofHead(together))
    if (reason !== undefined) alsoApart.set(file, reason)
    const alone = members.filter((one) => reason !== undefined || !together.includes(one))
    const seen = [
      reason === undefined ? beside : undefined,
      await traceIn(base.cwd, alone, config, known, { source }),
    ]
    const [found] = seen.flatMap((one) => strange(one?.trace?.files ?? []))
    if (found !== undefined) mixed.set(file, found)
  }
  return { mixed, apart: alsoApart }
}

/** Why two revisions of a file would meet in one process. */
function meeting(base: Trace | undefined, head: Trace | undefined): string | undefined {
  if (!base) return 'what the base does could not be watched'
  if (base.apart[0] !== undefined) return base.apart[0]
  const [theirs, ours] = [base.shared, head?.shared ?? []]
  const other = [...theirs, ...ours].find((one) => !theirs.includes(one) || !ours.includes(one))
  // The value may be a secret.
  return other && `one of them sets ${other.split(' = ')[0]}`
}

/** Tells of paths which are the working tree's and none of the base's. */
async function strangeTo(
  root: string,
  base: Base,
  { base: { unrelated } }: Config,
  known: KnownChanges,
): Promise<(paths: readonly string[]) => string[]> {
  const { commit } = base.reference
  const changes = commit === undefined ? undefined : await changesOf(root, commit, known)
  if (!changes) return () => []
  const { top } = changes
  const checkout = realpathSync(base.alias.within)
  const tests = unrelated.map(compileGlob)
  const isShared = (path: string) =>
    !isBelow(top, path) ||
    [checkout, harness].some((folder) => isBelow(folder, path)) ||
    (isBelow(top, passing) && isBelow(passing, path))
  // Says to Node how modules are loaded: the working tree's, where the base has none.
  const manifest = join(findRoot(realpathSync(base.root)), 'package.json')
  const isUnrelated = (name: string) => tests.some((test) => test(name))
  return (paths) => {
    const own = [...paths, manifest].filter((path) => !isShared(path))
    return placesOf(top, own).flatMap((place) => whyStrange(place, changes, isUnrelated) ?? [])
  }
}

/** The running program, which both sides share, and where files are for a while. */
const harness = realpathSync(codeFolder)
const passing = realpathSync(tmpdir())

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder + sep)
}
