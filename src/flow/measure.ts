import { budgetFailure } from '../core/assess/budget.ts'
import { isSuspect } from '../core/compare/recorded/compare.ts'
import { cellsOf, sampledCells } from '../core/compare/recorded/compare-run.ts'
import { confirmLevel, freshForks } from '../core/compare/second-stage.ts'
import { duplicateFailure } from '../core/kind/function/listing-findings.ts'
import { kindOf } from '../core/kind/kinds.ts'
import { isFailure } from '../core/ledger/ledger.ts'
import { agreeSteps, confirmRound, forecastRounds, nextRound } from '../core/plan/plan.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Failure } from '../model/failure.ts'
import type { Ledger, Trial } from '../model/trial.ts'
import { carryOut } from './carry-out.ts'
import type { Host } from './host.ts'
import type { Selection } from './select.ts'

/**
 * What was measured before, and these benchmarks, in rounds, until nothing is worth measuring.
 *
 * @param isShown whether nothing is decided by their numbers
 */
export function measure(
  host: Host,
  config: Config,
  ledger: Ledger,
  benchmarks: readonly Benchmark[],
  seed: string,
  isShown = false,
): Promise<Ledger> {
  const plan = { benchmarks, config, seed, isShown }
  return carryOut(host, config, (soFar, round) => nextRound(plan, soFar, round), {
    before: ledger,
    forecast: (soFar) => forecastRounds(plan, soFar),
  })
}

/** Those that nothing speaks against so far. */
export function withoutFailures(benchmarks: readonly Benchmark[], ledger: Ledger): Benchmark[] {
  const failed = new Set(ledger.filter(isFailure).map(({ id }) => id))
  return benchmarks.filter(({ id }) => !failed.has(id))
}

/** What is known before anything is timed: declarations that cannot be measured, alternatives that disagree. */
export function checkDeclarations(host: Host, chosen: Selection): Promise<Ledger> {
  const { config, benchmarks, listing, misstated } = chosen
  const declared = benchmarks.flatMap((benchmark) => {
    const duplicate = listing.duplicates.find(({ id }) => id === benchmark.id)
    const failure = duplicate
      ? duplicateFailure(duplicate.lines)
      : (misstated?.get(benchmark.id) ??
        budgetFailure(benchmark) ??
        kindOf(benchmark).refuseStatement?.(benchmark))
    return failure ? [refuseDeclaration(benchmark, failure)] : []
  })
  return carryOut(host, config, (soFar) => agreeSteps(benchmarks, soFar), { before: declared })
}

function refuseDeclaration({ kind, id }: Benchmark, failure: Failure): Trial {
  const about = { kind, id, side: 'head', stage: 'check', task: 'declare' } as const
  return { ...about, wall: 0, printed: 0, end: { state: 'failed', failure } }
}

/** The second stage: fresh forks for the suspects of the first. */
export function confirm(
  host: Host,
  { config, benchmarks }: Selection,
  all: readonly Benchmark[],
  ledger: Ledger,
  baselines: readonly Baseline[],
  { seed, tests }: { readonly seed: string; readonly tests: number },
): Promise<Ledger> {
  const cells = cellsOf(all, ledger, baselines, config)
  const level = confirmLevel(config.gate.alpha, Math.max(tests, sampledCells(cells)))
  const wanted = new Map<string, number>()
  for (const cell of cells.filter((one) => isSuspect(one, config.gate))) {
    wanted.set(cell.id, Math.max(freshForks(cell.sessions.flat().length, level), wanted.get(cell.id) ?? 0))
  }
  const suspects = (round: number) => benchmarks.filter(({ id }) => (wanted.get(id) ?? 0) >= round)
  return carryOut(host, config, (_, round) => confirmRound(suspects(round), round, seed), { before: ledger })
}
