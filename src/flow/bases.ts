import { recordedOf } from '../core/baseline/recorded.ts'
import { takenFindings } from '../core/compare/paired/base-findings.ts'
import { findWithoutCommit, recordedCommits } from '../core/compare/recorded/recorded-commits.ts'
import { identicalTo } from '../core/compare/unmeasured-comparison.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Reference } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Host } from './host.ts'
import type { Recorded } from './ports/baselines.ts'
import type { ChangeImpact } from './ports/revisions.ts'
import type { RunStart } from './run-document.ts'
import { foreignCode, tellGone, unknownCode } from './without-base.ts'

/** Benchmarks with the base that they are compared with. */
export type Matched = { readonly since: ChangeImpact; readonly benchmarks: readonly Benchmark[] }

/** Benchmarks whose base cannot be had, and why. */
export type Refused = { readonly why: AssayError; readonly benchmarks: readonly Benchmark[] }

/** What each benchmark is compared with. */
export type Bases = {
  /**
   * How the bases were found: `named` by the person, `accepted` with a baseline, or `derived` from git because nothing is
   * accepted: the merge base with the default branch. `none`: nothing is compared.
   */
  readonly found: 'named' | 'accepted' | 'derived' | 'none'
  readonly matched: readonly Matched[]
  readonly refused: readonly Refused[]
  /** Benchmarks that nothing is accepted of, where something is accepted of others. */
  readonly fresh: readonly Benchmark[]
  /** Why no base was found for anything, where one could have been. */
  readonly doubt?: AssayError | undefined
}

/**
 * The base of each benchmark. `auto`: the commit that it was accepted at on this class of machines; else on any class, since
 * pairs are measured on this one; else, where nothing is accepted at all, the merge base with the default branch, which
 * counts unless it is the working tree itself; else none. `baseline`: the accepted ones only. Anything else is a revision.
 * `undefined`: nothing is compared.
 *
 * @param all what the whole run is about, of which these may be a part: what is accepted of another part is accepted
 * @throws AssayError where a revision that was named is not there
 */
export async function findBases(
  host: Host,
  config: Config,
  against: string | undefined,
  benchmarks: readonly Benchmark[],
  { baselines }: Recorded,
  { machine, source, all }: Pick<RunStart, 'machine' | 'source'> & { readonly all: readonly Benchmark[] },
): Promise<Bases> {
  if (against === undefined) return { found: 'none', matched: [], refused: [], fresh: [] }
  if (against !== 'auto' && against !== 'baseline') {
    const since = await host.changesSince(against, benchmarks, config)
    return { found: 'named', matched: [{ since, benchmarks }], refused: [], fresh: [] }
  }
  const elsewhere = await otherClasses(host, machine.class, all, baselines)
  const accepted = await matchRecorded(host, config, benchmarks, baselines, elsewhere)
  const unknown = findWithoutCommit(benchmarks, baselines)
  const refused = [
    ...accepted.refused,
    ...(unknown.length === 0 ? [] : [{ why: unknownCode, benchmarks: unknown }]),
  ]
  const met = new Set(
    [...accepted.matched, ...refused].flatMap((group) => group.benchmarks.map(({ id }) => id)),
  )
  const isAnyAccepted =
    recordedCommits(all, baselines, elsewhere).size > 0 || findWithoutCommit(all, baselines).length > 0
  const fresh = isAnyAccepted ? benchmarks.filter(({ id }) => !met.has(id)) : []
  if (against === 'baseline') return { found: 'accepted', matched: accepted.matched, refused, fresh }
  if (!isAnyAccepted) {
    const derived = await derive(host, config, benchmarks, source)
    return { found: 'derived', ...derived, refused: [], fresh: [] }
  }
  // Neither a commit nor numbers of this class: a base that git knows says more than none.
  const isStranded = (one: Benchmark) => recordedOf(one, baselines) === undefined
  const stranded = refused.flatMap((group) => group.benchmarks.filter(isStranded))
  const { matched: derived } =
    stranded.length === 0 ? { matched: [] } : await derive(host, config, stranded, source)
  const isDerived = derived.length > 0
  return {
    found: 'accepted',
    matched: [...accepted.matched, ...derived],
    refused: isDerived ? refused.map((group) => leaveOut(group, isStranded)) : refused,
    fresh,
  }
}

function leaveOut({ why, benchmarks }: Refused, isOut: (benchmark: Benchmark) => boolean): Refused {
  return { why, benchmarks: benchmarks.filter((one) => !isOut(one)) }
}

/** A working tree that is its own base has nothing to be compared with. */
async function derive(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  { commit, dirty }: Run['source'],
): Promise<Pick<Bases, 'matched' | 'doubt'>> {
  const { base, doubt } = await host.mergeBase()
  if (base === undefined || (base.commit === commit && !dirty)) return { matched: [], doubt }
  const since = await host.changesSince(base.commit, benchmarks, config)
  return { matched: [{ since: { ...since, reference: base }, benchmarks }] }
}

/**
 * Each benchmark with the commit that its newest numbers were recorded at (recorded-commits.ts). A commit may be gone, or
 * there may be no git any more: that is no error, the numbers are still there.
 */
async function matchRecorded(
  host: Host,
  config: Config,
  benchmarks: readonly Benchmark[],
  baselines: readonly Baseline[],
  elsewhere: readonly (readonly Baseline[])[],
): Promise<{ readonly matched: readonly Matched[]; readonly refused: readonly Refused[] }> {
  const matched: Matched[] = []
  const refused: Refused[] = []
  for (const [commit, recorded] of recordedCommits(benchmarks, baselines, elsewhere)) {
    try {
      const since = await host.changesSince(commit, recorded, config)
      const reference: Reference = { ...since.reference, ref: 'baseline' }
      matched.push({ since: { ...since, reference }, benchmarks: recorded })
    } catch (why) {
      if (!(why instanceof AssayError)) throw why
      refused.push({ why: why.code === 'no-revision' ? tellGone(why) : why, benchmarks: recorded })
    }
  }
  return { matched, refused }
}

/** What other classes of machines have recorded, class by class, where this one has no numbers of some benchmark. */
async function otherClasses(
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

/** Benchmarks by what can tell whether they have become worse. */
export type ByMethod = {
  /** Nothing that they read, or that they run, has changed: nothing is to be told. */
  readonly identical: readonly Matched[]
  /** Pairs with the base, where it does not turn out that nothing that they run has changed. */
  readonly paired: readonly Matched[]
  /** Recorded numbers, where there are any, because no base can be laid out. */
  readonly recorded: readonly Refused[]
}

/**
 * How each benchmark is compared. What comes from outside the repository is the same on both sides of a pair, so only recorded
 * numbers can tell what it has become; where there are none, nothing speaks against it.
 */
export function groupByMethod({ found, matched, refused }: Bases, baselines: readonly Baseline[]): ByMethod {
  const isOnlyRecorded = (one: Benchmark, since: ChangeImpact) =>
    found === 'accepted' &&
    isUnchanged(since, one) &&
    !since.asRecorded.has(one.id) &&
    recordedOf(one, baselines) !== undefined
  const foreign = matched.flatMap(({ since, benchmarks }) =>
    benchmarks.filter((one) => isOnlyRecorded(one, since)),
  )
  return {
    identical: pick(matched, (one, since) => isUnchanged(since, one) && !isOnlyRecorded(one, since)),
    paired: pick(matched, (one, since) => !isUnchanged(since, one)),
    recorded: [...refused, ...(foreign.length === 0 ? [] : [{ why: foreignCode, benchmarks: foreign }])],
  }
}

/**
 * Whether neither the file of a benchmark nor anything that it reads has changed, or nothing that it runs. A new file measures
 * the same code twice.
 */
export function isUnchanged(
  { untouched, spared, edited, added }: ChangeImpact,
  { id, file }: Pick<Benchmark, 'id' | 'file'>,
): boolean {
  const isEdited = edited.has(file) && !added.has(file)
  return spared.has(id) || (untouched.has(file) && !isEdited)
}

/**
 * Benchmark files that have changed, and nothing else that they read: each revision runs its own, or what has become of
 * the code in them would not show.
 */
export function editedAlone({ untouched, edited, added }: ChangeImpact): ReadonlySet<string> {
  return new Set([...untouched].filter((file) => edited.has(file) && !added.has(file)))
}

/** Those of each group that are meant. A group of which none is stays: its base may have what is there no more. */
function pick(
  groups: readonly Matched[],
  isMeant: (benchmark: Benchmark, since: ChangeImpact) => boolean,
): readonly Matched[] {
  return groups.map(({ since, benchmarks }) => ({
    since,
    benchmarks: benchmarks.filter((one) => isMeant(one, since)),
  }))
}

/** A change with none of its benchmarks unsettled. */
export async function settleImpact(since: ChangeImpact): Promise<ChangeImpact> {
  return { ...since, ...(await since.settle()) }
}

/** Those of them that run something that has changed. */
export async function settleOpen(
  host: Host,
  since: ChangeImpact,
  open: readonly Benchmark[],
): Promise<readonly Benchmark[]> {
  if (open.length === 0) return []
  const settled = await settleImpact(since)
  const changed = open.filter((one) => !isUnchanged(settled, one))
  // What was cut short has found out nothing.
  if (!host.interrupted())
    host.show({ type: 'settled', changed: changed.length, identical: open.length - changed.length })
  return changed
}

/** What is said of benchmarks that have not changed since their base, and of their files where the base has others. */
export function compareIdentical(groups: readonly Matched[]): Pick<Run, 'comparisons' | 'findings'> {
  return {
    comparisons: groups.flatMap(({ since, benchmarks }) =>
      benchmarks.map((one) => identicalTo(one, since.reference, since.spared)),
    ),
    findings: groups.flatMap(({ since, benchmarks }) => takenFindings(benchmarks, since, since.reference)),
  }
}
