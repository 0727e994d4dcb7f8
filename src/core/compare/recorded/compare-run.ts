import type { Baseline } from '../../../model/baseline.ts'
import type { Benchmark } from '../../../model/benchmark.ts'
import type { Comparison } from '../../../model/comparison.ts'
import type { Config } from '../../../model/config.ts'
import type { Failure } from '../../../model/failure.ts'
import { type Finding, finding } from '../../../model/finding.ts'
import { isSampled, type MetricName } from '../../../model/metric.ts'
import type { Ledger, MeasuredTrial } from '../../../model/trial.ts'
import { comparableSessions, recordedOf } from '../../baseline/recorded.ts'
import { sessionNoise } from '../../baseline/session-noise.ts'
import { exactValuesOf, failureOf, measured, valuesOf } from '../../ledger/ledger.ts'
import type { Moves } from '../../machine/moved.ts'
import { askedOf } from '../asked-metrics.ts'
import { decidingMetrics } from '../deciding-metric.ts'
import { compareWithNothing, findUnmeasured, notMeasured } from '../unmeasured-comparison.ts'
import { type Cell, compareCell } from './compare.ts'
import { findUncompared, incomparableFinding } from './incomparable.ts'
import { tellOtherRules } from './other-rules.ts'
import { withdrawPass } from './withdrawn.ts'

/**
 * Every comparison of these benchmarks with the recorded baselines of its class. `moves`: the control kernels that have
 * moved since they were recorded; `tests`: how many share the error that the suite is allowed, where these are not all.
 */
export function compareRun(
  benchmarks: readonly Benchmark[],
  ledger: Ledger,
  baselines: readonly Baseline[],
  config: Config,
  { moves = () => [], tests = 0 }: { readonly moves?: Moves; readonly tests?: number } = {},
): Comparison[] {
  if (baselines.length === 0) return []
  const cells = cellsOf(benchmarks, ledger, baselines, config)
  const tested = Math.max(tests, sampledCells(cells))
  return [
    ...cells.map((cell) => {
      const compared = compareCell(cell, config.gate, tested)
      // With them whoever reads the run reaches its verdict again.
      const values = { head: cell.head, confirmation: cell.confirmation, base: cell.sessions }
      return { ...withdrawPass(compared, moves(cell.sessionIds), config.gate), values }
    }),
    ...compareIncomparable(byBenchmark(benchmarks, ledger), baselines, cells, config),
    ...findNew(benchmarks, ledger, baselines, config),
  ]
}

type Said = { readonly benchmark: Benchmark; readonly trials: Ledger; readonly failure: Failure | undefined }

/** Of each benchmark what its forks said that measured it alone: those of pairs are of another kind. */
function byBenchmark(benchmarks: readonly Benchmark[], ledger: Ledger): Said[] {
  const byId = Map.groupBy(ledger, ({ id }) => id)
  return benchmarks.map((benchmark) => {
    const all = byId.get(benchmark.id) ?? []
    return { benchmark, trials: all.filter(({ way }) => way === undefined), failure: failureOf(all) }
  })
}

/** How many of the cells are tested, and share the suite's alpha. */
export function sampledCells(cells: readonly Cell[]): number {
  return cells.filter(isTested).length
}

function isTested({ metric: name }: Cell): boolean {
  return isSampled(name)
}

/** What can be compared: measured now, recorded then, under the same rules of measuring. */
export function cellsOf(
  benchmarks: readonly Benchmark[],
  ledger: Ledger,
  baselines: readonly Baseline[],
  config: Config,
): Cell[] {
  const cells: Cell[] = []
  const noiseOf = sessionNoise(baselines, config)
  for (const { benchmark, trials, failure } of byBenchmark(benchmarks, ledger)) {
    const found = recordedOf(benchmark, baselines)
    if (!found || failure) continue
    const stages = {
      screen: measured(trials, { stage: 'screen' }),
      confirm: measured(trials, { stage: 'confirm' }),
    }
    const { baseline, recorded } = found
    const sessionsOf = (name: MetricName) => comparableSessions(baseline, name, recorded, config)
    const isRecorded = (name: MetricName) => sessionsOf(name).length > 0
    for (const [name, asked] of decidingMetrics(
      stages,
      askedOf(benchmark, config.gate.metrics),
      isRecorded,
    )) {
      const accepted = sessionsOf(name)
      const sessions = accepted.map(({ values }) => values)
      const last = accepted.at(-1)?.session
      const head = isSampled(name) ? valuesOf(stages.screen, name) : exactValuesOf(stages.screen, name)
      // Of an exact metric that no fork could count, that it is compared with nothing is told, too.
      if ((head.length === 0 && (isSampled(name) || valuesOf(stages.screen, name).length === 0)) || !last)
        continue
      cells.push({
        id: benchmark.id,
        metric: name,
        ...(name === asked ? {} : { standsFor: asked }),
        head,
        confirmation: valuesOf(stages.confirm, name),
        sessions,
        sessionIds: accepted.map((one) => one.id),
        ...(isSampled(name) ? { noise: noiseOf(name, sessions) } : {}),
        base: { ...(last.commit === undefined ? {} : { commit: last.commit }), baseline: last.date },
      })
    }
  }
  return cells
}

/** The sessions that the sampled cells are compared with, each set of them once. */
export function comparedSessions(
  benchmarks: readonly Benchmark[],
  ledger: Ledger,
  baselines: readonly Baseline[],
  config: Config,
): (readonly string[])[] {
  const cells = cellsOf(benchmarks, ledger, baselines, config).filter(isTested)
  return [...new Map(cells.map(({ sessionIds: ids }) => [JSON.stringify(ids), ids])).values()]
}

/** Benchmarks that the baselines know and this run does not, when it ran everything: a rename is never silent. */
export function findMissing(
  benchmarks: readonly Benchmark[],
  brokenFiles: ReadonlySet<string>,
  baselines: readonly Baseline[],
  config: Config,
): Comparison[] {
  const known = new Set(benchmarks.map(({ id }) => id))
  return baselines
    .filter(({ file }) => !brokenFiles.has(file))
    .flatMap(({ file, benchmarks }) => Object.keys(benchmarks).map((key) => `${file} › ${key}`))
    .filter((id) => !known.has(id))
    .map((id) => {
      const gone = finding(
        'missing-benchmark',
        id,
        'The baseline has it, the benchmark files do not: removed or renamed',
        'Commit, and run \'assay baseline update --why "…"\' to accept that it is gone.',
      )
      return compareWithNothing(id, config.gate.metrics[0]!, { verdict: 'missing' }, [gone])
    })
}

/** Says so when there is nothing to compare with on this class of machines, or only numbers of another method. */
export function baselineFindings(baselines: readonly Baseline[], machine: string, config: Config): Finding[] {
  const none: Finding = finding(
    'no-baseline',
    'run',
    `No baseline is recorded for machines of class ${machine}`,
    'Commit, and run \'assay baseline update --why "…"\' to accept these numbers as the first ones.',
  )
  if (baselines.length === 0) return [none]
  return baselines.flatMap(({ file, sessions }): Finding | Finding[] => {
    const how = tellOtherRules(Object.values(sessions), config)
    if (how === undefined) return []
    return finding(
      'other-method',
      file,
      `Its baseline has numbers measured ${how}; they are not compared`,
      'Measure for the same time, or the baseline again: \'assay baseline update --why "…"\'.',
    )
  })
}

/** Benchmarks that nothing is recorded of. */
export function findNew(
  benchmarks: readonly Benchmark[],
  ledger: Ledger,
  baselines: readonly Baseline[],
  config: Config,
): Comparison[] {
  return byBenchmark(benchmarks, ledger)
    .filter(({ benchmark, failure }) => !failure && !recordedOf(benchmark, baselines))
    .map(({ benchmark }) => compareWithNothing(benchmark.id, config.gate.metrics[0]!, { verdict: 'new' }, []))
}

/** Whether it tells anything that varies from trial to trial. */
function tellsSampled({ end }: MeasuredTrial): boolean {
  return Object.keys(end.values).some(isSampled)
}

/**
 * Known benchmarks of which a metric that the gate asks for could not be measured, or can be compared with nothing
 * recorded: a gate must not pass over them. The second is said once of each.
 */
function compareIncomparable(
  said: readonly Said[],
  baselines: readonly Baseline[],
  cells: readonly Cell[],
  config: Config,
): Comparison[] {
  const compared = Map.groupBy(cells, ({ id }) => id)
  return said
    .filter(({ benchmark, failure }) => !failure && recordedOf(benchmark, baselines))
    .flatMap(({ benchmark, trials: all }) => {
      const { id } = benchmark
      const trials = measured(all).filter(tellsSampled)
      if (trials.length === 0) return []
      const unmeasured = findUnmeasured(benchmark, askedOf(benchmark, config.gate.metrics), trials).map(
        (name) => notMeasured(id, name),
      )
      const [first] = findUncompared(benchmark, compared.get(id) ?? [], config, measured(all))
      if (first === undefined) return unmeasured
      const standing = { verdict: 'inconclusive', reason: 'incomparable' } as const
      return [
        ...unmeasured,
        compareWithNothing(id, first, standing, [incomparableFinding(benchmark, first, baselines, config)]),
      ]
    })
}
