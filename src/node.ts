/**
 * Assay for programs: the same runs as on the command line, with their progress as events and their results as values. It
 * writes the reports that the commands write, and prints nothing.
 */

import { exitCode } from './core/assess/verdict.ts'
import { withdrawAfter } from './core/kind/declarations.ts'
import { compare as compareFlow } from './flow/compare.ts'
import type { Host } from './flow/host.ts'
import type { ProgressEvent } from './flow/ports/measurer.ts'
import type { Request } from './flow/request.ts'
import { type Finished, run as runFlow } from './flow/run.ts'
import { selectBenchmarks } from './flow/select.ts'
import { createHost } from './host/host.ts'
import { AssayError } from './model/assay-error.ts'
import type { Benchmark } from './model/benchmark.ts'
import type { Run } from './model/run.ts'
import { parseQuantity } from './model/unit.ts'

export { AssayError } from './model/assay-error.ts'
export type { Benchmark, ProgressEvent, Run }
export { compareProject as compare, listProject as list, runProject as run }

export type ProgramOptions = {
  /** A folder of the project (default: the current one). */
  readonly folder?: string
  /** A configuration file in place of `perf.config.*`. */
  readonly config?: string
  /** Parts of ids, or globs over `file/group/name`; all benchmarks if there are none. */
  readonly filters?: readonly string[]
  /** Measuring time of one benchmark, and of the whole run: `'500 ms'`. */
  readonly time?: string
  readonly within?: string
  /** Exactly so many timed forks of each benchmark, from 2 to 1000. */
  readonly forks?: number
  /** What benchmarks run on, in place of `runtimes`: `['bun']`. */
  readonly runtimes?: readonly string[]
  /** Draws the order of the forks. */
  readonly seed?: string
  /** Ends the run; what was measured is kept. */
  readonly signal?: AbortSignal
  /** Told of every step while it goes on, and never while a sample is being taken. */
  readonly onEvent?: (event: ProgressEvent) => void
}

export type ProgramResult = {
  /** All that is known of it: docs/reference/run-document.md. */
  readonly run: Run
  /** Where its report is, relative to the project. */
  readonly folder: string
  /** What the command would end with: docs/reference/exit-codes.md. */
  readonly exitCode: number
}

/**
 * Measures everything, and compares what has changed, as `assay run`.
 *
 * @throws AssayError for what a person can fix
 */
async function runProject(options: ProgramOptions = {}): Promise<ProgramResult> {
  return withProgramHost(options, async (host) => resultOf(await runFlow(host, requestFrom(options)), 'run'))
}

/**
 * Measures a revision beside the working tree, as `assay compare`: a branch, a tag, a commit, `baseline`, `npm:latest`.
 *
 * @throws AssayError for what a person can fix
 */
async function compareProject(revision: string, options: ProgramOptions = {}): Promise<ProgramResult> {
  return withProgramHost(options, async (host) =>
    resultOf(await compareFlow(host, revision, requestFrom(options)), 'gate'),
  )
}

/**
 * What would run, as `assay list`.
 *
 * @throws AssayError for what a person can fix
 */
async function listProject(options: ProgramOptions = {}): Promise<readonly Benchmark[]> {
  return withProgramHost(
    options,
    async (host) => (await selectBenchmarks(host, requestFrom(options))).benchmarks,
  )
}

async function withProgramHost<T>(
  { folder = process.cwd(), config, signal, onEvent = () => {} }: ProgramOptions,
  use: (host: Host) => Promise<T>,
): Promise<T> {
  const stop = signal ?? new AbortController().signal
  const host = createHost({ folder, configFile: config, show: onEvent, signal: stop })
  try {
    return await withdrawAfter(() => use(host))
  } finally {
    await host.close()
  }
}

function resultOf({ run, folder, config }: Finished, policy: 'run' | 'gate'): ProgramResult {
  return { run, folder, exitCode: exitCode(run, policy, config.gate.inconclusive) }
}

function requestFrom({ filters = [], time, within, forks, seed, runtimes }: ProgramOptions): Request {
  if (forks !== undefined && !(Number.isInteger(forks) && forks >= 2 && forks <= 1000))
    throw new AssayError('usage', `forks: ${forks} is no whole number from 2 to 1000`, 'Give 8, for example.')
  return {
    filters,
    forks,
    seed,
    runtimes,
    time: durationFrom('time', time),
    within: durationFrom('within', within),
  }
}

/** ns. */
function durationFrom(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = parseQuantity(text, 'ns')
  if (value !== undefined && value > 0) return value
  throw new AssayError('usage', `${name}: '${text}' is no duration such as '3 s'`, "Write '500 ms'.")
}
