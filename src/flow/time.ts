import { type ExperimentState, headTrials } from '../core/compare/paired/experiment.ts'
import { nanosecondsBetween } from '../core/identity/elapsed.ts'
import { isFailure } from '../core/ledger/ledger.ts'
import { agreeSteps } from '../core/plan/plan.ts'
import { readTimedCommands, type TimeOptions } from '../core/time/timed-commands.ts'
import { AssayError } from '../model/assay-error.ts'
import type { Benchmark } from '../model/benchmark.ts'
import { type Config, configSchema, policy } from '../model/config.ts'
import type { Run } from '../model/run.ts'
import type { Ledger } from '../model/trial.ts'
import { measureAlternatives } from './alternatives.ts'
import { carryOut } from './carry-out.ts'
import type { Host } from './host.ts'
import { measure, withoutFailures } from './measure.ts'
import { composeRun, startRun } from './run-document.ts'
import type { Selection } from './select.ts'

/** What to time, and for how long. */
export type TimeRequest = TimeOptions & {
  /** ns for each comparison, or for the only command. */
  readonly time?: number | undefined
  /** Exactly so many runs of each; or the fewest and the most. */
  readonly runs?: { readonly min: number; readonly max: number } | undefined
  readonly timeout?: number | undefined
  readonly seed?: string | undefined
}

/**
 * `assay time`: commands that no file registers. Several are compared with the first, in pairs, until that is decided. Reads no
 * configuration and writes nothing.
 *
 * @throws AssayError `usage` where a command cannot be read
 */
export async function timeCommands(host: Host, request: TimeRequest): Promise<Run> {
  const benchmarks = readTimedCommands(request)
  if (benchmarks.length === 0)
    throw new AssayError('usage', 'time needs a command', "Write: assay time 'node a.js' 'node b.js'")
  host.adopt(benchmarks)
  const config = configFor(request, benchmarks.length)
  const chosen = selectionOf(benchmarks, config)
  const begun = await startRun(host, chosen, { filters: [], seed: request.seed })
  const watched = await host.watch()
  const checks = await carryOut(host, config, (soFar) => agreeSteps(benchmarks, soFar))
  const able = withoutFailures(benchmarks, checks)
  const [reference, ...others] = able
  const isCompared = reference !== undefined && others.length > 0
  const found = isCompared
    ? await compareAll(host, config, reference, others, { ...request, seed: begun.seed })
    : { ledger: await measure(host, config, [], able, begun.seed), comparisons: [] }
  host.show({ type: 'done' })
  const run = composeRun(
    host,
    chosen,
    { ...begun, request: { command: 'time', filters: benchmarks.map(({ name }) => name) } },
    {
      environment: { ...begun.machine, during: watched() },
      ...{
        ledger: [...checks, ...found.ledger],
        controls: undefined,
        comparisons: [],
        anchor: undefined,
        findings: [],
      },
    },
  )
  return found.comparisons.length === 0 ? run : { ...run, alternatives: [...found.comparisons] }
}

/** Pairs of each with the reference, until all is decided or the time is over. */
async function compareAll(
  host: Host,
  config: Config,
  reference: Benchmark,
  others: readonly Benchmark[],
  { seed, time: each = policy.commands.time }: { readonly seed: string; readonly time?: number | undefined },
): Promise<{ ledger: Ledger; comparisons: Run['comparisons'] }> {
  const begun = host.now()
  const limit = each * others.length
  const { states, comparisons } = await measureAlternatives(
    host,
    config,
    others.map((benchmark) => ({ benchmark, against: reference, name: reference.name })),
    { seed, left: () => limit - nanosecondsBetween(begun, host.now()) },
  )
  const paired = [...states.flatMap(headTrials), ...trialsOfReference(states, reference.id)]
  // Where none of the others runs, it has numbers all the same.
  const isTold = paired.some(({ id }) => id === reference.id)
  return {
    ledger: isTold ? paired : await measure(host, config, paired, [reference], seed),
    comparisons,
  }
}

/** What the reference did beside each of the others: it has no side of its own. */
function trialsOfReference(states: readonly ExperimentState[], id: string): Ledger {
  return states.flatMap(({ trials }) =>
    trials
      .filter((trial) => trial.side === 'base' && (trial.end.state === 'measured' || isFailure(trial)))
      .map((trial) => ({ ...trial, id, side: 'head' as const })),
  )
}

/** Pairs are small, so that the first look comes early; a single command runs at least ten times. */
function configFor({ runs, time: given, timeout }: TimeRequest, commands: number): Config {
  const { pairs, alone, time: usual } = policy.commands
  const most = commands > 1 ? pairs : alone
  const forks = runs ?? most
  const written = (ns: number) => `${Math.max(1, Math.round(ns / 1e3))} us`
  const single = commands > 1 ? usual / 10 : (given ?? usual / 20)
  const config = configSchema.parse({
    time: { timeout: written(timeout ?? policy.commands.timeout), perBenchmark: written(single), forks },
    gate: { metrics: ['time'] },
    collect: { memory: false, controls: false },
  })
  // What is counted in runs is measured run by run.
  return runs ? { ...config, time: { ...config.time, perBenchmark: 1 } } : config
}

function selectionOf(benchmarks: readonly Benchmark[], config: Config): Selection {
  const listing = { files: [], benchmarks, broken: [], duplicates: [], closure: [] }
  return {
    config,
    configFile: undefined,
    listing,
    benchmarks,
    findings: [],
    originOf: () => ({ by: 'name' }),
  }
}
