import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { forkBudget } from '../../core/plan/plan.ts'
import {
  type ChangedFunction,
  changedFunctions,
  isIdle,
  mayListExports,
} from '../../core/sameness/changed-functions.ts'
import { isBelow } from '../../core/sameness/names.ts'
import { type Touched, whyDifferent } from '../../core/sameness/untouched.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import type { Config } from '../../model/config.ts'
import { type Changes, gitPath } from './changes.ts'
import type { KnownRevisions } from './known-revisions.ts'
import { digestText, textAt } from './source-text.ts'
import { eachTwoAtATime, type SeenTrace, type Traced, traceHere, traceLonger } from './trace.ts'
import { placesOf } from './trace-places.ts'
import { withoutTypes } from './without-types.ts'

/** A benchmark file that something of what it touches has changed of, and what it was compared with. */
export type Affected = {
  readonly root: string
  readonly members: readonly Benchmark[]
  readonly changes: Changes
  readonly config: Config
  readonly known: KnownRevisions
  /** What a trace of it touches, as git names it. */
  readonly touchedBy: (trace: SeenTrace) => Touched
  readonly unrelated: readonly string[]
}

/** A file that has changed in functions only, of the working tree: an absolute path, and the text that runs. */
export type Altered = {
  readonly path: string
  readonly digest: string
  readonly functions: readonly ChangedFunction[]
}

/** Benchmarks that ran none of these functions in some calls: in as many as fit in a fork they may. */
export type LikelySpared = { readonly members: readonly Benchmark[]; readonly altered: readonly Altered[] }

const none: LikelySpared = { members: [], altered: [] }

/**
 * Benchmarks that may run nothing of what has changed, although their file loads it: the only changes lie in functions that
 * they do not run in some calls. Where the file's benchmarks together ran one, each is called alone.
 */
export async function findLikelySpared(affected: Affected, together: Traced): Promise<LikelySpared> {
  const { root, members, config, known } = affected
  if (!together.trace || !together.isWhole) return none
  const altered = await alteredFiles(affected, together.trace)
  if (!altered) return none
  if (runsNoneOf(altered, affected, together)) return { members, altered }
  const likely = new Set<Benchmark>()
  await eachTwoAtATime(members, async (one) => {
    const alone = withoutOthers(await traceHere(root, [one], config, known))
    if (runsNoneOf(altered, affected, alone)) likely.add(one)
  })
  return { members: members.filter((one) => likely.has(one)), altered }
}

/**
 * Ids of those that run none of the functions in as many calls as fit in a fork either. Each is traced alone, as it is
 * measured: what another one of the file has set up may keep it from running them.
 *
 * Note: where none of a file's benchmarks ran a changed function, all were spared by one trace of them together. A plugin
 * that one of them registered kept the next from the slow way, which it took where it was measured.
 */
export async function confirmSpared(
  affected: Affected,
  { members, altered }: LikelySpared,
): Promise<readonly string[]> {
  const { root, config, known } = affected
  // Comments and the like: there is nothing to be run.
  if (altered.every(({ functions }) => functions.length === 0)) return members.map(({ id }) => id)
  const spared: string[] = []
  await eachTwoAtATime(members, async (one) => {
    const alone = withoutOthers(await traceLonger(root, [one], config, forkBudget(config), known))
    if (runsNoneOf(altered, affected, alone)) spared.push(one.id)
  })
  return spared
}

/** Of a benchmark alone: what it did not load, and its file does, is what others of the file load. */
function withoutOthers({ trace, isWhole }: Traced): Traced {
  const opaque = trace?.opaque.filter((reason) => !trace.unloaded.includes(reason)) ?? []
  return { trace: trace && { ...trace, opaque }, isWhole }
}

/**
 * Changed files that were loaded, where they are all that has changed of what was touched, and only functions of them have;
 * else `undefined`.
 */
async function alteredFiles(affected: Affected, trace: SeenTrace): Promise<readonly Altered[] | undefined> {
  const { changes } = affected
  const paths = new Set((trace.coverage ?? []).map(({ file }) => file))
  const loaded = [...paths].filter((path) => {
    const name = gitPath(changes.top, path)
    return changes.changed.has(name) && !changes.added.has(name)
  })
  // What is cheap to know comes first.
  if (loaded.length === 0 || whyDifferentBut(loaded, affected, trace) !== undefined) return undefined
  const altered: Altered[] = []
  for (const path of loaded) {
    const found = await alteredFile(path, affected)
    if (!found) return undefined
    if (found.functions.some(({ isNewExport }) => isNewExport) && (await isSeenWhole(path, paths)))
      return undefined
    altered.push(found)
  }
  return altered
}

/** Whether one of these files may see which names another one exports. What cannot be read may. */
async function isSeenWhole(exporter: string, files: Iterable<string>): Promise<boolean> {
  const others = [...files].filter((path) => path !== exporter)
  const seen = await Promise.all(
    others.map((path) =>
      readFile(path, 'utf8').then(
        (text) => mayListExports(text, exporter),
        () => true,
      ),
    ),
  )
  return seen.includes(true)
}

/** Why a trace touches something else than these files that has changed, or what is in them otherwise than by loading it. */
function whyDifferentBut(
  loaded: readonly string[],
  { touchedBy, changes, unrelated }: Affected,
  trace: SeenTrace,
): string | undefined {
  const touched = touchedBy(trace)
  const read = new Set(placesOf(changes.top, trace.data).map(({ name }) => name))
  const listed = touched.places.filter(({ kind }) => kind === 'listed')
  const names = loaded.map((path) => gitPath(changes.top, path))
  const isOnlyLoaded = (name: string) =>
    !read.has(name) && !listed.some((folder) => isBelow(name, folder.name))
  const taken = new Set(names.filter(isOnlyLoaded))
  const changed = new Set([...changes.changed].filter((name) => !taken.has(name)))
  return trace.opaque[0] ?? whyDifferent(touched, { ...changes, changed }, unrelated)
}

/** What has changed in a file since its revision, read once. */
function alteredFile(path: string, { changes, known }: Affected): Promise<Altered | undefined> {
  const { top, commit } = changes
  const name = `${commit}:${path}`
  const found = known.altered.get(name) ?? compareFile(top, commit, path)
  known.altered.set(name, found)
  return found
}

async function compareFile(top: string, commit: string, path: string): Promise<Altered | undefined> {
  const name = gitPath(top, path)
  const [before, after] = await Promise.all([
    textAt(top, commit, name),
    readFile(join(top, name), 'utf8').then((text) => withoutTypes(name, text)),
  ])
  if (before === undefined || after === undefined) return undefined
  const functions = changedFunctions(before, after)
  return functions && { path, digest: digestText(after), functions }
}

/** Whether a trace ran none of these functions, and touched nothing else that has changed. */
function runsNoneOf(altered: readonly Altered[], affected: Affected, { trace, isWhole }: Traced): boolean {
  const paths = altered.map(({ path }) => path)
  if (!trace?.coverage || !isWhole || whyDifferentBut(paths, affected, trace) !== undefined) return false
  return altered.every(({ path, digest, functions }) => {
    const loads = trace.coverage!.filter(({ file }) => file === path)
    // Nobody knows what ran of what a loader has made of it.
    if (loads.some(({ text }) => text !== digest)) return false
    return loads.every(({ idle }) => functions.every((one) => isIdle(one, idle)))
  })
}
