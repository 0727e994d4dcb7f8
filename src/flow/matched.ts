import { recordedOf } from '../core/baseline/recorded.ts'
import { compareWithNothing } from '../core/compare/recorded/compare-run.ts'
import { recordedCommits } from '../core/compare/recorded/recorded-commits.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
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

/** Why benchmarks have no base that were recorded with changes that nobody has committed, or outside git. */
export const unknownCode = new AssayError(
  'unknown-code',
  'it was recorded with changes that were not committed, or outside git, so no commit tells what code its numbers are of.',
  'Commit, and record it again: assay baseline update --why "…".',
)

/** That a benchmark is compared with nothing, because its base cannot be had. */
export function baseless(host: Host, { id }: Benchmark, why: AssayError, { gate }: Config): Comparison {
  const finding = { ...noBase(host, 'It was not measured in pairs', why), subject: id }
  return compareWithNothing(id, gate.metrics[0]!, { verdict: 'inconclusive', reason: 'no-base' }, [finding])
}

export function noBase(host: Host, what: string, { message, advice }: AssayError): Finding {
  return {
    code: 'no-base',
    severity: 'info',
    subject: 'run',
    message: `${what}: ${host.publishable(message)}`,
    advice,
  }
}
