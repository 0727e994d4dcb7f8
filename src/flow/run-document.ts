import { assess } from '../core/assess/assess.ts'
import { excuseBudgets, excuseComparisons } from '../core/assess/excuse.ts'
import { summarize } from '../core/assess/summarize.ts'
import { judge } from '../core/assess/verdict.ts'
import { historyOf } from '../core/baseline/history.ts'
import { findUnusable } from '../core/baseline/unusable.ts'
import { limitsOf } from '../core/compare/limits.ts'
import {
  baselineFindings,
  comparedSessions,
  compareRun,
  findMissing,
} from '../core/compare/recorded/compare-run.ts'
import { judgeGrowth } from '../core/growth/judge-growth.ts'
import { runId } from '../core/identity/run-id.ts'
import { machineFindings } from '../core/machine/findings.ts'
import { type Moves, movedFindings, movesSince, recordedControls } from '../core/machine/moved.ts'
import { forkBudget } from '../core/plan/plan.ts'
import type { Baseline } from '../model/baseline.ts'
import type { Benchmark } from '../model/benchmark.ts'
import type { Config } from '../model/config.ts'
import type { Environment } from '../model/environment.ts'
import type { Explanation } from '../model/explanation.ts'
import type { Finding } from '../model/finding.ts'
import { method } from '../model/method.ts'
import type { ControlValues, NullControl, Run } from '../model/run.ts'
import { schemas } from '../model/schema-version.ts'
import type { Ledger } from '../model/trial.ts'
import type { Bases } from './bases.ts'
import type { Host } from './host.ts'
import type { Recorded } from './ports/baselines.ts'
import type { Request } from './request.ts'
import type { Selection } from './select.ts'

/**
 * What is to be judged by recorded numbers, and what is recorded and no longer there. `tests`: how many share the error that
 * the suite is allowed, those in pairs among them.
 */
export function compareRecorded(
  chosen: Selection,
  { filters }: Request,
  ledger: Ledger,
  { baselines, controls }: Recorded,
  {
    now = {},
    judged,
    tests,
  }: {
    readonly now?: ControlValues | undefined
    readonly judged: readonly Benchmark[]
    readonly tests: number
  },
): Run['comparisons'] {
  const moves = kernelMoves(controls, now, chosen.config)
  return [
    ...compareRun(judged, ledger, baselines, chosen.config, { moves, tests }),
    ...(filters.length === 0 ? missingRecorded(chosen, baselines) : []),
  ]
}

/** What is to be said of recorded numbers: that there are none, or that they are of other rules or another machine. */
export function recordedFindings(
  { baselines, controls, unusable }: Recorded,
  { found, matched, refused, doubt }: Bases,
  { class: machine }: Environment,
  { benchmarks, config }: Selection,
  ledger: Ledger,
  now: ControlValues = {},
): readonly Finding[] {
  if (unusable.length > 0) return unusable.map(findUnusable)
  const moves = kernelMoves(controls, now, config)
  // Where a base could be had, numbers need not be accepted before anything else.
  const isKnown = found === 'none' || doubt !== undefined || matched.length + refused.length > 0
  return [
    ...(isKnown && baselines.length === 0 ? [] : baselineFindings(baselines, machine, config)),
    ...movedFindings(comparedSessions(benchmarks, ledger, baselines, config).map(moves)),
  ]
}

/** The control kernels that have moved since they were recorded. */
function kernelMoves(controls: Recorded['controls'], now: ControlValues, { gate }: Config): Moves {
  return movesSince(recordedControls(controls), now, limitsOf('time', gate))
}

/** What is known before anything is measured. */
export type RunStart = {
  readonly startedAt: string
  readonly seed: string
  readonly machine: Environment
  readonly source: Run['source']
  readonly inputs: Run['inputs']
  /** Versions of the baselines, for the history. */
  readonly accepted: readonly Baseline[]
}

export async function startRun(host: Host, chosen: Selection, request: Request): Promise<RunStart> {
  const startedAt = host.now()
  const seed = request.seed ?? host.seed()
  const [machine, source] = [await host.environment(), await host.source(chosen.config)]
  const inputs = await host.digests(inputFiles(chosen))
  const accepted = await host.acceptedVersions(machine.class)
  const files = new Set(chosen.benchmarks.map(({ file }) => file)).size
  host.show({ type: 'listed', benchmarks: chosen.benchmarks.length, files })
  return { startedAt, seed, machine, source, inputs, accepted }
}

/** The Run document of what was found. */
export function composeRun(
  host: Host,
  { benchmarks: all, config, configFile, shard, findings: before }: Selection,
  { startedAt, seed, source, inputs, accepted, request }: RunStart & { readonly request: Run['request'] },
  found: {
    readonly environment: Environment
    readonly ledger: Ledger
    readonly controls: ControlValues | undefined
    readonly recorded?: Recorded
    readonly nullControls?: readonly NullControl[]
    readonly comparisons: Run['comparisons']
    readonly anchor: Run['anchor'] | undefined
    readonly explanations?: readonly Explanation[]
    readonly findings: readonly Finding[]
  },
): Run {
  const { environment, controls, recorded, nullControls = [], explanations = [] } = found
  const { soft, waivers, remedies } = config.gate
  const rules = { soft, waivers, day: startedAt.slice(0, 10) }
  const said = Map.groupBy(found.ledger, ({ id }) => id)
  const benchmarks = all.map((one) => excuseBudgets(summarize(one, said.get(one.id) ?? [], config), rules))
  const comparisons = excuseComparisons(found.comparisons, benchmarks, rules)
  const anchor = found.anchor && {
    ...found.anchor,
    comparisons: excuseComparisons(found.anchor.comparisons, benchmarks, rules),
  }
  const findings = [...before, ...machineFindings(environment), ...found.findings]
  const { margin, alpha, drift, inconclusive, metrics } = config.gate
  const tool = { version: host.version, method, trialTime: forkBudget(config) }
  const history = historyOf(benchmarks, accepted, tool)
  const policy: Run['policy'] = {
    ...{ margin, alpha, drift, inconclusive, metrics, pairs: config.time.forks.max },
    tolerance: Object.fromEntries(metrics.map((name) => [name, { ...config.gate.tolerance[name]! }])),
    ...(soft.length === 0 ? {} : { soft }),
    ...(waivers.length === 0 ? {} : { waivers }),
    ...(remedies.length === 0 ? {} : { remedies }),
  }
  // Some of a family may fall to another shard.
  const growth = shard ? [] : judgeGrowth({ benchmarks, policy })
  const run: Run = {
    schema: schemas.run,
    id: runId(startedAt, source),
    startedAt,
    finishedAt: host.now(),
    partial: host.interrupted(),
    seed,
    request,
    ...(shard && { shard: { index: shard.index, of: shard.of, selected: shard.all.map(({ id }) => id) } }),
    tool,
    source,
    environment,
    policy,
    ...(configFile === undefined ? {} : { configFile }),
    inputs,
    ...(recorded === undefined ? {} : { baselines: [...recorded.digests] }),
    ...(Object.keys(config.extend.kinds).length === 0 ? {} : { kinds: config.extend.kinds }),
    ...(Object.keys(config.metrics).length === 0 ? {} : { metrics: { ...config.metrics } }),
    benchmarks,
    ...(controls === undefined ? {} : { controls, recordedControls: recordedControls(recorded?.controls) }),
    ...(growth.length === 0 ? {} : { growth }),
    comparisons,
    ...(nullControls.length === 0 ? {} : { nullControls: [...nullControls] }),
    ...(anchor === undefined ? {} : { anchor }),
    ...(history === undefined ? {} : { history }),
    ...(explanations.length === 0 ? {} : { explanations: [...explanations] }),
    findings,
    verdict: 'nothing-measured',
  }
  return { ...run, verdict: judge(assess(run)) }
}

/** What was measured with: the configuration and every file that loading the benchmarks touched. */
export function inputFiles({ configFile, listing }: Selection): string[] {
  return [
    ...new Set([...(configFile === undefined ? [] : [configFile]), ...listing.files, ...listing.closure]),
  ].sort()
}

/** What is recorded and no longer there. */
function missingRecorded(chosen: Selection, baselines: readonly Baseline[]) {
  return findMissing(chosen.listing.benchmarks, brokenFiles(chosen), baselines, chosen.config)
}

/** Files whose benchmarks nobody knows now; one that loads and registers nothing has none any more. */
function brokenFiles({ findings }: Selection): Set<string> {
  return new Set(findings.flatMap(({ severity, subject }) => (severity === 'error' ? [subject] : [])))
}

/** What was asked for, as the document tells it. */
export function describeRequest(
  command: Run['request']['command'],
  { filters, time, within, forks, against, runtimes }: Request,
  ref?: string,
): Run['request'] {
  const named = command === 'compare' ? ref : against
  return {
    command,
    filters: [...filters],
    ...(time === undefined ? {} : { time }),
    ...(within === undefined ? {} : { within }),
    ...(forks === undefined ? {} : { forks }),
    ...(runtimes === undefined ? {} : { runtimes: [...runtimes] }),
    ...(named === undefined ? {} : { ref: named }),
  }
}
