import { realpathSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import type { Base, Proof } from '../flow/host.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Trace } from '../model/outcome.ts'
import { changesOf, type KnownChanges } from './changes.ts'
import { type Traces, traceHere, traceIn } from './trace.ts'

/**
 * Looks how the base's side runs, which is of another code than the working tree's: what that does tells nothing of it.
 * Each benchmark is loaded, set up and called some times in the way in which it will be measured, and watched.
 *
 * Told are benchmark files of which the base's side reads a file of the working tree that differs between the two, as
 * their comparison would be of a mixture; relative to the top of the repository. Of a published version nobody knows
 * what it was made from. And told are those whose revisions would meet in one process.
 *
 * @param apart benchmark files whose revisions are measured in processes of their own
 * @param known what this command has read of the base already
 * @param traces what it has seen of the working tree already
 */
export async function findMixedCode(
  project: string,
  base: Base,
  benchmarks: readonly Benchmark[],
  apart: ReadonlyMap<string, string>,
  config: Config,
  known: KnownChanges = new Map(),
  traces: Traces = new Map(),
): Promise<Proof> {
  const [mixed, alsoApart] = [new Map<string, string>(), new Map<string, string>()]
  const root = realpathSync(project)
  const strange = await strangeTo(root, base, known)
  const ofHead = async (members: readonly Benchmark[]) =>
    (await traceHere(root, members, config, traces)).trace
  for (const file of new Set(benchmarks.map((one) => one.file))) {
    const members = benchmarks.filter((one) => one.file === file)
    const source = { file: resolve(base.root, file), alias: base.alias }
    const together = apart.has(file) ? [] : members.filter(({ isolate }) => !isolate)
    const beside = await traceIn(root, together, config, source)
    const reason = together.length === 0 ? undefined : meeting(beside.trace, await ofHead(together))
    if (reason !== undefined) alsoApart.set(file, reason)
    const alone = members.filter((one) => reason !== undefined || !together.includes(one))
    const seen = [reason === undefined ? beside : undefined, await traceIn(base.cwd, alone, config, source)]
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
  return other && `one of them sets ${other}`
}

/** Finds among paths the files of the working tree that differ from the base's. */
async function strangeTo(
  root: string,
  { alias, reference: { commit } }: Base,
  known: KnownChanges,
): Promise<(paths: readonly string[]) => string[]> {
  const changes = commit === undefined ? undefined : await changesOf(root, commit, known)
  if (!changes) return () => []
  const { top } = changes
  const checkout = realpathSync(alias.within)
  return (paths) =>
    paths
      .filter((path) => isBelow(top, path) && !isBelow(checkout, path) && isFile(path))
      .map((path) => relative(top, path).split(sep).join('/'))
      .filter((name) => changes.changed.has(name))
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder + sep)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
