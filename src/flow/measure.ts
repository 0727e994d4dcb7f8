import { budgetFailure } from '../core/assess/budget.ts'
import { isSuspect } from '../core/compare/recorded/compare.ts'
import { cellsOf, sampledCells } from '../core/compare/recorded/compare-run.ts'
import { confirmLevel, freshForks } from '../core/compare/second-stage.ts'
import { duplicateFailure } from '../core/kind/function/listing-findings.ts'
import { addOutcome, type EvidenceById, emptyEvidence, progressOf } from '../core/ledger/evidence.ts'
import { isDisturbed, lacksTime } from '../core/ledger/unmeasured.ts'
import { agreeSteps, confirmRound, nextRound, type Step } from '../core/plan/plan.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Failure, Outcome } from '../model/outcome.ts'
import type { Chosen } from './choose.ts'
import type { Host } from './host.ts'

/** benchmarks → forks → evidence, in rounds, until nothing is worth measuring or the person asks to stop. */
export async function measure(
  host: Host,
  config: Config,
  evidence: EvidenceById,
  benchmarks: readonly Benchmark[],
  seed: string,
): Promise<void> {
  const plan = { benchmarks, config, seed }
  for (let round = 1; !host.interrupted(); round++) {
    const steps = nextRound(plan, round, (id) => progressOf(evidence, id))
    if (steps.length === 0) break
    await forks(host, config, evidence, steps, 'screen')
  }
}

/** Those that nothing speaks against so far. */
export function ableOnes(evidence: EvidenceById): Benchmark[] {
  return [...evidence.values()].flatMap(({ benchmark, failure }) => (failure ? [] : [benchmark]))
}

/** What is known before anything is timed: declarations that cannot be measured, alternatives that disagree. */
export async function checked(host: Host, { config, benchmarks, listing }: Chosen): Promise<EvidenceById> {
  const evidence = emptyEvidence(benchmarks)
  for (const one of evidence.values()) {
    const duplicate = listing.duplicates.find(({ id }) => id === one.benchmark.id)
    one.failure = duplicate ? duplicateFailure(duplicate.lines) : budgetFailure(one.benchmark)
  }
  const able = benchmarks.filter(({ id }) => evidence.get(id)?.failure === undefined)
  await forks(host, config, evidence, agreeSteps(able), 'screen')
  return evidence
}

/** The second stage: fresh forks for the suspects of the first. */
export async function confirm(
  host: Host,
  { config, benchmarks }: Chosen,
  evidence: EvidenceById,
  baselines: readonly Baseline[],
  seed: string,
): Promise<void> {
  const cells = cellsOf(evidence, baselines, config)
  const level = confirmLevel(config.gate.alpha, sampledCells(cells))
  const wanted = new Map<string, number>()
  for (const cell of cells.filter((one) => isSuspect(one, config.gate))) {
    wanted.set(cell.id, Math.max(freshForks(cell.sessions.flat().length, level), wanted.get(cell.id) ?? 0))
  }
  for (let round = 1; !host.interrupted(); round++) {
    const suspects = benchmarks.filter(({ id }) => (wanted.get(id) ?? 0) >= round)
    if (suspects.length === 0) return
    await forks(host, config, evidence, confirmRound(suspects, round, seed), 'confirm')
  }
}

async function forks(
  host: Host,
  config: Config,
  evidence: EvidenceById,
  steps: readonly Step[],
  stage: 'screen' | 'confirm',
): Promise<void> {
  const queue = [...steps]
  for (const [index, step] of queue.entries()) {
    if (host.interrupted()) return
    const able = withoutFailed(step, evidence)
    if (able.ids.length < (step.kind === 'agree' ? 2 : 1)) continue
    host.show({ type: 'fork', step: able, stage, index, of: queue.length })
    const outcome = await host.fork(able, config)
    // What an interruption cut short says nothing about the benchmark.
    if (host.interrupted() && outcome.state === 'failed') return
    addOutcome(evidence, able, outcome, stage)
    // An alternative that ended the process kept the others from being compared: they are, without it.
    if (outcome.state === 'failed' && step.kind === 'agree') queue.push(step)
    for (const { id, failure } of newFailures(outcome, able)) host.show({ type: 'failed', id, failure })
  }
}

function withoutFailed(step: Step, evidence: EvidenceById): Step {
  const places = step.ids.map((_, place) => place).filter((place) => !evidence.get(step.ids[place]!)?.failure)
  return {
    ...step,
    ids: places.map((place) => step.ids[place]!),
    keys: places.map((place) => step.keys[place]!),
  }
}

function newFailures(outcome: Outcome, { kind, ids, keys }: Step): { id: string; failure: Failure }[] {
  if (outcome.state === 'failed') {
    // What says nothing against the benchmark is no failure of it.
    if (isDisturbed(outcome) || lacksTime(kind, outcome.failure)) return []
    return [{ id: ids[keys.indexOf(outcome.key ?? '')] ?? ids.join(', '), failure: outcome.failure }]
  }
  if (outcome.state !== 'compared') return []
  return outcome.failures.map(({ key, failure }) => ({ id: ids[keys.indexOf(key)] ?? key, failure }))
}
