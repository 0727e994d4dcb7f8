import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stepDetailOf } from '../../core/kind/function/trials.ts'
import { profileBudget } from '../../core/plan/plan.ts'
import { parseDeoptimizations } from '../../core/profile/deoptimizations.ts'
import { addOrigins, separateInlined } from '../../core/profile/inlined.ts'
import { portable } from '../../core/profile/portable.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import type { Config } from '../../model/config.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Examination } from '../../model/profile.ts'
import type { Step } from '../../model/step.ts'
import { makeTemporaryFolder } from '../files/temporary.ts'
import { rootsOf } from '../project/roots.ts'
import { type ForkTask, fork } from './fork.ts'
import type { StepSources } from './function.ts'

/** What is sampled of the heap is the same every time. */
const heapFlags = ['--sampling-heap-profiler-suppress-randomness']
/** V8 tells what was copied into another function under the other one's name, and does not always count it. */
const withoutInlining = ['--no-turbo-inlining', '--no-maglev-inlining']

/** A profiling fork, of one revision, or of both in one process. */
export async function examine(
  root: string,
  step: Step,
  config: Config,
  sources: StepSources,
  place: Pick<ForkTask, 'runtime' | 'stripped' | 'until'> = {},
  base?: Base,
): Promise<Outcome> {
  const { side, file, keys } = step
  const task = step.task as Examination['kind']
  const { inlining = true } = stepDetailOf(step)
  const randomization = step.randomization!
  const { loads, runs, seed } = randomization
  const make = (request: ForkTask['task'], flags: readonly string[]) =>
    fork(side === 'base' ? base!.cwd : root, { task: request, file, keys, ...place }, config, {
      source: side === 'base' ? sources.base! : sources.head,
      ...(side === 'pair' ? { pair: { base: sources.base!, loads, runs, seed } } : {}),
      randomization,
      flags: [...flags, ...(inlining ? [] : withoutInlining)],
      budget: profileBudget(config),
    })
  const outcome =
    task === 'deoptimizations'
      ? await withLog((flags) => make('time', flags))
      : await make(task, task === 'allocations' ? heapFlags : [])
  if (outcome.state !== 'examined') return outcome
  const { roots, prefix } = await rootsOf(root, base)
  return { ...outcome, examination: portable(inlined(outcome.examination), roots), prefix }
}

/** A timed fork that V8 keeps a log of, for what the log says. */
async function withLog(make: (flags: readonly string[]) => Promise<Outcome>): Promise<Outcome> {
  const made = await makeTemporaryFolder().catch((error: Error) => error)
  if (made instanceof Error) {
    const failure = { reason: 'load-error', message: `no room for a log: ${made.message}` } as const
    return { state: 'failed', failure, wall: 0, printed: 0 }
  }
  const { folder, remove } = made
  const log = join(folder, 'v8.log')
  try {
    const outcome = await make(['--log-deopt', '--no-logfile-per-isolate', `--logfile=${log}`])
    if (outcome.state !== 'measured') return outcome
    const { wall, printed } = outcome
    const deoptimizations = parseDeoptimizations(await readFile(log, 'utf8').catch(() => ''))
    return { state: 'examined', examination: { kind: 'deoptimizations', deoptimizations }, wall, printed }
  } finally {
    remove()
  }
}

/** Before files are called by other names: places are told by those that they were loaded under. */
function inlined(examination: Examination): Examination {
  if (examination.kind !== 'profile') return examination
  const { profiled } = examination
  const profile = addOrigins(separateInlined(profiled), profiled.scripts)
  return { kind: 'profile', profiled: { ...profiled, profile } }
}
