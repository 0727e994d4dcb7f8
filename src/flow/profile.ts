import { baseFindings } from '../core/compare/paired/base-findings.ts'
import { runId } from '../core/identity/run-id.ts'
import { kindOf } from '../core/kind/kinds.ts'
import { failureOf, trialsOf } from '../core/ledger/ledger.ts'
import { collectorFinding, missingCollector, unprofiledFindings } from '../core/profile/collector-finding.ts'
import type { ProfileSubject } from '../core/profile/observation-plan.ts'
import { profileFindings, profileResult } from '../core/profile/result.ts'
import { profileMarkdown } from '../core/report/markdown/profile.ts'
import { profileFiles, profileFolder } from '../core/report/plots/profile-files.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type CollectorName, collectorNames } from '../model/collector-name.ts'
import type { Config } from '../model/config.ts'
import type { CpuProfile } from '../model/cpu-profile.ts'
import type { Finding } from '../model/finding.ts'
import type { ProfileReport } from '../model/profile-report.ts'
import type { Rendered } from '../model/rendered.ts'
import { runtimeTitles } from '../model/runtime.ts'
import type { Ledger } from '../model/trial.ts'
import type { MeasureContext } from './carry-out.ts'
import { explain } from './explain.ts'
import type { Host } from './host.ts'
import { checkDeclarations, withoutFailures } from './measure.ts'
import { observe } from './observe.ts'
import type { ChangeImpact } from './ports/revisions.ts'
import type { Request } from './request.ts'
import { startRun } from './run-document.ts'
import { type Selection, selectBenchmarks } from './select.ts'
import { onlySeen, onlyWatched, watchAll } from './watch-imports.ts'
import { withAudit } from './with-audit.ts'

/** What was profiled, and where the report lies, relative to the project. */
export type FinishedProfile = { readonly report: ProfileReport; readonly folder: string }

/** A revision to profile beside the working tree, and programs of others to ask besides. */
export type ProfileOptions = {
  readonly against?: string | undefined
  /** Only what cold starts import. */
  readonly cold?: boolean
  readonly collectors?: readonly CollectorName[]
}

/**
 * `assay profile`: where an operation spends its time, and, against a revision, which functions it costs more because of.
 * Nothing is timed. Writes `profile.md`, `profile.json` and `profiles/` into `reports/latest/`, beside what the last run
 * left there.
 */
export async function profile(
  host: Host,
  request: Request,
  asked: ProfileOptions = {},
): Promise<FinishedProfile> {
  const { against } = asked
  return withAudit(host, { command: 'profile', request, against }, (watched) =>
    profileSelection(watched, request, asked),
  )
}

async function profileSelection(
  host: Host,
  request: Request,
  { against, cold = false, collectors = [] }: ProfileOptions,
): Promise<FinishedProfile> {
  const all = await selectBenchmarks(host, request, () => [against])
  const chosen = { ...all, benchmarks: (cold ? onlyWatched : onlySeen)(all.benchmarks) }
  const { config } = chosen
  refuseUnknown(collectors, config)
  refuseUnprofiled(chosen, collectors)
  await host.checkReports(config)
  const begun = await startRun(host, chosen, request)
  const ledger = await checkDeclarations(host, chosen)
  const able = withoutFailures(chosen.benchmarks, ledger)
  const since = against === undefined ? undefined : await host.changesSince(against, able, config)
  const base = since && (await host.checkOutBase(since.reference, { ...chosen, benchmarks: able }))
  const watched = able.filter((benchmark) => kindOf(benchmark).watches)
  const profiled = able.filter((one) => !watched.includes(one))
  const subjects = profiled.map((benchmark) => ({ benchmark, compared: wayOf(benchmark, since) }))
  const context = { host, config, base, seed: begun.seed }
  const seeing = async () => [await profileAll(context, subjects), await watchAll(context, watched)] as const
  const [seen, imports] = await seeing().finally(() => base?.close())
  const others = await askOthers(host, config, profiled, seen, collectors)
  host.show({ type: 'done' })
  const report: ProfileReport = {
    schema: 'assay/profile@1',
    id: runId(begun.startedAt, begun.source),
    startedAt: begun.startedAt,
    finishedAt: host.now(),
    partial: host.interrupted(),
    seed: begun.seed,
    request: { filters: [...request.filters], ...(against === undefined ? {} : { against }) },
    tool: { version: host.version },
    source: begun.source,
    environment: begun.machine,
    profiles: [
      ...failures(chosen.benchmarks, ledger),
      ...imports.failed.map((one) => ({ ...one, ...unseen })),
      ...others.profiles,
    ],
    ...(imports.reports.length > 0 && { imports: imports.reports }),
    explanations: seen.explanations,
    findings: [
      ...chosen.findings,
      ...unprofiledFindings(cold ? [] : all.benchmarks.filter((one) => !chosen.benchmarks.includes(one))),
      ...(base ? baseFindings(base.differences, base.reference) : []),
      ...seen.findings,
      ...imports.findings,
      ...others.findings,
    ],
  }
  const files = [...profileMarkdown(report), ...seen.files, ...others.files]
  const folder = await host.writeReport(config, 'latest', files, ['profiles'])
  return { report, folder }
}

/** @throws AssayError `usage` for a collector that neither Assay nor the project brings */
function refuseUnknown(names: readonly CollectorName[], { extend }: Config): void {
  const known: readonly string[] = [...collectorNames, ...Object.keys(extend.collectors)]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new AssayError(
    'usage',
    `--with '${unknown}' is none of ${known.join(', ')}.`,
    'Write --with perf,0x.',
  )
}

/** @throws AssayError `no-profile` on a runtime that has none; `usage` for programs of others, which start Node themselves */
function refuseUnprofiled(
  { listing: { runtimes = [] } }: Selection,
  collectors: readonly CollectorName[],
): void {
  const unable = runtimes.find(({ lacks }) => lacks.includes('profile'))
  if (unable) {
    throw new AssayError(
      'no-profile',
      `${runtimeTitles[unable.identity.name]} ${unable.identity.version} has no profiles that Assay can read`,
      'Profile on Node: add --runtime node, or leave it out of runtimes.',
    )
  }
  if (runtimes.length === 0 || collectors.length === 0) return
  throw new AssayError(
    'usage',
    `--with ${collectors.join(',')} looks at Node as it runs Assay, and not at ${runtimes.map(({ label }) => label).join(', ')}.`,
    'Leave out --with, or run assay itself on that Node.',
  )
}

type Seen = {
  readonly profiles: ProfileReport['profiles']
  readonly explanations: ProfileReport['explanations']
  readonly findings: ProfileReport['findings']
  readonly files: readonly Rendered[]
  /** By benchmark, the last profile of the head. */
  readonly last: ReadonlyMap<string, CpuProfile>
}

async function profileAll(context: MeasureContext, subjects: readonly ProfileSubject[]): Promise<Seen> {
  const all: Seen[] = []
  for (const subject of subjects) {
    if (context.host.interrupted()) break
    all.push(await profileOne(context, subject))
  }
  return {
    profiles: all.flatMap(({ profiles }) => profiles),
    explanations: all.flatMap(({ explanations }) => explanations),
    findings: all.flatMap(({ findings }) => findings),
    files: all.flatMap(({ files }) => files),
    last: new Map(all.flatMap(({ last }) => [...last])),
  }
}

/** Whether two revisions of it share a process. */
function wayOf({ isolate, file }: Benchmark, since: ChangeImpact | undefined): ProfileSubject['compared'] {
  if (!since) return 'alone'
  return isolate || since.apart.has(file) ? 'apart' : 'together'
}

async function profileOne(context: MeasureContext, subject: ProfileSubject): Promise<Seen> {
  const { benchmark } = subject
  const { config, base } = context
  const seen = await observe(context, subject)
  const own = base ? [] : profileFiles(benchmark, seen.profiles, seen.counts, config.reports.dir)
  const told = base ? explain(seen, base.reference, config) : { findings: [], files: [] }
  const files = [...own, ...told.files]
  const failed = [...seen.profiles.failures, ...seen.counts.failures]
  const result = profileResult(benchmark, seen, base ? [] : files.map(({ path }) => path))
  return {
    profiles: [result],
    explanations: told.explanation ? [told.explanation] : [],
    findings: [...told.findings, ...profileFindings(benchmark, result, failed, seen.profiles.spent)],
    files,
    last: new Map(
      [...seen.profiles.profiles.values()].flatMap(({ head }) =>
        head ? [[benchmark.id, head.profile] as const] : [],
      ),
    ),
  }
}

/** Asks every program of others that can be used here, one after the other: they would disturb each other. */
async function askOthers(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  { profiles, last }: Seen,
  names: readonly CollectorName[],
): Promise<Pick<Seen, 'profiles' | 'findings' | 'files'>> {
  const findings: Finding[] = []
  const files: Rendered[] = []
  const found = new Map(profiles.map((one) => [one.id, one]))
  for (const name of new Set(names)) {
    const gap = await host.checkCollector(name, config)
    if (gap) {
      findings.push(missingCollector(name, gap))
      continue
    }
    for (const benchmark of benchmarks) {
      const own = found.get(benchmark.id)
      if (host.interrupted() || !own || own.error) continue
      const collected = await host.collect(name, benchmark, last.get(benchmark.id), config)
      const placed = collected.files.map((file) => ({
        ...file,
        path: `${profileFolder(benchmark.id)}/${file.path}`,
      }))
      files.push(...placed)
      const told = collected.notes.map((note) => collectorFinding(name, benchmark.id, note))
      findings.push(...told.map((one) => ({ ...one, message: host.publishable(one.message) })))
      found.set(benchmark.id, {
        ...own,
        counters: [...own.counters, ...collected.counters],
        artifacts: [...own.artifacts, ...placed.map(({ path }) => path)],
      })
    }
  }
  return { profiles: profiles.map((one) => found.get(one.id)!), findings, files }
}

/** Those that cannot be measured, with the reason. */
function failures(benchmarks: readonly Benchmark[], ledger: Ledger): ProfileReport['profiles'] {
  return benchmarks.flatMap(({ id, file }) => {
    const failure = failureOf(trialsOf(ledger, id))
    return failure ? { id, file, error: failure, ...unseen } : []
  })
}

/** Of what there is no profile. */
const unseen = {
  ...{ replicates: 0, samples: 0, operation: 0 },
  ...{ forks: [], functions: [], jit: [], counters: [], artifacts: [] },
}
