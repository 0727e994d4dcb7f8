import { budgetFailure, checkBudgetPatterns } from '../core/budget.ts'
import { isSuspect } from '../core/compare.ts'
import { cellsOf } from '../core/compare-run.ts'
import { addOutcome, type EvidenceById, emptyEvidence, progressOf } from '../core/evidence.ts'
import { select } from '../core/filter.ts'
import { brokenFileFinding, duplicateFailure } from '../core/listing-findings.ts'
import { confirmRound, nextRound, type Step } from '../core/plan.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Config, policy } from '../model/config.ts'
import type { Finding } from '../model/finding.ts'
import type { Host, Listing } from './host.ts'
import type { Request } from './request.ts'

/** What a run is going to measure. */
export type Chosen = {
  readonly config: Config
  readonly configFile: string | undefined
  readonly listing: Listing
  readonly benchmarks: readonly Benchmark[]
  readonly findings: readonly Finding[]
}

/** config → files → benchmarks. */
export async function choose(host: Host, request: Request): Promise<Chosen> {
  const { config: given, file: configFile } = await host.loadConfig()
  const config = withRequest(given, request)
  const listing = await host.list(config)
  if (listing.broken.length === 0) checkBudgetPatterns(listing.benchmarks, config)
  const benchmarks = select(listing.benchmarks, request.filters)
  if (benchmarks.length === 0) throw nothingToMeasure(listing, config, request)
  const findings = listing.broken.map(({ file, failure }) => brokenFileFinding(file, failure))
  return { config, configFile, listing, benchmarks, findings }
}

/** Nothing was measured: an error of its own, so that an empty gate is never green. */
function nothingToMeasure(
  { files, benchmarks, broken }: Listing,
  config: Config,
  { filters }: Request,
): AssayError {
  if (benchmarks.length > 0) {
    return new AssayError(
      'nothing-measured',
      `measured nothing: no benchmark fits ${filters.map((filter) => `'${filter}'`).join(' or ')}`,
      `A filter is a part of an id or a glob over 'file/group/name'; 'assay list' shows the ${benchmarks.length} benchmarks there are.`,
    )
  }
  if (files.length === 0) {
    return new AssayError(
      'nothing-measured',
      `measured nothing: no file fits ${config.include.map((glob) => `'${glob}'`).join(' or ')}`,
      "Write a benchmark file there, or set 'include' in perf.config.ts to where they are.",
    )
  }
  return new AssayError(
    'nothing-measured',
    `measured nothing: ${broken.map(({ file, failure }) => `${file}: ${failure.message}`).join('; ')}`,
    'Mend the benchmark files.',
  )
}

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

function withRequest(config: Config, { time, forks: count }: Request): Config {
  return {
    ...config,
    time: {
      ...config.time,
      ...(time === undefined ? {} : { perBenchmark: time }),
      ...(count === undefined ? {} : { forks: { min: count, max: count } }),
    },
  }
}
