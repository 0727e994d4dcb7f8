import { checkPatterns } from '../core/assess/budget.ts'
import { matches, select } from '../core/identity/filter.ts'
import {
  brokenFileFinding,
  compiledFindings,
  lateFinding,
  libraryFindings,
} from '../core/kind/function/listing-findings.ts'
import { declareOwnMetrics } from '../core/kind/own-metrics.ts'
import { resolveMetrics, withMetrics } from '../core/kind/stated-metrics.ts'
import { runtimeFindings } from '../core/machine/runtime-limits.ts'
import { takeShard } from '../core/shard/partition.ts'
import type { FileOrigin } from '../core/wording/file-origin.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { globProblem } from '../model/glob.ts'
import type { ShardNumber } from '../model/shard.ts'
import { closestName, type FirstWord, refuseSlip } from './first-word.ts'
import type { Host } from './host.ts'
import type { Listing } from './ports/project.ts'
import type { Request } from './request.ts'

/** What a run is going to measure. */
export type Selection = {
  readonly config: Config
  readonly configFile: string | undefined
  readonly listing: Listing
  readonly benchmarks: readonly Benchmark[]
  /** Where they are one part of a run: which one, and what was selected in all. */
  readonly shard?: ShardNumber & { readonly all: readonly Benchmark[] }
  readonly findings: readonly Finding[]
  /** Of benchmarks that say of a metric what cannot be, why. */
  readonly misstated?: ReadonlyMap<string, Failure>
  /** Ids of those that are decided before the others. */
  readonly suspects?: ReadonlySet<string>
  /** Why a file counts as a benchmark file. */
  readonly originOf: (file: string) => FileOrigin
  /** When the command began, ISO 8601, where its time is limited. */
  readonly begunAt?: string
}

/**
 * config → files → benchmarks. A revision that is not there is told before anything is loaded; `basesOf` names those that a
 * command is going to compare with; what is recorded knows its own commits, and each may be gone.
 */
export async function selectBenchmarks(
  host: Host,
  request: Request,
  basesOf: (config: Config) => readonly (string | undefined)[] = () => [],
): Promise<Selection> {
  const begunAt = request.within === undefined ? undefined : host.now()
  const { config: given, file: configFile, conventional } = await host.loadConfig()
  const asked = withRequest(given, request)
  const { firstWord, shard } = request
  if (shard && !asked.reports.formats.includes('json')) throw notMergeable
  if (firstWord) await refuseSlip(host, asked, firstWord)
  for (const ref of basesOf(asked)) {
    if (ref !== undefined) await host.checkRevision(ref)
  }
  const listing = await host.list(asked)
  // Of all benchmarks: what some of them say of a metric holds whichever are measured.
  const stated = resolveMetrics(asked.metrics, listing.benchmarks)
  declareOwnMetrics(stated.metrics)
  const config = withMetrics(asked, stated.metrics)
  if (listing.broken.length === 0) checkPatterns(listing.benchmarks, config)
  const all = select(listing.benchmarks, request.filters).map((one) => excuseResult(one, config))
  if (all.length === 0) {
    throw (await outsideInclude(host, listing, request)) ?? nothingToMeasure(listing, config, request)
  }
  if (firstWord) await refuseUnfit(host, listing, config, firstWord)
  const benchmarks = shard ? takeShard(all, shard) : all
  const findings = [
    ...listing.broken.map(({ file, failure }) => brokenFileFinding(file, failure)),
    ...(listing.late ?? []).map(({ file, failure }) => lateFinding(file, failure)),
    ...benchmarks.flatMap(libraryFindings),
    ...compiledFindings(listing.compiled ?? new Map()),
    ...runtimeFindings(listing.runtimes ?? []),
  ]
  const originOf = (file: string): FileOrigin =>
    configFile === undefined
      ? (conventional?.get(file) ?? { by: 'name' })
      : { by: 'include', name: configFile }
  return {
    ...{ config, configFile, listing, benchmarks, findings, originOf },
    misstated: stated.failures,
    ...(shard && { shard: { ...shard, all } }),
    ...(request.suspects && { suspects: request.suspects }),
    ...(begunAt !== undefined && { begunAt }),
  }
}

/** What its file cannot say of its results, the configuration may. */
function excuseResult(benchmark: Benchmark, { mayDiffer }: Config): Benchmark {
  return mayDiffer.some((pattern) => matches(pattern, benchmark))
    ? { ...benchmark, mayDiffer: true }
    : benchmark
}

const notMergeable = new AssayError(
  'config-invalid',
  "a shard is merged by its run.json, and 'reports.formats' has no 'json'",
  "Add 'json' to reports.formats.",
)

/**
 * How many benchmarks share the error that the suite is allowed: those that are tested, and of a shard all that were
 * selected. Which of the others' are tested only they know, and all are judged as one run.
 */
export function sizeOfFamily({ shard }: Pick<Selection, 'shard'>, tested: number): number {
  return shard ? shard.all.length : tested
}

/** Those that it is a family of. */
export function familyOf({ shard, benchmarks }: Selection): readonly Benchmark[] {
  return shard?.all ?? benchmarks
}

/**
 * Refuses a first word that no benchmark fits, although others fit what follows: it was meant to be something. A file that
 * does not load may have what fits.
 */
async function refuseUnfit(
  host: Host,
  listing: Listing,
  config: Config,
  { word, command }: FirstWord,
): Promise<void> {
  if (listing.broken.length > 0 || select(listing.benchmarks, [word]).length > 0) return
  const request = { filters: [word], firstWord: { word, command } }
  throw (await outsideInclude(host, listing, request)) ?? nothingToMeasure(listing, config, request)
}

/** A file that was asked for by its path and is there, but is none of the benchmark files. */
async function outsideInclude(
  host: Host,
  { files }: Listing,
  { filters }: Request,
): Promise<AssayError | undefined> {
  const paths = filters
    .map((filter) => filter.replace(/^\.\//u, ''))
    .filter((path) => /^[^*?{}[\]]+\.[cm]?[jt]sx?$/u.test(path) && !files.includes(path))
  if (paths.length === 0) return undefined
  // A path that leads out of the project is a filter that fits nothing.
  const there = await host.texts(paths).catch(() => undefined)
  const [path] = there?.keys() ?? []
  if (path === undefined) return undefined
  return new AssayError(
    'nothing-measured',
    `measured nothing: ${path} is there, but the patterns of 'include' do not find it, or 'exclude' leaves it out`,
    "Add a pattern that finds it to 'include' in perf.config.ts, or move it to where they look.",
  )
}

/** What to compare with, where it names a revision. */
export function revisionOf(against: string): string | undefined {
  return against === 'auto' || against === 'baseline' ? undefined : against
}

/** Nothing was measured: an error of its own, so that an empty gate is never green. */
function nothingToMeasure(
  { files, benchmarks, broken }: Listing,
  config: Config,
  { filters, firstWord }: Request,
): AssayError {
  if (benchmarks.length > 0) {
    const command = firstWord && `, and there is no command '${firstWord.word.slice(0, 80)}'`
    const meant = firstWord?.command ?? closestName(filters[0]!, benchmarks)
    const fits = `no benchmark fits ${filters.map(tellFilter).join(' or ')}${command ?? ''}`
    // What was asked for may be in them.
    if (broken.length > 0) {
      const of = broken.filter(({ file }) =>
        filters.some((filter) => file.includes(filter.replace(/^\.\//u, ''))),
      )
      const unread = of.length > 0 ? of : broken
      return new AssayError(
        'no-match',
        `measured nothing: ${fits}, and a file did not load: ${tellBroken(unread)}`,
        adviseBroken(unread),
      )
    }
    const question = meant === undefined ? '' : `; did you mean '${meant}'?`
    return new AssayError(
      'no-match',
      `measured nothing: ${fits}${question}`,
      "A filter is a part of an id or a glob over 'file/group/name'; 'assay list' shows all benchmarks there are.",
    )
  }
  if (files.length === 0) {
    return new AssayError(
      'nothing-measured',
      `measured nothing: no file fits ${config.include.map((glob) => `'${glob}'`).join(' or ')}`,
      "Write a benchmark file there, or set 'include' in perf.config.ts to where they are.",
    )
  }
  return new AssayError('nothing-measured', `measured nothing: ${tellBroken(broken)}`, adviseBroken(broken))
}

function tellBroken(broken: Listing['broken']): string {
  return broken.map(({ file, failure }) => `${file}: ${failure.message}`).join('; ')
}

function adviseBroken(broken: Listing['broken']): string {
  return broken
    .map(({ file, failure }) => `${file}: ${brokenFileFinding(file, failure).advice}`)
    .join('\n       ')
}

function tellFilter(filter: string): string {
  const problem = globProblem(filter)
  const shown = filter.length > 80 ? `${filter.slice(0, 80)}…` : filter
  return problem === undefined ? `'${filter}'` : `'${shown}' (as text: as a pattern it ${problem})`
}

function withRequest(config: Config, { time, forks: count, against, runtimes }: Request): Config {
  return {
    ...config,
    runtimes: [...(runtimes ?? config.runtimes)],
    time: {
      ...config.time,
      ...(time === undefined ? {} : { perBenchmark: time }),
      ...(count === undefined ? {} : { forks: { min: count, max: count } }),
    },
    gate: { ...config.gate, ...(against === undefined ? {} : { against }) },
  }
}
