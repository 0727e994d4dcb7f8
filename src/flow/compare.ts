import {
  addOutcomes,
  type Contest,
  type ContestOutcomes,
  type ContestStep,
  compareContest,
  contestOf,
  controlFinding,
  controlsOf,
  headOf,
  identicalTo,
  nextContestRound,
} from '../core/contest.ts'
import type { EvidenceById } from '../core/evidence.ts'
import type { Step } from '../core/plan.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Comparison } from '../model/comparison.ts'
import type { Config } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Run } from '../model/run.ts'
import { type Chosen, choose } from './choose.ts'
import type { Base, Host } from './host.ts'
import { checked } from './measure.ts'
import type { Request } from './request.ts'
import { asked, begin, document, type Finished, fileCount, render } from './run.ts'

/** `assay compare <ref>`: measures a revision beside the working tree, in pairs, and writes `reports/latest/`. */
export async function compare(host: Host, ref: string, request: Request): Promise<Finished> {
  const chosen = await choose(host, request)
  await host.checkReports(chosen.config)
  const run = await takePairs(host, chosen, ref, request)
  const folder = await host.writeReport(chosen.config, 'latest', render(run, chosen.config))
  return { run, config: chosen.config, folder }
}

/** From the machine to the Run document. */
async function takePairs(host: Host, chosen: Chosen, ref: string, request: Request): Promise<Run> {
  const { config, benchmarks } = chosen
  const begun = await begin(host, chosen, request)
  host.show({ type: 'listed', benchmarks: benchmarks.length, files: fileCount(chosen) })
  const watched = await host.watch()
  const evidence = await checked(host, chosen)
  const able = benchmarks.filter(({ id }) => evidence.get(id)?.failure === undefined)
  const { commit, files } = await host.unchanged(ref, able, config)
  const changed = able.filter(({ file }) => !files.has(file))
  const measured = await measurePairs(host, chosen, evidence, changed, { commit, ref }, begun.seed)
  host.show({ type: 'done' })
  const identical = able.filter(({ file }) => files.has(file))
  return document(
    host,
    chosen,
    { ...begun, request: { ...asked('compare', request), ref } },
    {
      environment: { ...begun.machine, during: watched() },
      evidence,
      comparisons: [...identical.map(({ id }) => identicalTo(id, { commit, ref })), ...measured.comparisons],
      findings: measured.findings,
    },
    'gate',
  )
}

type Measured = { readonly comparisons: readonly Comparison[]; readonly findings: readonly Finding[] }

/** Measures what has changed, with the base laid out for as long as that takes. */
async function measurePairs(
  host: Host,
  chosen: Chosen,
  evidence: EvidenceById,
  changed: readonly Benchmark[],
  revision: { readonly commit: string; readonly ref: string },
  seed: string,
): Promise<Measured> {
  if (changed.length === 0) return { comparisons: [], findings: [] }
  const { config } = chosen
  const base = await host.checkOut(revision.ref, { ...chosen, benchmarks: changed })
  try {
    const contests = changed.map(contestOf)
    await rounds(host, config, base, contests, seed, evidence)
    const controlled = controlsOf(contests, seed)
    await rounds(host, config, base, controlled, `${seed} control`, undefined)
    const failed = controlled.flatMap((contest) => controlFinding(contest, config) ?? [])
    const comparisons = contests.flatMap((contest) =>
      compareContest(contest, revision, config, contests.length),
    )
    return {
      comparisons: failed.length === 0 ? comparisons : comparisons.map(voided),
      findings: [...base.findings, ...failed],
    }
  } finally {
    await base.close()
  }
}

/** Pairs that show a difference where there is none say nothing; what is counted exactly still does. */
function voided(comparison: Comparison): Comparison {
  return comparison.method === 'exact' ? comparison : { ...comparison, verdict: 'invalid' }
}

/** Pairs in rounds, until everything is decided or the person asks to stop. Controls leave no evidence. */
async function rounds(
  host: Host,
  config: Config,
  base: Base,
  contests: readonly Contest[],
  seed: string,
  evidence: EvidenceById | undefined,
): Promise<void> {
  const control = evidence === undefined
  for (let round = 1; !host.interrupted(); round++) {
    const steps = nextContestRound(contests, config, seed, round, control)
    if (steps.length === 0) return
    for (const [index, step] of steps.entries()) {
      if (host.interrupted()) return
      const contest = contests.find(({ benchmark }) => benchmark === step.benchmark)!
      if (contest.failure) continue
      host.show({ type: 'fork', ...shown(step, round), index, of: steps.length })
      const outcomes = await take(host, config, base, step, control)
      if (host.interrupted()) return
      addOutcomes(contest, step, outcomes)
      if (evidence) addToEvidence(host, evidence, contest, step, outcomes)
    }
  }
}

function shown({ kind, benchmark: { file, key, id }, stage }: ContestStep, round: number) {
  const step: Step = { kind, file, keys: [key], ids: [id], round }
  return { step, stage: stage === 'screen' ? ('screen' as const) : ('confirm' as const) }
}

/** One pair that shares a process, or one fork of each revision, adjacent in time in the order that was drawn. */
async function take(
  host: Host,
  config: Config,
  base: Base,
  step: ContestStep,
  control: boolean,
): Promise<ContestOutcomes> {
  if (!step.apart) return { together: await host.forkPair(step, base, config, control) }
  const first = step.chance.runs
  const one = await host.forkRevision(step, first, base, config)
  const other = await host.forkRevision(step, first === 'base' ? 'head' : 'base', base, config)
  return first === 'base' ? { base: one, head: other } : { base: other, head: one }
}

/** What the working tree's side reports counts as a run of it does. */
function addToEvidence(
  host: Host,
  evidence: EvidenceById,
  contest: Contest,
  step: ContestStep,
  outcomes: ContestOutcomes,
): void {
  const { id } = contest.benchmark
  const one = evidence.get(id)!
  const { head, memory } = headOf(outcomes)
  if (head) (step.stage === 'screen' ? one.timings : one.confirmations).push(head)
  if (memory) one.memories.push(memory)
  if (!contest.failure) return
  if (contest.failure.revision === 'head') one.failure ??= contest.failure.failure
  host.show({ type: 'failed', id, failure: contest.failure.failure })
}
