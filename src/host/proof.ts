import { realpathSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import type { Base, Proof } from '../flow/host.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import { type KnownChanges, readChanges } from './changes.ts'
import { fork } from './fork.ts'

/**
 * Looks how the base's side runs, which is of another code than the working tree's: what that does tells nothing of it.
 *
 * Benchmark files of which the base's side reads a file of the working tree that differs between the two: their comparison
 * would be of a mixture. Each is loaded, set up and called once in the way in which it will be measured, and watched.
 * Relative to the top of the repository. Of a published version nobody knows what it was made from.
 *
 * @param apart benchmark files whose revisions are measured in processes of their own
 * @param known what this command has read of the base already
 */
export async function findMixedCode(
  project: string,
  base: Base,
  benchmarks: readonly Benchmark[],
  apart: ReadonlyMap<string, string>,
  config: Config,
  known: KnownChanges = new Map(),
): Promise<Proof> {
  const [mixed, alsoApart] = [new Map<string, string>(), new Map<string, string>()]
  const proof = { mixed, apart: alsoApart }
  const { commit } = base.reference
  if (commit === undefined) return proof
  const root = realpathSync(project)
  const { top, changes } = known.get(commit) ?? (await readChanges(root, commit))
  if (!changes) return proof
  const checkout = realpathSync(base.alias.within)
  for (const file of new Set(benchmarks.map((one) => one.file))) {
    const members = benchmarks.filter((one) => one.file === file)
    const keys = members.map(({ key }) => key)
    const ids = members.map(({ id }) => id)
    const step = { kind: 'trace', file, keys, ids, round: 0 } as const
    const source = { file: resolve(base.root, file), alias: base.alias }
    const traceIn = (folder: string) => fork(folder, step, config, { source })
    const isAlone = apart.has(file) || members.some(({ isolate }) => isolate)
    let outcome = await traceIn(isAlone ? base.cwd : root)
    if (!isAlone && outcome.state === 'traced' && outcome.apart.length > 0) {
      alsoApart.set(file, outcome.apart[0]!)
      outcome = await traceIn(base.cwd)
    }
    if (outcome.state !== 'traced') continue
    const strange = outcome.files
      .filter((path) => isBelow(top, path) && !isBelow(checkout, path) && isFile(path))
      .map((path) => relative(top, path).split(sep).join('/'))
      .find((name) => changes.changed.has(name))
    if (strange !== undefined) mixed.set(file, strange)
  }
  return proof
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder + sep)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
