import { resolve } from 'node:path'
import { type PairOutcomes, trialsOfPair } from '../../core/kind/function/pair-trials.ts'
import { stepDetailOf, trialsOfStep } from '../../core/kind/function/trials.ts'
import { forkBudget } from '../../core/plan/plan.ts'
import type { Base } from '../../flow/ports/revisions.ts'
import { type Config, policy } from '../../model/config.ts'
import type { BenchmarkSource, Revision } from '../../model/message.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { Step } from '../../model/step.ts'
import { locateSource, type VitestServers } from '../project/vitest-servers.ts'
import type { FoundRuntime } from '../runtime/find-runtime.ts'
import type { OpenRuntimes } from '../runtime/open-runtimes.ts'
import { examine } from './examine.ts'
import { type ForkTask, fork, startFork } from './fork.ts'
import type { Runner } from './runner.ts'
import { takeTurns } from './turns.ts'

/**
 * Carries out the steps of functions: each in a fresh process, or in two that take turns.
 *
 * @param stripped the folder where they keep sources without their types, while the command runs
 */
export function functionRunner(
  root: string,
  vitest: VitestServers,
  stripped?: () => Promise<string | undefined>,
  runtimeOf: OpenRuntimes['of'] = () => undefined,
): Runner {
  return {
    // Each of its processes has a time-out of its own.
    limit: () => Number.POSITIVE_INFINITY,
    async run(step, config, base) {
      const until = step.left === undefined ? undefined : performance.now() + step.left / 1e6
      const runtime = runtimeOf(step.runtime)
      const place = { until, runtime, stripped: await stripped?.() }
      const sources = await sourcesOf(vitest, root, step, base)
      const unable = sources.head.vitest === undefined ? undefined : withoutVitest(runtime)
      if (unable) return trialsOfStep(step, unable)
      if (step.stage === 'observe')
        return trialsOfStep(step, await examine(root, step, config, sources, place, base))
      if (step.side !== 'pair')
        return trialsOfStep(
          step,
          await fork(root, { ...taskOf(step), ...place, vitest: sources.head.vitest }, config),
        )
      const rival = runtimeOf(step.againstOn)
      return trialsOfPair(step, await forkBoth({ root, place, step, sources, base, rival, config }))
    },
  }
}

/** The project's own Vitest speaks V8's format with the process that measures: that of the Node that it runs on itself. */
function withoutVitest(runtime: FoundRuntime | undefined): Outcome | undefined {
  if (runtime === undefined || runtime.identity.name === 'node') return undefined
  const message = "its file needs the project's own Vitest, which runs on Node only"
  const failure = { reason: 'load-error', message, remedy: 'Measure it on Node.' } as const
  return { state: 'failed', failure, wall: 0, printed: 0 }
}

function taskOf({ task, file, keys, ...step }: Step): ForkTask {
  const { memory, growth } = stepDetailOf(step)
  return { task: task as ForkTask['task'], file, keys, memory, growth }
}

/** What is measured: the head, and the base where there is one, which has a twin to be measured against. */
export type StepSources = {
  readonly head: BenchmarkSource
  readonly base?: BenchmarkSource
  readonly twin?: BenchmarkSource
}

async function sourcesOf(
  vitest: VitestServers,
  root: string,
  { file }: Step,
  base: Base | undefined,
): Promise<StepSources> {
  const head = await locateSource(vitest, file, root)
  if (!base) return { head }
  return {
    head,
    base: await locateSource(vitest, file, base.root, base.alias),
    twin: { file: resolve(base.twin, file), alias: base.twinAlias },
  }
}

/** What a step of two revisions is carried out with. */
type Pair = {
  readonly root: string
  readonly place: Pick<ForkTask, 'runtime' | 'stripped' | 'until'>
  readonly step: Step
  readonly sources: StepSources
  /** Absent of alternatives: both are of the working tree, and the other one may run on another runtime. */
  readonly base: Base | undefined
  readonly rival: FoundRuntime | undefined
  readonly config: Config
}

/** Both revisions: in one process, in two that take turns, or one after the other. */
async function forkBoth(pair: Pair): Promise<PairOutcomes> {
  const { step } = pair
  if (step.way === 'together') return { together: await forkTogether(pair) }
  if (step.way === 'apart') return forkApart(pair)
  const first = step.randomization?.runs ?? 'base'
  const side = (revision: Revision) => fork(...forkOf(step.task as 'time' | 'memory', revision, pair))
  const one = await side(first)
  const other = await side(first === 'base' ? 'head' : 'base')
  return first === 'base' ? { base: one, head: other } : { base: other, head: one }
}

/** One fork that measures both in turn. In a control the base is measured against itself, loaded a second time. */
async function forkTogether({ root, place, step, sources, config }: Pair): Promise<Outcome> {
  const { file, keys, isControl, randomization } = step
  const { loads, runs, seed } = randomization!
  return fork(root, { task: 'pair', file, keys, ...place }, config, {
    source: isControl ? sources.twin! : sources.head,
    pair: { base: sources.base!, loads, runs, seed },
    randomization,
  })
}

/** One fork of each revision, which measure in turns. */
async function forkApart(pair: Pair): Promise<PairOutcomes> {
  const { runs, turns, seed } = pair.step.randomization!
  const start = (revision: Revision) => startFork(...forkOf('turns', revision, pair))
  const first = start(runs)
  const forks = runs === 'base' ? { base: first, head: start('head') } : { base: start('base'), head: first }
  await takeTurns(forks, {
    firsts: turns,
    span: policy.turns.span,
    least: policy.minimumSamples,
    budget: 2 * forkBudget(pair.config),
    cpu: seed,
  })
  return { base: await forks.base.outcome, head: await forks.head.outcome }
}

/** A fork of one revision; in a control both are of the base. */
function forkOf(task: ForkTask['task'], revision: Revision, pair: Pair): Parameters<typeof startFork> {
  const { root, place, step, sources, base, rival, config } = pair
  const { file, keys, isControl, randomization } = step
  const isHead = revision === 'head' && !isControl
  const source = isHead ? sources.head : sources.base!
  const { memory, ...detail } = stepDetailOf(step)
  const growth = isHead && detail.growth === true
  const asked = { task, file, keys, ...place, memory, growth }
  if (step.against !== undefined && revision === 'base')
    return [root, { ...asked, runtime: rival }, config, { source: sources.head, randomization }]
  return [isHead ? root : base!.cwd, asked, config, { source, randomization }]
}
