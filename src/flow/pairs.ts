import {
  addOutcomes,
  type Contest,
  type ContestOutcomes,
  type ContestStep,
  contestOf,
} from '../core/compare/paired/contest.ts'
import { controlsOf, nextContestRound } from '../core/compare/paired/contest-plan.ts'
import { compareContest, controlFindings, nullControlOf } from '../core/compare/paired/contest-verdict.ts'
import { voided } from '../core/compare/paired/paired-verdict.ts'
import { missingFrom } from '../core/compare/unmeasured-comparison.ts'
import { failedTrial, memoryTrial, timedTrial } from '../core/kind/function/trials.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Finding } from '../model/finding.ts'
import type { Revision } from '../model/message.ts'
import type { Rendered } from '../model/rendered.ts'
import type { NullControl } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import type { Ledger, Trial } from '../model/trial.ts'
import { type Explained, explain } from './explain.ts'
import type { Base, ChangeImpact, Host } from './host.ts'
import { measure } from './measure.ts'
import type { Selection } from './select.ts'

/** What pairs have said. */
export type PairedResult = {
  readonly comparisons: readonly Comparison[]
  /** The base against itself. */
  readonly nullControls: readonly NullControl[]
  readonly findings: readonly Finding[]
  /** Whether a control says that the pairs are not to be believed: then none of them counts. */
  readonly isVoid: boolean
  /** Why what has regressed has, and the files that show it. */
  readonly explanations: readonly Explanation[]
  readonly files: readonly Rendered[]
  /** What the working tree's side said, as far as it counts. */
  readonly ledger: Ledger
}

const nothing: PairedResult = {
  comparisons: [],
  nullControls: [],
  findings: [],
  isVoid: false,
  explanations: [],
  files: [],
  ledger: [],
}

export type PairsOptions = {
  /** Benchmarks whose memory is compared already. */
  readonly counted?: ReadonlySet<string>
  /** Whether benchmarks that only the base has are told: not where some were chosen, or recorded numbers tell. */
  readonly all?: boolean
  /** Benchmarks that are tested together, where these are not all of them. */
  readonly cells?: number
}

/**
 * Measures what has changed, with the base laid out for as long as that takes.
 */
export async function measurePairs(
  host: Host,
  chosen: Selection,
  ledger: Ledger,
  changed: readonly Benchmark[],
  since: Pick<ChangeImpact, 'reference' | 'edited' | 'apart' | 'gone'>,
  seed: string,
  { counted = new Set(), all = false, cells = changed.length }: PairsOptions = {},
): Promise<PairedResult> {
  const { edited, apart, gone = [] } = since
  const mayMiss = all && (gone.length > 0 || edited.size > 0)
  if ((changed.length === 0 && !mayMiss) || host.interrupted()) return nothing
  const { config } = chosen
  const base = await checkOutBase(host, chosen, changed, since.reference)
  if (base === undefined) return nothing
  try {
    const proof = await host.findMixedCode(base, changed, apart, config)
    const contests = changed.map((one) =>
      contestOf(one, config.collect.memory && !counted.has(one.id), {
        apart: apart.get(one.file) ?? proof.apart.get(one.file),
        isNew: base.lacks.has(one.id),
        mixed: proof.mixed.get(one.file),
      }),
    )
    await rounds(host, config, base, contests, seed, { cells, isControl: false })
    const paired = contests.flatMap(headTrials)
    // What the base does not have has no pairs; its own numbers are still wanted.
    const added = contests.filter(isAbsentAtBase).map(({ benchmark }) => benchmark)
    const said = (await measure(host, config, [...ledger, ...paired], added, seed)).slice(ledger.length)
    const controlled = controlsOf(contests, seed)
    await rounds(host, config, base, controlled, `${seed} control`, {
      cells: controlled.length,
      isControl: true,
    })
    const nullControls = controlled.map(nullControlOf)
    const failed = controlFindings(nullControls, contests, config, host.interrupted())
    const missing = all ? base.only.map((id) => missingFrom(id, base.reference)) : []
    const comparisons = [
      ...contests.flatMap((contest) => compareContest(contest, base.reference, config, cells)),
      ...missing,
    ]
    if (failed.length > 0) {
      const findings = [...base.findings, ...failed]
      return {
        ...nothing,
        comparisons: comparisons.map(voided),
        nullControls,
        findings,
        isVoid: true,
        ledger: said,
      }
    }
    const explained = await explainAll(host, config, base, contests, comparisons, seed)
    return {
      ...{ comparisons, nullControls, isVoid: false, ledger: said },
      findings: [...base.findings, ...explained.flatMap(({ findings }) => findings)],
      explanations: explained.flatMap(({ explanation }) => explanation ?? []),
      files: explained.flatMap(({ files }) => files),
    }
  } finally {
    await base.close()
  }
}

function isAbsentAtBase({ isNew, failure }: Contest): boolean {
  return isNew && failure?.revision === 'base'
}

/** A base, or none when the person has asked to stop meanwhile: what was measured before is kept. */
async function checkOutBase(
  host: Host,
  chosen: Selection,
  benchmarks: readonly Benchmark[],
  reference: ChangeImpact['reference'],
): Promise<Base | undefined> {
  try {
    return await host.checkOutBase(reference, { ...chosen, benchmarks })
  } catch (error) {
    if (host.interrupted()) return undefined
    throw error
  }
}

/** Profiles what has regressed, one benchmark after the other. */
async function explainAll(
  host: Host,
  config: Config,
  base: Base,
  contests: readonly Contest[],
  comparisons: readonly Comparison[],
  seed: string,
): Promise<Explained[]> {
  if (config.collect.cpuProfile === 'never') return []
  const regressed = new Set(comparisons.filter(({ verdict }) => verdict === 'regressed').map(({ id }) => id))
  const explained: Explained[] = []
  for (const { benchmark, apart, inSequence } of contests.filter((one) => regressed.has(one.benchmark.id))) {
    if (host.interrupted()) break
    const compared = (apart ?? inSequence) === undefined ? 'together' : 'apart'
    explained.push(await explain(host, config, base, { benchmark, compared }, seed))
  }
  return explained
}

/** Pairs in rounds, until everything is decided or the person asks to stop. */
async function rounds(
  host: Host,
  config: Config,
  base: Base,
  contests: readonly Contest[],
  seed: string,
  { cells, isControl }: { readonly cells: number; readonly isControl: boolean },
): Promise<void> {
  for (let round = 1; !host.interrupted(); round++) {
    const steps = nextContestRound(contests, config, seed, round, cells)
    if (steps.length === 0) return
    for (const [index, step] of steps.entries()) {
      if (host.interrupted()) return
      const contest = contests.find(({ benchmark }) => benchmark === step.benchmark)!
      if (contest.failure) continue
      host.show({ type: 'fork', step: shown(step, round), index, of: steps.length })
      const outcomes = await take(host, config, base, step, isControl)
      if (host.interrupted()) return
      addOutcomes(contest, step, outcomes)
      if (!isControl) tellFailure(host, contest)
    }
  }
}

function shown({ kind, benchmark: { file, key, id }, stage }: ContestStep, round: number): Step {
  const about = { kind: 'function', file, keys: [key], ids: [id], round } as const
  return { ...about, task: kind, stage: stage === 'apart' ? 'size' : stage }
}

/** One pair that shares a process, or one fork of each revision: in turns, or one after the other, as drawn. */
async function take(
  host: Host,
  config: Config,
  base: Base,
  step: ContestStep,
  control: boolean,
): Promise<ContestOutcomes> {
  if (!step.apart) return { together: await host.forkPair(step, base, config, control) }
  if (step.kind === 'pair' && !step.inSequence) return host.forkApart(step, base, config, control)
  const kind = step.kind === 'pair' ? 'time' : 'memory'
  const first = step.chance.runs
  const fork = (side: Revision) => host.forkAlone(kind, step, control ? 'base' : side, base, config)
  const one = await fork(first)
  const other = await fork(first === 'base' ? 'head' : 'base')
  return first === 'base' ? { base: one, head: other } : { base: other, head: one }
}

/** That a revision does not run says something, but of a base that has no such benchmark. */
function tellFailure(host: Host, contest: Contest): void {
  const { failure, benchmark } = contest
  if (failure && !isAbsentAtBase(contest))
    host.show({ type: 'failed', id: benchmark.id, failure: failure.failure })
}

/** What the working tree's side said counts as a run of it does: of pairs that are compared, not of those thrown away. */
function headTrials({ benchmark: { id }, pairs, memories, failure, apart, inSequence }: Contest): Trial[] {
  const way = inSequence !== undefined ? 'in-sequence' : apart !== undefined ? 'apart' : 'together'
  const about = { id, side: 'head', way } as const
  const timed = (stage: 'screen' | 'confirm') =>
    pairs[stage].map(({ head }) => timedTrial({ ...about, stage, task: 'pair' }, head))
  return [
    ...timed('screen'),
    ...timed('confirm'),
    ...memories.head.map((memory) => memoryTrial({ ...about, stage: 'screen', task: 'memory' }, memory)),
    ...(failure?.revision === 'head'
      ? [failedTrial({ ...about, way: 'in-sequence', stage: 'screen', task: 'pair' }, failure.failure)]
      : []),
  ]
}
