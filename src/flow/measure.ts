import { budgetFailure } from '../core/budget.ts'
import { isSuspect } from '../core/compare.ts'
import { cellsOf } from '../core/compare-run.ts'
import { addOutcome, type EvidenceById, emptyEvidence, progressOf } from '../core/evidence.ts'
import { duplicateFailure } from '../core/listing-findings.ts'
import { confirmRound, nextRound, type Step } from '../core/plan.ts'
import type { Baseline } from '../model/baseline.ts'
import { type Config, policy } from '../model/config.ts'
import type { Chosen } from './choose.ts'
import type { Host } from './host.ts'

/** benchmarks → forks → evidence, in rounds, until nothing is worth measuring or the person asks to stop. */
export async function measure(host: Host, chosen: Chosen, seed: string): Promise<EvidenceById> {
  const { config, benchmarks, listing } = chosen
  const evidence = emptyEvidence(benchmarks)
  for (const one of evidence.values()) {
    const duplicate = listing.duplicates.find(({ id }) => id === one.benchmark.id)
    one.failure = duplicate ? duplicateFailure(duplicate.lines) : budgetFailure(one.benchmark)
  }
  const able = benchmarks.filter(({ id }) => evidence.get(id)?.failure === undefined)
  const plan = { benchmarks: able, config, seed }
  for (let round = 0; !host.interrupted(); round++) {
    const steps = nextRound(plan, round, (id) => progressOf(evidence, id))
    if (steps.length === 0 && round > 0) break
    await forks(host, config, evidence, steps, 'screen')
  }
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
  const suspected = new Set(
    cellsOf(evidence, baselines, config)
      .filter((cell) => isSuspect(cell, config.gate))
      .map(({ id }) => id),
  )
  const suspects = benchmarks.filter(({ id }) => suspected.has(id))
  for (let round = 1; round <= policy.confirmForks && suspects.length > 0; round++) {
    if (host.interrupted()) return
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
  for (const [index, step] of steps.entries()) {
    if (host.interrupted()) return
    if (step.ids.some((id) => evidence.get(id)?.failure)) continue
    host.show({ type: 'fork', step, stage, index, of: steps.length })
    const outcome = await host.fork(step, config)
    // What an interruption cut short says nothing about the benchmark.
    if (host.interrupted() && outcome.state === 'failed') return
    addOutcome(evidence, step, outcome, stage)
    if (outcome.state === 'failed') {
      host.show({ type: 'failed', id: step.ids.join(', '), failure: outcome.failure })
    }
  }
}
