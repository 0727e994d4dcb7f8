import { recordedOf } from '../core/baseline/recorded.ts'
import { takenFindings } from '../core/compare/paired/base-findings.ts'
import { recordedCommits } from '../core/compare/recorded/recorded-commits.ts'
import { compareWithNothing, identicalTo } from '../core/compare/unmeasured-comparison.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import { type Finding, finding } from '../model/finding.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import type { ChangeImpact } from './ports/revisions.ts'

/** Benchmarks with the base that they are compared with. */
export type Matched = { readonly since: ChangeImpact; readonly benchmarks: readonly Benchmark[] }

/** Benchmarks whose base cannot be had, and why. */
export type Refused = { readonly why: AssayError; readonly benchmarks: readonly Benchmark[] }

/**
 * Each benchmark with the commit that its newest numbers were recorded at (recorded-commits.ts). A commit may be gone, or
 * there may be no git any more: that is no error, the numbers are still there.
 */
export async function matchRecorded(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
  elsewhere: readonly (readonly Baseline[])[] = [],
): Promise<{ readonly matched: readonly Matched[]; readonly refused: readonly Refused[] }> {
  const matched: Matched[] = []
  const refused: Refused[] = []
  for (const [commit, recorded] of recordedCommits(benchmarks, baselines, elsewhere)) {
    try {
      matched.push({ since: await host.changesSince(commit, recorded, config), benchmarks: recorded })
    } catch (why) {
      if (!(why instanceof AssayError)) throw why
      refused.push({ why, benchmarks: recorded })
    }
  }
  return { matched, refused }
}

/**
 * Ids of benchmarks that are what they were when their newest numbers were recorded. Recorded times of them would only
 * tell about the machine. Where a commit is gone, or there is no git, none is known to be.
 */
export async function unchangedSinceRecorded(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
): Promise<ReadonlySet<string>> {
  const { matched } = await matchRecorded(host, config, benchmarks, baselines)
  const unchanged = matched.flatMap(({ since, benchmarks: recorded }) =>
    recorded.filter(({ file }) => since.asRecorded.has(file)),
  )
  return new Set(unchanged.map(({ id }) => id))
}

/** What other classes of machines have recorded, class by class, where this one has no numbers of some benchmark. */
export async function otherClasses(
  host: Host,
  machine: string,
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
): Promise<(readonly Baseline[])[]> {
  if (benchmarks.every((one) => recordedOf(one, baselines))) return []
  const others: (readonly Baseline[])[] = []
  for (const name of await host.classes()) {
    if (name !== machine) others.push((await host.baselines(name)).baselines)
  }
  return others
}

/** Those of each group that are meant. A group of which none is stays: its base may have what is there no more. */
export function pick(
  groups: readonly Matched[],
  isMeant: (benchmark: Benchmark, since: ChangeImpact) => boolean,
): readonly Matched[] {
  return groups.map(({ since, benchmarks }) => ({
    since,
    benchmarks: benchmarks.filter((one) => isMeant(one, since)),
  }))
}

/** What is said of benchmarks that have not changed since their base, and of their files where the base has others. */
export function compareIdentical(groups: readonly Matched[]): Pick<Run, 'comparisons' | 'findings'> {
  return {
    comparisons: groups.flatMap(({ since, benchmarks }) =>
      benchmarks.map((one) => identicalTo(one, since.reference)),
    ),
    findings: groups.flatMap(({ since, benchmarks }) => takenFindings(benchmarks, since, since.reference)),
  }
}

/** Why benchmarks have no base that were recorded with changes that nobody has committed, or outside git. */
export const unknownCode = new AssayError(
  'unknown-code',
  'it was recorded with changes that were not committed, or outside git, so no commit tells what code its numbers are of.',
  'Commit, and record it again: assay baseline update --why "…".',
)

/** That a benchmark is compared with nothing, because its base cannot be had. */
export function compareWithoutBase(
  host: Host,
  { id }: Benchmark,
  why: AssayError,
  { gate }: Config,
): Comparison {
  const told = { ...noBase(host, 'It was not measured in pairs', why), subject: id }
  return compareWithNothing(id, gate.metrics[0]!, { verdict: 'inconclusive', reason: 'no-base' }, [told])
}

export function noBase(host: Host, what: string, { message, advice }: AssayError): Finding {
  return finding('no-base', 'run', `${what}: ${host.publishable(message)}`, advice)
}
