import { kindOf } from '../core/kind/kinds.ts'
import { failureOfTrial } from '../core/ledger/ledger.ts'
import { costlierFindings } from '../core/wording/import-words.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { ImportReport } from '../model/cold.ts'
import type { Failure } from '../model/failure.ts'
import type { Finding } from '../model/finding.ts'
import { carryOut, type MeasureContext, once } from './carry-out.ts'

/** What watched processes of a benchmark import; beside a base, what of that costs more than there. */
export type WatchedImports = {
  readonly report?: ImportReport | undefined
  readonly findings: readonly Finding[]
  /** Why there is no report. */
  readonly failure?: Failure | undefined
}

/** Watches processes of a benchmark, of both revisions where there is a base; nothing of one that imports nothing. */
export async function watchImports(
  { host, config, base }: MeasureContext,
  benchmark: Benchmark,
): Promise<WatchedImports> {
  const { watches } = kindOf(benchmark)
  if (!watches) return { findings: [] }
  const steps = watches.steps(benchmark, base ? 'pair' : 'head')
  const trials = await carryOut(host, config, once(steps), { base })
  const report = watches.report(benchmark.id, trials, base?.reference.ref)
  const failure = trials.flatMap((trial) => failureOfTrial(trial) ?? [])[0]
  return { report, findings: report ? costlierFindings(report) : [], failure }
}

/** The same of several, one after the other. */
export async function watchAll(context: MeasureContext, benchmarks: readonly Benchmark[]) {
  const reports: ImportReport[] = []
  const findings: Finding[] = []
  const failed: { id: string; file: string; error: Failure }[] = []
  for (const benchmark of benchmarks) {
    if (context.host.interrupted()) break
    const { report, failure, findings: told } = await watchImports(context, benchmark)
    if (report) reports.push(report)
    else if (failure) failed.push({ id: benchmark.id, file: benchmark.file, error: failure })
    findings.push(...told)
  }
  return { reports, findings, failed }
}

/** @throws AssayError `unknown-benchmark` where none of them starts a program */
export function onlyWatched(benchmarks: readonly Benchmark[]): Benchmark[] {
  const watched = benchmarks.filter((one) => kindOf(one).watches)
  if (watched.length > 0) return watched
  throw new AssayError(
    'unknown-benchmark',
    'none of these benchmarks is a cold start.',
    'Register one with cold or cold.import, or leave --cold out.',
  )
}

/** Those whose processes are looked into. @throws AssayError `no-profile` where there are none of these */
export function onlySeen(benchmarks: readonly Benchmark[]): Benchmark[] {
  const seen = benchmarks.filter((one) => kindOf(one).isProfiled || kindOf(one).watches)
  if (seen.length > 0 || benchmarks.length === 0) return seen
  throw new AssayError(
    'no-profile',
    'no profile is taken of commands and of kinds of your own.',
    'Use a profiler of the command itself, such as node --cpu-prof, perf record or py-spy.',
  )
}
