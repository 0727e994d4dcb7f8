import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { compileGlob } from '../../core/identity/glob.ts'
import { forkBudget } from '../../core/plan/plan.ts'
import { hasCode, isSourceFile, unreachedFunctions } from '../../core/sameness/unreached.ts'
import type { Benchmark } from '../../model/benchmark.ts'
import { type Config, policy } from '../../model/config.ts'
import type { FileCoverage } from '../../model/coverage.ts'
import type { Unreached, UnreachedFunction } from '../../model/unreached.ts'
import { type Changes, changesOf, gitPath } from './changes.ts'
import type { KnownRevisions } from './known-revisions.ts'
import { digestText, textAt } from './source-text.ts'
import { type KnownTraces, longerTracesOf, type Traced, tracesOf } from './trace.ts'
import { withoutTypes } from './without-types.ts'

const nothing: Unreached = { functions: [], files: [] }

/**
 * What has changed since any of these commits and is run by none of these benchmarks. Where one of them cannot be followed
 * (it starts a process, or it fails), nobody knows, and nothing is told. What ran in no call of a trace may run in a later
 * one, as what a full cache does: those benchmarks are called again for as long as a fork measures.
 */
export async function findUnreached(
  project: string,
  commits: readonly string[],
  benchmarks: readonly Benchmark[],
  config: Config,
  known: KnownRevisions,
): Promise<Unreached> {
  const root = realpathSync(project)
  const revisions = await Promise.all(commits.map((commit) => changesOf(root, commit, known.changes)))
  const since = revisions.flatMap((changes, at) => (changes ? [{ ...changes, commit: commits[at]! }] : []))
  const [{ top } = { top: root }] = since
  const changed = sourcesOf(root, top, since, config)
  if (changed.length === 0) return nothing

  const watched = await watchBenchmarks(root, benchmarks, config, known)
  if (!watched) return nothing
  const loaded = new Set(watched.flatMap(({ files }) => files))
  const sources = changed.flatMap((path) => sourceOf(path))
  const inProject = ({ path }: Source) => !gitPath(root, path).startsWith('../')
  const files = sources.filter(({ path }) => !loaded.has(path)).filter(inProject)

  const candidates: Source[] = []
  for (const source of sources) {
    const befores = await textsBefore(top, gitPath(top, source.path), since)
    const checked = befores && { ...source, befores }
    if (checked && findIn(checked, watched).length > 0) candidates.push(checked)
  }
  const again = await callLonger(root, watched, candidates, config, known)
  const functions = again
    ? candidates.flatMap((source) =>
        findIn(source, [...watched, ...again]).map((one) => ({ file: gitPath(root, source.path), ...one })),
      )
    : []
  return {
    functions: functions.sort(byPlace),
    files: files.map(({ path }) => gitPath(root, path)).sort(),
  }
}

/** A file of the working tree, absolute, and its text as Node runs it; and texts of it in the revisions. */
type Source = {
  readonly path: string
  readonly text: string
  readonly befores?: readonly (readonly string[])[]
}

/** What the benchmarks of a file were seen to load and to run. */
type Watched = {
  readonly members: readonly Benchmark[]
  readonly files: readonly string[]
  readonly coverage: readonly FileCoverage[]
}

/** Source files that are there and differ from any of the revisions: absolute paths. */
function sourcesOf(root: string, top: string, since: readonly Changes[], config: Config): string[] {
  const { include, base } = config
  const others = [
    ...include.map((glob) => ({ from: root, fits: compileGlob(glob) })),
    ...base.unrelated.map((glob) => ({ from: top, fits: compileGlob(glob) })),
  ]
  return [...new Set(since.flatMap(({ changed }) => [...changed]))]
    .filter(isSourceFile)
    .map((name) => join(top, name))
    .filter((path) => existsSync(path) && !others.some(({ from, fits }) => fits(gitPath(from, path))))
}

/** `undefined` where one of them could not be followed. */
async function watchBenchmarks(
  root: string,
  benchmarks: readonly Benchmark[],
  config: Config,
  known: KnownRevisions,
): Promise<Watched[] | undefined> {
  const watched: Watched[] = []
  for (const members of Map.groupBy(benchmarks, ({ file }) => file).values()) {
    for (const traced of await tracesOf(root, members, config, known)) {
      const seen = follow(members, traced)
      if (!seen) return undefined
      watched.push(seen)
    }
  }
  return watched
}

function follow(members: readonly Benchmark[], { trace, isWhole }: Traced): Watched | undefined {
  return isWhole && trace?.coverage ? { members, files: trace.files, coverage: trace.coverage } : undefined
}

/** Of what is a file. */
function sourceOf(path: string): Source[] {
  if (!statSync(path).isFile()) return []
  const text = withoutTypes(path, readFileSync(path, 'utf8'))
  return text !== undefined && hasCode(text) ? [{ path, text }] : []
}

/**
 * For each revision the text of a file in it, and of a new one those of the files that are gone, from one of which it may
 * have been moved; `undefined` where they cannot be read.
 */
async function textsBefore(
  top: string,
  name: string,
  since: readonly Changes[],
): Promise<string[][] | undefined> {
  const befores: string[][] = []
  for (const { commit, added, changed } of since) {
    const gone = () => [...changed].filter((one) => isSourceFile(one) && !existsSync(join(top, one)))
    const texts = await Promise.all(
      (added.has(name) ? gone() : [name]).map((file) => textAt(top, commit, file)),
    )
    if (texts.includes(undefined)) return undefined
    befores.push(texts as string[])
  }
  return befores
}

/** Nothing, where another text ran, such as what a loader has made of it. */
function findIn(
  { path, text, befores = [] }: Source,
  watched: readonly Watched[],
): Omit<UnreachedFunction, 'file'>[] {
  const digest = digestText(text)
  const own = watched.flatMap(({ coverage }) => coverage.filter(({ file }) => file === path))
  if (own.length === 0 || own.some((one) => one.text !== digest)) return []
  const idle = own.map((one) => one.idle)
  return unreachedFunctions(text, befores, idle)
}

/**
 * Calls the benchmarks that load any of these files for as long as a fork measures, one file after the other; `undefined`
 * where one of them could not be followed.
 */
async function callLonger(
  root: string,
  watched: readonly Watched[],
  sources: readonly Source[],
  config: Config,
  known: KnownTraces,
): Promise<Watched[] | undefined> {
  const paths = new Set(sources.map(({ path }) => path))
  const loading = watched.filter(({ coverage }) => coverage.some(({ file }) => paths.has(file)))
  const all = new Set(loading.flatMap(({ members }) => members))
  const lasting = Math.min(forkBudget(config), policy.unreached.time / all.size)
  const again: Watched[] = []
  for (const members of Map.groupBy(all, ({ file }) => file).values()) {
    for (const traced of await longerTracesOf(root, members, config, lasting, known)) {
      const seen = follow(members, traced)
      if (!seen) return undefined
      again.push(seen)
    }
  }
  return again
}

function byPlace(a: UnreachedFunction, b: UnreachedFunction): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line
}
