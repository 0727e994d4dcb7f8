import { type Config, policy } from '../../../model/config.ts'
import type { Step } from '../../../model/step.ts'
import type { Ledger } from '../../../model/trial.ts'
import { type Random, seeded, shuffle } from '../../../stats/random.ts'
import { sum } from '../../../stats/sample.ts'
import { kindOf } from '../../kind/kinds.ts'
import { isDisturbed, measured } from '../../ledger/ledger.ts'
import { sampleTask } from '../../plan/plan.ts'
import { randomize } from '../../plan/randomization.ts'
import { type ExperimentState, type PairedExperiment, type PairStage, readExperiments } from './experiment.ts'
import { decideExperiment } from './experiment-verdict.ts'

/**
 * The next round: one pair for every experiment that is not decided, in an order of its own, and what its kind wants
 * beside samples. Empty when everything is decided.
 *
 * @param tests of the whole suite, where these experiments are not all of it
 */
export function nextPairRound(
  experiments: readonly PairedExperiment[],
  ledger: Ledger,
  config: Config,
  seed: string,
  round: number,
  tests: number,
): Step[] {
  const random = seeded(`${seed} pairs ${round}`)
  const steps = readExperiments(experiments, ledger).flatMap((state) =>
    state.failure || state.experiment.mixed ? [] : stepsOf(state, config, tests, round, random),
  )
  return shuffle(steps, random)
}

function stepsOf(
  state: ExperimentState,
  config: Config,
  tests: number,
  round: number,
  random: Random,
): Step[] {
  const { experiment, way, trials, disturbed } = state
  const { benchmark, isControl } = experiment
  const { file, key, id } = benchmark
  const kind = kindOf(benchmark)
  // What is asynchronous, or cannot be loaded twice, may wait for what others hold; who uses more CPUs would take theirs.
  const besideOthers = way === 'together' && kind.keepsToOneCpu?.(measured(trials)) === true
  const step = (more: Pick<Step, 'task' | 'stage' | 'way' | 'detail'>): Step => ({
    ...{ kind: benchmark.kind, side: 'pair', file, keys: [key], ids: [id], round },
    ...(isControl && { isControl }),
    ...(besideOthers && { besideOthers }),
    ...more,
    randomization: randomize(random),
  })
  const stages = disturbed >= policy.mostDisturbed ? [] : wantedPairs(state, config, tests)
  const wanted = { trials, sides: ['head', 'base'], config } as const
  const decisive = stages.find((stage) => stage !== 'size')
  // Two revisions in one process are compiled otherwise than each alone: what they allocate there is not what they allocate.
  const mayTell = !isControl && way !== 'together' && decisive !== undefined
  const beside = mayTell ? kind.besideSample?.(wanted) : undefined
  const others = isControl || beside !== undefined ? [] : kind.otherTasks(wanted)
  return [
    ...stages.map((stage) => {
      const told = stage === decisive ? beside : undefined
      return step({ ...sampleTask(kind, told), stage, way: stage === 'size' ? 'apart' : way })
    }),
    ...others.map((one) => step({ ...one, stage: 'screen', way: 'in-sequence' })),
  ]
}

/** The stages that one more pair is wanted for. */
function wantedPairs(state: ExperimentState, config: Config, tests: number): PairStage[] {
  const decisions = decideExperiment(state, config, tests)
  const open = decisions.filter(({ decision }) => decision.wanted > 0)
  const stages = new Set<PairStage>(open.map(({ decision }) => decision.stage))
  const isFound = decisions.some(
    ({ decision: { wanted, verdict } }) =>
      wanted === 0 && (verdict === 'regressed' || verdict === 'improved'),
  )
  return [...stages, ...(isFound && wantsSize(state) ? ['size' as const] : [])]
}

/**
 * Whether the size of a change is to be measured in processes of their own, too: two revisions that share a heap
 * share the collector's work, and what one allocates more is paid by both.
 */
function wantsSize({ experiment, way, trials, pairs }: ExperimentState): boolean {
  if (way !== 'together' || pairs.size.length >= policy.pairs.apart) return false
  if (trials.some((trial) => trial.stage === 'size' && trial.end.state === 'failed' && !isDisturbed(trial)))
    return false
  return kindOf(experiment.benchmark).sharesCosts?.(measured(trials)) === true
}

/**
 * About how long these experiments still take, ns: until the next look at each, by what its pairs have taken so far. What
 * that look leaves open takes longer. `undefined` before the first pair.
 */
export function forecastPairs(
  states: readonly ExperimentState[],
  config: Config,
  tests: number,
): number | undefined {
  const done = states.map(({ wall, pairs }) => ({ wall, count: pairs.screen.length + pairs.confirm.length }))
  const count = sum(done.map((one) => one.count))
  if (count === 0) return undefined
  const typical = sum(done.map(({ wall }) => wall)) / count
  return sum(
    states.map((state, place) => {
      if (state.failure || state.experiment.mixed || state.disturbed >= policy.mostDisturbed) return 0
      const decisions = decideExperiment(state, config, tests)
      const { wall, count: own } = done[place]!
      return (
        Math.max(0, ...decisions.map(({ decision }) => decision.wanted)) * (own > 0 ? wall / own : typical)
      )
    }),
  )
}

/** Benchmarks whose base is measured against itself. */
const mostControls = 3

/**
 * Some of the experiments once more, for the base against itself: so a run can tell that its own pairs are biased. In the
 * way in which the others were measured: what a control says is said of that.
 */
export function controlsOf(states: readonly ExperimentState[], seed: string): PairedExperiment[] {
  const able = states.filter(({ failure, experiment }) => failure === undefined && !experiment.mixed)
  const drawn = shuffle(able, seeded(`${seed} controls`)).slice(0, mostControls)
  return drawn.map(({ experiment, way, reason }) => ({
    ...experiment,
    ...{ start: { way, reason }, isNew: false, isControl: true },
  }))
}
